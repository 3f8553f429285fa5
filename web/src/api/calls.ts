/// The routes of the server, typed, one function each. Case numbers and ids of papers are the only things that stand in an address.
import { address, call, freshKey, get, path, query } from './client';
import type * as T from './types';

// Session
export const readHouse = (signal?: AbortSignal) => get<T.House>('/house', signal);
export const readSession = () => get<T.Session>('/session');
export const signIn = async (account: string, password: string, code: string) => (await call<T.Session>('POST', '/session', { body: { account, password, ...(code ? { code } : {}) } })).data;
export const signOut = () => call('DELETE', '/session');
export const readPermissions = (signal?: AbortSignal) => get<T.Permissions>('/permissions', signal);

// Queues and cases
export const readQueue = (by: { role?: string; from?: string; to?: string; after?: string; limit?: number }, signal?: AbortSignal) => get<T.Queue>(`/queues${query(by)}`, signal);
export const readCalendar = (by: { from: string; to: string; role?: string }, signal?: AbortSignal) => get<T.Queue>(`/calendar${query(by)}`, signal);
export const searchCases = async (by: Record<string, string | number | undefined>, signal?: AbortSignal) => (await call<T.CaseList>('POST', '/cases/search', { body: by, signal })).data;
export const readCase = (number: string, signal?: AbortSignal) => call<T.CaseShown>('GET', path`/cases/${number}`, { signal });
export const readEventKinds = (signal?: AbortSignal) => get<{ events: T.EventKind[] }>('/case-kinds', signal);
export const addEvent = (number: string, version: string, event: { kind: string; on?: string; at?: string; data: Record<string, unknown> }) =>
  call<unknown>('POST', path`/cases/${number}/events`, { body: event, ifMatch: version, key: freshKey() });

// The record
export const readDocuments = (number: string, signal?: AbortSignal) => get<T.Documents>(path`/cases/${number}/documents`, signal);
export const readPage = (number: string, document: string, page: number, signal?: AbortSignal) => get<T.PageText>(path`/cases/${number}/documents/${document}/pages/${page}`, signal);
export const contentAddress = (number: string, document: string) => address(path`/cases/${number}/documents/${document}/content`);
export const imageAddress = (number: string, document: string, page: number) => address(path`/cases/${number}/documents/${document}/pages/${page}/image`);
export const searchRecord = async (number: string, words: string[], signal?: AbortSignal) => (await call<T.SearchAnswer>('POST', path`/cases/${number}/search`, { body: { words }, signal })).data;

export const readOwnNotes = (number: string) => call<T.OwnNotes & { version: number }>('GET', path`/cases/${number}/notes`);
export const saveOwnNotes = (number: string, notes: T.OwnNotes, etag: string | null) => call<{ version: number }>('PUT', path`/cases/${number}/notes`, { body: notes, ifMatch: etag });

// What the record says
export const readChart = (number: string, signal?: AbortSignal) => get<T.Chart>(path`/cases/${number}/chart`, signal);
export const readTimeline = (number: string, signal?: AbortSignal) => get<T.Timeline>(path`/cases/${number}/timeline`, signal);
export const readEligibility = (number: string, signal?: AbortSignal) => get<T.Eligibility>(path`/cases/${number}/eligibility`, signal);
export const readDeadlines = (number: string, signal?: AbortSignal) => get<{ deadlines: T.Due[] }>(path`/cases/${number}/deadlines`, signal);
export const readSlate = (number: string, signal?: AbortSignal) => get<Record<string, unknown>>(path`/cases/${number}/slate`, signal);
export const readReview = (number: string, before: boolean, signal?: AbortSignal) => get<T.Review>(path`/cases/${number}/review` + query({ before_opinion: before ? 1 : undefined }), signal);
export const readChecks = (number: string, signal?: AbortSignal) => get<{ checks: T.Check[] }>(path`/cases/${number}/checks`, signal);

// The opinion
/// The newest version of one's own draft; `opinion` is null before the first.
export const readOpinion = (number: string, signal?: AbortSignal) => call<{ version: number; opinion: T.Opinion | null }>('GET', path`/cases/${number}/opinion`, { signal });
export const saveOpinion = (number: string, opinion: T.Opinion, etag: string | null) => call<{ version: number }>('PUT', path`/cases/${number}/opinion`, { body: opinion, ifMatch: etag });
export const checkOpinion = async (number: string, opinion: T.Opinion, signal?: AbortSignal) => (await call<{ checks: T.Check[] }>('POST', path`/cases/${number}/opinion/check`, { body: opinion, signal })).data;
export const recordFinding = (number: string, version: string, finding: { item: string; decision: string; words: string }) =>
  call('POST', path`/cases/${number}/opinion/finding`, { body: finding, ifMatch: version, key: freshKey() });
// Open checks stand in the margin of the page on which a reviewer signs; the issue of the determination asks for them again.
export const signOpinion = (number: string, version: string, proof: { password: string; code: string }) => call('POST', path`/cases/${number}/opinion/sign`, { body: { ...proof, with_open_checks: true }, ifMatch: version, key: freshKey() });
export const attest = (number: string, version: string, parties: { party: string; has_conflict: boolean; words: string }[]) =>
  call('POST', path`/cases/${number}/attestation`, { body: { parties }, ifMatch: version, key: freshKey() });

