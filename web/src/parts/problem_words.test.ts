import { expect, test } from 'vitest';
import { problemOf } from '../api/client';
import { en } from '../words/en';
import { filled, type Key } from '../words/words';
import { toldOf, withoutLaw } from './problem_words';

const text = (key: Key, values?: Record<string, string>) => filled(en[key], values);
const told = (status: number, body: Record<string, string>) => toldOf(problemOf(status, JSON.stringify(body)), text);

test('the law in brackets stands apart, brackets in it too; other brackets stay', () => {
  expect(withoutLaw('confidentiality of records (Labor Code 139.5(d)(3)(D), 4610.5(m))')).toEqual({ words: 'confidentiality of records', law: 'Labor Code 139.5(d)(3)(D), 4610.5(m)' });
  expect(withoutLaw('wait (a while)')).toEqual({ words: 'wait (a while)', law: '' });
});
test('who may not is told why, not "expected a person who may"', () => {
  const one = told(403, { title: 'Forbidden', found: 'R01 (reviewer)', expected: 'a person who may', remedy: 'for other roles: a note is never taken out again (Labor Code 138.7(a))' });
  expect(one).toMatchObject({ title: 'forbidden.title', lines: ['A note is never taken out again.'], law: 'Labor Code 138.7(a)' });
});
test('what cannot happen now says where the case stands, what is missing and by which law', () => {
  const one = told(409, { title: 'Conflict', found: 'a case that is received', expected: 'it once quality review has passed', remedy: 'rule: LC 4610.6(e),(f)' });
  expect(one.law).toBe('LC 4610.6(e),(f)');
  expect(one.lines.join(' ')).toMatch(/a case that is received.*it once quality review has passed/);
});
test('a stale version says so in its own words', () => {
  expect(told(412, { title: 'Precondition Failed', found: 'version 3', expected: 'version 2' })).toMatchObject({ title: 'stale.title', lines: [en['stale.text']] });
});
test('options of commands do not come onto the screen', () => {
  expect(told(404, { title: 'Not Found', detail: 'no roster is configured', remedy: 'name one with --roster' }).lines).toEqual(['no roster is configured']);
  expect(told(409, { title: 'Conflict', found: 'x', expected: 'y', remedy: 'run `openimr review --out`' }).lines).toHaveLength(2);
});
test('an error of the server keeps its own title where no better words are known', () => {
  expect(told(500, { title: 'Internal Server Error' }).title).toBe('problem.server');
  expect(told(418, { title: 'Teapot' })).toMatchObject({ title: null, own: 'Teapot' });
});
