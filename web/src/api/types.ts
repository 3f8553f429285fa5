/// What the server answers, as the commands of the same name print it (docs/schemas). Only what the screens read is named here.

export type Session = { account: string; name: string; roles: string[]; csrf: string; expires_in: number; language?: string };
/// What the sign-in page needs before anybody is signed in. `demonstration_accounts`: "id password", only in a demonstration.
export type House = { organization: string; engine: string; demonstration: boolean; demonstration_accounts: string[]; languages: string[]; day?: string | null; single_sign_on?: string | null };
export type Permissions = { acts: Record<string, boolean> };

export type Derivation = { step: string; date: string; citation: string };
export type Due = { rule: string; title?: string; due_on: string | null; unrolled?: string | null; waits_for?: string; derivation: Derivation[]; notes?: string[] };
export type Risk = 'overdue' | 'today' | 'soon' | 'later' | string;

export type QueueRow = {
  number: string;
  who: string;
  step: string;
  text: string;
  rule: string | null;
  due_on: string | null;
  risk: Risk | null;
  employee: string;
  status: string;
  review: string;
  due?: Due;
};
export type Queue = { as_of: string; rows: QueueRow[]; next: string | null };

export type CaseRow = { number: string; status: string; outcome: string | null; review: string; employee: string; claim_number: string; received_on: string | null; version: number };
export type CaseList = { cases: CaseRow[]; next: string | null };

export type Step = { step: string; text: string; who: string; rule: string | null; due_on: string | null; risk: Risk | null; due?: Due };
export type CaseEvent = { at: string; by: string; kind: string; on: string; recorded: string; role: string; rule: string; what: Record<string, unknown> };
export type CaseItem = { id: string; text: string; ur_outcome: string; eligibility: string | null; reasons: (string | Reason)[]; ended: string | null; decision: string | null };
export type CaseParty = { role: string; name: string; from: string | null };
export type Case = {
  number: string;
  jurisdiction: string;
  status: string;
  outcome: string | null;
  review: string;
  employee: string;
  date_of_birth: string | null;
  claim_number: string;
  adjudication_number: string;
  date_of_injury: string | null;
  received_on: string | null;
  records_on: string | null;
  records_complete: boolean;
  issued_on: string | null;
  days_late: number;
  round: number;
  version: number;
  items: CaseItem[];
  parties: CaseParty[];
  reviewers: Record<string, unknown>[];
};
export type CaseShown = { as_of: string; case: Case; history: CaseEvent[]; next: Step[] };

export type EventKind = { kind: string; from: string[]; roles: string; rule: string; fields: Record<string, unknown> };

export type Box = [number, number, number, number];
export type Evidence = { document: string; file: string; page: number; begin: number; end: number; quote: string; boxes: Box[]; confidence?: number };

export type CaseDocument = {
  id: string;
  file: string;
  first_page: number;
  pages: number;
  kind: string;
  kind_confidence?: number;
  title: string | null;
  author: string | null;
  facility?: string | null;
  date: string | null;
  media_type: string;
  text_source: 'layer' | 'ocr' | 'mixed' | string;
  belongs_to: 'this' | 'other' | 'unknown';
  same_as: string | null;
  evidence?: boolean;
  content?: string;
  /// Sizes in points and how well each page was read.
  page_list?: { number: number; width: number; height: number; source: string; confidence: number; unread: boolean }[];
};
export type Documents = { documents: CaseDocument[]; unread: unknown[]; problems: Trouble[] };
export type Trouble = { where: string; found: string; expected: string; remedy: string };

export type PageWord = { begin: number; end: number; box: Box; confidence?: number };
export type PageText = {
  file: string;
  page: number;
  source: string;
  confidence: number;
  unread: boolean;
  doubt: string | null;
  width: number;
  height: number;
  document: string;
  text: string;
  words: PageWord[];
};

export type Reason = { code: string; text: string; citation: string };
export type EligibilityFinding = { factor: string; item?: string; looked_at: string; value: string; result: string; text: string; citation: string };
export type Eligibility = { outcome: string; items: { id: string; outcome: string; reasons: Reason[] }[]; findings: EligibilityFinding[]; deadlines?: Due[]; notes?: string[] };

export type Fact = {
  id: string;
  concept: string;
  kind: string;
  text: string;
  value: number | string | null;
  unit?: string | null;
  date: string | null;
  assertion: 'present' | 'absent' | 'possible';
  temporality: string;
  experiencer: string;
  evidence: Evidence[];
  from_ur_only?: boolean;
};
export type Chart = { facts: Fact[] };
export type SeriesPoint = { date: string; value: number | null; text: string; since_last: string; facts: string[]; evidence: Evidence | null };
export type Series = { measure: string; unit: string | null; overall: string; points: SeriesPoint[]; source?: string };
export type Encounter = {
  date: string | null;
  kind: string;
  document: string;
  file: string;
  first_page: number;
  title: string | null;
  author: string | null;
  lines: { topic: string; text: string; page: number; new: boolean; facts: string[] }[];
};
export type Contradiction = { kind: string; concept: string; text: string; sides: { text: string; date: string | null; fact: string; evidence: Evidence }[] };
export type Timeline = { encounters: Encounter[]; series: Series[]; contradictions: Contradiction[] };

