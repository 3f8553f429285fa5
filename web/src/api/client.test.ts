import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { call, onHappening, path, Problem, problemOf, query, rememberCsrf, type Happening } from './client';

describe('addresses', () => {
  test('a segment cannot become two', () => expect(path`/cases/${'a/b?c'}/documents`).toBe('/cases/a%2Fb%3Fc/documents'));
  test('what is not told is left out', () => {
    expect(query({ a: 1, b: undefined, c: '', d: null })).toBe('?a=1');
    expect(query({})).toBe('');
  });
});

describe('problems', () => {
  test('details as the server tells them', () => {
    const problem = problemOf(422, JSON.stringify({ title: 'Wrong input', detail: 'no such day', remedy: 'write YYYY-MM-DD', place: 'on' }));
    expect([problem.status, problem.title, problem.message, problem.remedy, problem.place]).toEqual([422, 'Wrong input', 'no such day', 'write YYYY-MM-DD', 'on']);
  });
  test('found and expected stand for a missing detail', () => expect(problemOf(400, JSON.stringify({ title: 'x', found: 'February 30', expected: 'a day' })).message).toBe('February 30; a day'));
  test('what is no JSON is told as it is', () => expect(problemOf(502, '<html>bad gateway').message).toBe('<html>bad gateway'));
  test.each([
    [401, 'isSignedOut'],
    [412, 'isStale'],
    [428, 'isStale'],
    [0, 'isLostConnection'],
  ] as const)('%i is %s', (status, name) => expect(new Problem(status, '')[name]).toBe(true));
});

describe('calls', () => {
  const heard: Happening[] = [];
  let silence = () => {};
  const answers = (make: () => Response | Promise<Response>) => vi.stubGlobal('fetch', vi.fn(make));
  const sent = () => vi.mocked(fetch).mock.calls[0] as [string, RequestInit & { headers: Record<string, string> }];
  beforeEach(() => {
    heard.length = 0;
    silence = onHappening((what) => void heard.push(what));
  });
  afterEach(() => {
    silence();
    vi.unstubAllGlobals();
  });
  const json = (body: unknown, init: ResponseInit = {}) => new Response(JSON.stringify(body), { ...init, headers: { 'Content-Type': 'application/json', ...init.headers } });

  test('data and ETag', async () => {
    answers(() => json({ a: 1 }, { headers: { ETag: '"17"' } }));
    expect(await call('GET', '/cases/CM14-0000001')).toEqual({ data: { a: 1 }, etag: '"17"', status: 200 });
    expect(sent()[0]).toBe('/api/v1/cases/CM14-0000001');
  });
  test('only what changes something carries the token', async () => {
    rememberCsrf('token');
    answers(() => json({}));
    await call('GET', '/queues');
    expect(sent()[1].headers['X-CSRF-Token']).toBeUndefined();
    answers(() => json({}));
    await call('PUT', '/x', { body: { b: 2 }, ifMatch: '"3"', key: 'k' });
    expect(sent()[1].headers).toMatchObject({ 'X-CSRF-Token': 'token', 'If-Match': '"3"', 'Idempotency-Key': 'k', 'Content-Type': 'application/json' });
  });
  test('an ended session is told, a wrong password is not', async () => {
    answers(() => json({ title: 'no' }, { status: 401 }));
    await expect(call('GET', '/queues')).rejects.toMatchObject({ status: 401 });
    expect(heard).toEqual(['signed-out']);
    await expect(call('POST', '/session', { body: {} })).rejects.toMatchObject({ status: 401 });
    expect(heard).toEqual(['signed-out']);
  });
  test('a lost connection is told once, and that it is back', async () => {
    answers(() => Promise.reject(new TypeError('Failed to fetch')));
    await expect(call('GET', '/queues')).rejects.toMatchObject({ status: 0 });
    await expect(call('GET', '/queues')).rejects.toMatchObject({ status: 0 });
    answers(() => json({}));
    await call('GET', '/queues');
    expect(heard).toEqual(['lost', 'back']);
  });
  test('an aborted request is no lost connection', async () => {
    answers(() => Promise.reject(new DOMException('aborted', 'AbortError')));
    await expect(call('GET', '/queues')).rejects.toMatchObject({ name: 'AbortError' });
    expect(heard).toEqual([]);
  });
  test('a page where data was asked for is no answer', async () => {
    answers(() => new Response('<!doctype html>', { headers: { 'Content-Type': 'text/html' } }));
    await expect(call('GET', '/nowhere')).rejects.toMatchObject({ status: 404 });
  });
  test('no content', async () => {
    answers(() => new Response(null, { status: 204 }));
    expect((await call('DELETE', '/session')).status).toBe(204);
  });
});