export const readSimilar = (number: string, signal?: AbortSignal) => get<{ shown: boolean; items: T.SimilarItem[] }>(path`/cases/${number}/similar`, signal);
export const readOpinions = (number: string, signal?: AbortSignal) => get<{ seats: T.Seat[] }>(path`/cases/${number}/opinions`, signal);

// After the opinion
export const readLetters = (number: string, signal?: AbortSignal) => get<{ letters: T.LetterRow[] }>(path`/cases/${number}/letters`, signal);
const letterPath = (number: string, kind: string, form: string, lang: string, set: Record<string, string>) => path`/cases/${number}/letters/${kind}` + `.${form}${query({ lang, ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`set.${name}`, value])) })}`;
export const readLetterText = (number: string, kind: string, lang: string, set: Record<string, string>, signal?: AbortSignal) => get<string>(letterPath(number, kind, 'txt', lang, set), signal);
export const letterAddress = (number: string, kind: string, form: 'pdf' | 'html' | 'txt', lang: string, set: Record<string, string> = {}) => address(letterPath(number, kind, form, lang, set));
export const reviewQuality = (number: string, version: string, result: 'passed' | 'returned', reasons: string[]) =>
  call('POST', path`/cases/${number}/quality`, { body: { result, reasons }, ifMatch: version, key: freshKey() });
export const issueCase = (number: string, version: string) => call('POST', path`/cases/${number}/issue`, { body: {}, ifMatch: version, key: freshKey() });

// The house
export const readGuidelines = (signal?: AbortSignal) => get<{ topics: T.GuidelineRow[] }>('/guidelines', signal);
export const readGuideline = (topic: string, asOf: string | undefined, signal?: AbortSignal) => get<Record<string, unknown>>(path`/guidelines/${topic}` + query({ as_of: asOf }), signal);
export const evaluateGuideline = async (topic: string, chart: string, asOf?: string) => (await call<Record<string, unknown>>('POST', '/guidelines/evaluate', { body: { topic, chart, as_of: asOf } })).data;
export const readJurisdictions = (signal?: AbortSignal) => get<T.Jurisdictions>('/jurisdictions', signal);
export const computeDue = async (question: Record<string, string | undefined>) => (await call<T.Due>('POST', '/due', { body: question })).data;
export const readAccounts = (signal?: AbortSignal) => get<{ accounts: T.AccountRow[] }>('/accounts', signal);
export const addAccount = async (account: { id: string; name: string; password: string; roles: string[] }) => (await call<{ id: string; enrolment: string }>('POST', '/accounts', { body: account, key: freshKey() })).data;
export const setAccountActive = (id: string, active: boolean) => call('POST', path`/accounts/${id}/active`, { body: { active } });
export const readAudit = (by: { case?: string; after?: string; limit?: number }, signal?: AbortSignal) => get<Record<string, unknown>>(`/audit${query(by)}`, signal);
export const verifyAudit = (signal?: AbortSignal) => get<Record<string, unknown>>('/audit/verify', signal);
export const proveAudit = (row: number, signal?: AbortSignal) => get<Record<string, unknown>>(`/audit/proof${query({ row })}`, signal);
export const readDashboard = (signal?: AbortSignal) => get<Record<string, unknown>>('/dashboard', signal);
export const readRosters = (signal?: AbortSignal) => get<Record<string, unknown>>('/rosters', signal);
/// A preview changes nothing; applying it wants the same question and is refused (409) when the queue is another by then.
export const previewAssignment = async (question: T.AssignmentQuestion) => (await call<T.AssignmentPreview>('POST', '/assignment', { body: question })).data;
export const applyAssignment = async (question: T.AssignmentQuestion & { preview: string }) => (await call<T.AssignmentApplied>('POST', '/assignment/apply', { body: question, key: freshKey() })).data;
export const readLettersWaiting = (signal?: AbortSignal) => get<{ letters: { number: string; kind: string }[] }>('/mail-batches/waiting', signal);
export const readMailBatches = (signal?: AbortSignal) => get<{ batches: T.MailBatch[] }>('/mail-batches', signal);
export const makeMailBatch = async (question: { numbers: string[]; served_by: string; settings: Record<string, string> }) => (await call<T.MailBatch & { left_out: Record<string, unknown>[] }>('POST', '/mail-batches', { body: question, key: freshKey() })).data;
export const markBatchSent = (batch: string) => call('POST', path`/mail-batches/${batch}/sent`, { key: freshKey() });
export const batchAddress = (batch: string, file: 'batch.pdf' | 'list.txt') => address(path`/mail-batches/${batch}/${file}`);
export const readInvoices = (signal?: AbortSignal) => get<{ invoices: T.Invoice[]; next: string | null }>('/invoices?limit=500', signal);
export const makeInvoices = async (question: { numbers: string[] }) => (await call<{ made: T.Invoice[]; left_out: { number: string; why: string }[] }>('POST', '/invoices', { body: question, key: freshKey() })).data;
