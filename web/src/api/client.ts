/// The one door to the server. Every request of the workbench goes through `call`; it knows the session's CSRF token, ETags, problem
/// details (RFC 9457), and tells two things to who listens: that the session has ended, and that the connection is lost or back.

const BASE = '/api/v1';

/// What the server says when it cannot do what was asked: place, found, expected, remedy as everywhere in OpenIMR.
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail = '',
    readonly remedy = '',
    readonly place = '',
    readonly body: Record<string, unknown> = {},
  ) {
    super(detail || title);
    this.name = 'Problem';
  }
  /// No answer at all: the network, or a server that is down. `status` is 0.
  get isLostConnection() {
    return this.status === 0;
  }
  /// The session has ended, or there was none.
  get isSignedOut() {
    return this.status === 401;
  }
  /// Somebody else changed it since it was read.
  get isStale() {
    return this.status === 412 || this.status === 428;
  }
}

export type Answer<T> = { data: T; etag: string | null; status: number };
export type Happening = 'signed-out' | 'lost' | 'back';

type Options = {
  body?: unknown;
  ifMatch?: string | null;
  key?: string;
  signal?: AbortSignal;
  /// Bytes instead of JSON, with their media type.
  bytes?: { type: string; data: Blob | ArrayBuffer | string };
  headers?: Record<string, string>;
};

let csrf = '';
let connected = true;
const listeners = new Set<(what: Happening) => void>();

export function rememberCsrf(token: string) {
  csrf = token;
}

export function onHappening(listener: (what: Happening) => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function tell(what: Happening) {
  if (what === 'lost' && !connected) return;
  if (what === 'back' && connected) return;
  if (what !== 'signed-out') connected = what === 'back';
  for (const listener of listeners) listener(what);
}

/// The address of something that an <img> or the page viewer fetches by itself.
export function address(path: string) {
  return BASE + path;
}

/// Path segments as they must stand in an address: `path\`/cases/${number}\``.
export function path(parts: TemplateStringsArray, ...values: (string | number)[]) {
  return parts.reduce((all, part, at) => all + part + (at < values.length ? encodeURIComponent(String(values[at])) : ''), '');
}

/// `{a: 1, b: undefined}` -> `?a=1`; nothing -> an empty string.
export function query(values: Record<string, string | number | boolean | undefined | null>) {
  const told = Object.entries(values).filter((entry): entry is [string, string | number | boolean] => entry[1] !== undefined && entry[1] !== null && entry[1] !== '');
  return told.length ? `?${new URLSearchParams(told.map(([name, value]) => [name, String(value)])).toString()}` : '';
}

export function problemOf(status: number, text: string): Problem {
  try {
    const body = JSON.parse(text) as Record<string, unknown>;
    const word = (name: string) => (typeof body[name] === 'string' ? (body[name] as string) : '');
    const found = word('found') && word('expected') ? `${word('found')}; ${word('expected')}` : '';
    return new Problem(status, word('title') || `HTTP ${status}`, word('detail') || found, word('remedy'), word('place'), body);
  } catch {
    return new Problem(status, `HTTP ${status}`, text.slice(0, 300));
  }
}

async function send(method: string, where: string, options: Options): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json', ...options.headers };
  if (method !== 'GET' && method !== 'HEAD' && csrf) headers['X-CSRF-Token'] = csrf;
  if (options.ifMatch) headers['If-Match'] = options.ifMatch;
  if (options.key) headers['Idempotency-Key'] = options.key;
  if (options.bytes) headers['Content-Type'] = options.bytes.type;
  else if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  const body = options.bytes ? options.bytes.data : options.body === undefined ? undefined : JSON.stringify(options.body);
  try {
    const answer = await fetch(BASE + where, { method, headers, body, signal: options.signal, credentials: 'same-origin', cache: 'no-cache' });
    tell('back');
    return answer;
  } catch (fault) {
    if (fault instanceof DOMException && fault.name === 'AbortError') throw fault;
    tell('lost');
    throw new Problem(0, 'No answer from the server', '', '');
  }
}

/// Asks and gives the answer's data. Throws a `Problem`; an aborted request throws the browser's AbortError.
export async function call<T>(method: string, where: string, options: Options = {}): Promise<Answer<T>> {
  const answer = await send(method, where, options);
  const text = await answer.text();
  if (!answer.ok) {
    const problem = problemOf(answer.status, text);
    if (problem.isSignedOut && !where.startsWith('/session')) tell('signed-out');
    throw problem;
  }
  const etag = answer.headers.get('ETag');
  const type = answer.headers.get('Content-Type') ?? '';
  const isJson = type.includes('json');
  // A page where data was asked for: this server is older than the workbench and does not know the route.
  if (type.includes('html')) throw new Problem(404, 'This server does not offer it', `${method} ${where.split('?')[0]}`);
  return { data: (text && isJson ? JSON.parse(text) : text) as T, etag, status: answer.status };
}

export const get = async <T>(where: string, signal?: AbortSignal) => (await call<T>('GET', where, { signal })).data;

/// A fresh key for an act that must happen once even when the answer was lost and it is sent again.
export const freshKey = () => crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