export type Verdict = 'met' | 'not_met' | 'unknown';
export type Searched = { terms: string[]; pages: number; worst_ocr_confidence: number; unread: unknown[]; near_hits: string[] };
export type Criterion = { id: string; text: string; verdict: Verdict; required: boolean; exclusion: boolean; needed?: string; facts: string[]; searched?: Searched; asks_judgment?: boolean };
export type Topic = { id: string; title: string; guideline: string; edition: string; pages: string; recommendation: string; main?: boolean };
export type Issue = {
  id: string;
  text: string;
  item: Record<string, unknown>;
  phase?: string;
  phase_reason?: string;
  topics: Topic[];
  criteria: Criterion[];
  guidelines?: { source: string; pages: string | null }[];
  claims_administrator_guideline?: string;
  recommendation?: 'upheld' | 'overturned' | 'reviewer_judgment' | null;
  reasons?: string[];
  would_change?: { criterion: string; needed: string; effort?: string; words?: string }[][];
  rationale?: { text: string; facts: string[]; findings?: string[] }[];
  ur_answer?: { said: string; at: Evidence | null; kind: string; standing: string; answer: string; facts: string[] }[];
};
export type Check = {
  id: string;
  n: number;
  severity: 'block' | 'warn';
  speaker?: string;
  item?: string | null;
  text: string;
  citation: string;
  statement?: string;
  stated_at?: Evidence[] | null;
  evidence: Evidence[];
  resolution?: string | null;
};
export type Review = {
  case: Record<string, unknown>;
  chart?: Chart;
  summary?: { text: string; facts: string[] }[];
  issues: Issue[];
  checks?: Check[];
  recommendation_shown?: boolean;
  findings?: { item: string; decision: string; words?: string }[];
  receipt?: { engine: string; packs: { id: string; edition: string; sha256: string }[] };
};

export type OpinionItem = { id: string; decision: 'upheld' | 'overturned' | null; criteria: { id: string; verdict: Verdict; reason?: string | null }[]; guidelines: { source: string; pages?: string | null }[]; words?: string | null };
export type Opinion = {
  reviewer?: string | null;
  date?: string | null;
  attestations: { party: string; conflict: string }[];
  summary?: string | null;
  items: OpinionItem[];
  resolutions: { check: string; text: string; pages_read?: { file: string; page: number }[] }[];
  signature?: unknown;
};

export type SearchHit = { reading: string; likeness: string; words: string; cue?: string | null; fact?: string | null; evidence: Evidence };
export type SearchAnswer = { searches: { asked: string; answer: string; searched: Searched; hits: SearchHit[] }[] };

export type GuidelineRow = { id: string; title: string; pack: string; guideline: string; pages: string; class: string; from: string | null; to: string | null; confidence: string; basis: string; examples: number };
export type DueRule = { rule: string; title: string; event: string; period: string; citation: string; verified: boolean };
export type LetterRow = { id: string; about: string; citation: string; languages: string[]; proof_of_service?: boolean; set?: { name: string; type: string; optional: boolean; about: string; words?: string[] }[] };
export type AccountRow = { id: string; roles: string[]; state: 'open' | 'locked' | 'closed' };
export type Jurisdictions = { jurisdictions: { id: string; rules: DueRule[] }[] };

export type Excluded = { id: string; reasons: { rule: string; party: string | null; text: string; citation: string }[] };
export type Slate = { slate?: { id: string; rank: number; reasons: string[] }[]; excluded?: Excluded[] };
export type AssignmentQuestion = { seed?: number; least_fit?: string; only?: string[] };
export type AssignmentPreview = {
  preview: string;
  as_of: string;
  assigned: { case: string; reviewers: string[]; fit: string; due_on: string | null }[];
  waiting: { case: string; why: string[]; shortage?: unknown }[];
  changes?: { case: string; reviewer: string; version: number }[];
  load?: { reviewer: string; capacity: number | null; before: number; after: number }[];
  proof?: { is_optimal: boolean };
};
export type AssignmentApplied = { preview: string; applied: { case: string; reviewer: string; version: number }[]; left_out: { case: string; reviewer: string; why: string }[] };
export type MailBatch = { batch: string; on: string; served_by: string; state: 'made' | 'sent'; sha256: string; letters: { number: string; kind: string; first_page: number; pages: number; to: { name: string; address: string | null }[] }[] };
export type Invoice = { invoice: string; number: string; on: string; fee: string; payer: string; cents: number; stands: number };
export type TopicFields = {
  id: string; title: string; pack: string; guideline: string; pages: string; class: string; from: string | null; to: string | null; confidence: string; basis: string; examples: number; section: string;
  exceptions: string[];
  limits: { what: string; op: string; value: string; unit: string; note: string }[];
  criteria: { id: string; text: string; needed: string; asks_judgment: boolean }[];
  initial: unknown;
  continued: unknown;
  exclusions: string[];
  look_for: string[];
  synonyms: string[];
  doubts: string[];
  evidence: string;
  editions: { pack: string; from: string | null; to: string | null }[];
  /// The examples of the page: a chart as text, and what comes out of it.
  cases?: { name: string; chart: string; expect: string }[];
};

type Told = 'present' | 'absent' | 'not_documented';
export type SimilarItem = {
  item: number | string;
  text: string;
  outcomes: Record<string, number>;
  similar: { score: number; item: number; same: string[]; differences: { concept: string; here: Told; there: Told; opposed: boolean }[]; decision: { case_number: string | null; year: number | null; items: { n: number; text: string; outcome: string | null; rationale: string | null }[] } }[];
};
export type Seat = { seat: number; reviewer: string | null; is_own: boolean; attested_on: string | null; opined_on: string | null; has_signed: boolean; opinion: Opinion | null };
/// One's own words beside a case; nobody else is shown them.
export type Undecided = { item: string; words: string; criteria: { id: string; verdict: string; reason: string }[] };
export type OwnNotes = { bookmarks: { document: string; page: number }[]; notes: { id: string; document: string; page: number; text: string }[]; undecided: Undecided[] };
