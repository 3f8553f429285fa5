// A server for working on the screens without the real one: it keeps nothing, knows no permissions and is no part of the product.
//
//   node dev/fixture_server.mjs [PORT]     accounts: reviewer, coordinator, director, compliance, auditor, admin; password "demo"
//
// The answers are what the program itself prints for the two example cases (build/check/openimr, or OPENIMR).
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const program = process.env.OPENIMR ?? join(root, 'build/check/openimr');
const port = Number(process.argv[2] ?? 8600);
const folder = mkdtempSync(join(tmpdir(), 'openimr-fixtures-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.on('SIGINT', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));

const store = `sqlite:${join(folder, 'cases.db')}`;
const run = (...words) => {
  try {
    return execFileSync(program, words, { cwd: root, maxBuffer: 1 << 28, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (fault) {
    return fault.stdout;
  }
};
const told = (...words) => JSON.parse(run(...words, '--json'));
const once = (make) => {
  const known = new Map();
  return (...key) => {
    const name = JSON.stringify(key);
    if (!known.has(name)) known.set(name, make(...key));
    return known.get(name);
  };
};

const cases = Object.fromEntries(['ketamine-cream-continued', 'ketamine-morphine-baclofen'].map((name) => [told('import', `examples/cases/${name}`, '--store', store).number, `examples/cases/${name}`]));
const review = once((number, before) => told('review', cases[number], '--roster', 'examples/rosters/small.yaml', ...(before ? ['--before-opinion'] : [])));
const documents = once((number) => told('documents', cases[number]));
const pages = once((number, file) => told('pages', join(cases[number], file)).pages);
const answered = once((...words) => told(...words));
const opinions = new Map();
const roles = { reviewer: ['reviewer'], coordinator: ['coordinator'], director: ['medical_director'], compliance: ['compliance'], auditor: ['auditor'], admin: ['administrator'] };
let session = null;
let isFound = new Set();

const as = (number) => {
  const shown = told('case', 'show', number, '--store', store);
  shown.case.status = session?.roles.includes('reviewer') ? 'under_review' : shown.case.status;
  return shown;
};

const routes = [
  ['GET', /^\/session$/, () => (session ? [200, session] : [401, { title: 'Not signed in', status: 401 }])],
  ['POST', /^\/session$/, (_, body) => {
    if (!roles[body.account] || body.password !== 'demo') return [401, { title: 'Not signed in', status: 401 }];
    session = { account: body.account, name: body.account, roles: roles[body.account], csrf: 'x', expires_in: 3600, language: 'en' };
    return [200, session];
  }],
  ['DELETE', /^\/session$/, () => { session = null; return [204]; }],
  ['GET', /^\/permissions$/, () => [200, { acts: Object.fromEntries(answered('people', 'roles').acts.map((act) => [act.id, session.roles.some((role) => act.roles[role])])) }]],
  ['GET', /^\/(queues|calendar)$/, () => [200, told('queue', '--store', store)]],
  ['POST', /^\/cases\/search$/, () => [200, told('case', 'list', '--store', store)]],
  ['GET', /^\/case-kinds$/, () => [200, answered('case', 'kinds')]],
  ['GET', /^\/cases\/([^/]+)$/, ([number]) => [200, as(number), { ETag: '"5"' }]],
  ['GET', /^\/cases\/([^/]+)\/documents$/, ([number]) => [200, documents(number)]],
  ['GET', /^\/cases\/([^/]+)\/documents\/([^/]+)\/pages\/(\d+)$/, ([number, id, page]) => {
    const one = documents(number).documents.find((each) => each.id === id);
    return [200, { ...pages(number, one.file)[page - 1], document: id }];
  }],
  ['GET', /^\/cases\/([^/]+)\/chart$/, ([number]) => [200, review(number).chart]],
  ['GET', /^\/cases\/([^/]+)\/timeline$/, ([number]) => [200, answered('timeline', cases[number])]],
  ['GET', /^\/cases\/([^/]+)\/eligibility$/, ([number]) => [200, answered('eligible', cases[number])]],
  ['GET', /^\/cases\/([^/]+)\/deadlines$/, ([number]) => [200, { deadlines: review(number).deadlines }]],
  ['GET', /^\/cases\/([^/]+)\/slate$/, ([number]) => [200, review(number).reviewers]],
  ['GET', /^\/cases\/([^/]+)\/review$/, ([number], _, query) => [200, review(number, query.has('before_opinion') || !isFound.has(number))]],
  ['GET', /^\/cases\/([^/]+)\/checks$/, ([number]) => [200, answered('check', cases[number])]],
  ['POST', /^\/cases\/([^/]+)\/search$/, ([number], body) => [200, answered('search', cases[number], ...body.words)]],
  ['GET', /^\/cases\/([^/]+)\/opinion$/, ([number]) => (opinions.has(number) ? [200, opinions.get(number).data, { ETag: `"${opinions.get(number).version}"` }] : [404, { title: 'No opinion yet', status: 404 }])],
  ['PUT', /^\/cases\/([^/]+)\/opinion$/, ([number], data, _, request) => {
    const version = opinions.get(number)?.version ?? 0;
    if (version > 0 && request.headers['if-match'] !== `"${version}"`) return [412, { title: 'Changed by somebody else', status: 412 }];
    opinions.set(number, { data, version: version + 1 });
    return [200, data, { ETag: `"${version + 1}"` }];
  }],
  ['POST', /^\/cases\/([^/]+)\/opinion\/check$/, ([number]) => [200, answered('check', cases[number])]],
  ['POST', /^\/cases\/([^/]+)\/opinion\/finding$/, ([number]) => { isFound.add(number); return [200, {}]; }],
  ['GET', /^\/cases\/([^/]+)\/letters$/, () => [200, answered('letter', 'list')]],
  ['GET', /^\/guidelines$/, () => [200, answered('guidelines', 'list')]],
  ['GET', /^\/guidelines\/([^/]+)$/, ([topic]) => [200, { text: run('guidelines', 'show', topic) }]],
  ['GET', /^\/jurisdictions$/, () => [200, answered('due', 'list')]],
  ['POST', /^\/due$/, (_, body) => [200, told('due', body.rule, '--event', body.event)]],
  ['GET', /^\/rosters$/, () => [200, answered('reviewers', 'check', 'examples/rosters/small.yaml', '--as-of', '2015-02-05')]],
  ['POST', /^\/assignment$/, () => [200, answered('reviewers', 'assign', '--cases', 'examples/cases', '--roster', 'examples/rosters/small.yaml')]],
];

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.wasm': 'application/wasm' };
const POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

function content(number, id, request, answer) {
  const one = documents(number).documents.find((each) => each.id === id);
  const bytes = readFileSync(join(root, cases[number], one.file));
  const range = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '');
  const head = { 'Content-Type': one.media_type, 'Accept-Ranges': 'bytes' };
  if (!range) return answer.writeHead(200, { ...head, 'Content-Length': bytes.length }).end(bytes);
  const [from, to] = [Number(range[1]), Math.min(bytes.length - 1, range[2] ? Number(range[2]) : bytes.length - 1)];
  return answer.writeHead(206, { ...head, 'Content-Length': to - from + 1, 'Content-Range': `bytes ${from}-${to}/${bytes.length}` }).end(bytes.subarray(from, to + 1));
}

function page(path, answer) {
  const dist = join(root, 'web/dist');
  const file = normalize(join(dist, path === '/' ? 'index.html' : path));
  if (!file.startsWith(dist) || !existsSync(file) || statSync(file).isDirectory()) return answer.writeHead(404).end();
  const policy = /pdf\.worker/.test(file) ? POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'") : POLICY;
  return answer.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream', 'Content-Security-Policy': policy }).end(readFileSync(file));
}

createServer(async (request, answer) => {
  const url = new URL(request.url, 'http://localhost');
  if (!url.pathname.startsWith('/api/v1/')) return page(decodeURIComponent(url.pathname), answer);
  const path = decodeURIComponent(url.pathname.slice(7));
  const parts = [];
  for await (const part of request) parts.push(part);
  const text = Buffer.concat(parts).toString();
  const paper = /^\/cases\/([^/]+)\/documents\/([^/]+)\/content$/.exec(path);
  if (!session && path !== '/session') return answer.writeHead(401, { 'Content-Type': 'application/problem+json' }).end('{"title":"Not signed in","status":401}');
  if (paper) return content(paper[1], paper[2], request, answer);
  for (const [method, pattern, make] of routes) {
    const match = method === request.method && pattern.exec(path);
    if (!match) continue;
    const [status, data, headers] = make(match.slice(1), text ? JSON.parse(text) : {}, url.searchParams, request);
    return answer.writeHead(status, { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', ...headers }).end(data === undefined ? '' : JSON.stringify(data));
  }
  return answer.writeHead(501, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify({ title: 'Not in the fixtures', status: 501, detail: `${request.method} ${path}`, remedy: 'Run the real server.' }));
}).listen(port, () => console.log(`http://localhost:${port}`));
