import { expect, test } from 'vitest';
import type { QueueRow } from '../api/types';
import { byUrgency, EVERYTHING, suitsFilter } from './views';

const row = (over: Partial<QueueRow>): QueueRow => ({ number: 'CM14-0000001', who: 'coordinator', step: 'assign', text: 'assign it', rule: null, due_on: '2015-02-23', risk: null, employee: 'Example, Ada', status: 'eligible', review: 'regular', ...over });
const today = '2015-02-20';

test.each([
  [{ due_on: '2015-02-19' }, ['all', 'over', 'week']],
  [{ due_on: '2015-02-20' }, ['all', 'week']],
  [{ due_on: '2015-02-27' }, ['all', 'week']],
  [{ due_on: '2015-02-28' }, ['all', 'later']],
  [{ due_on: null }, ['all', 'later']],
] as const)('%o is shown in %o', (over, expected) => {
  const shown = (['all', 'over', 'week', 'later'] as const).filter((when) => suitsFilter(row(over), { ...EVERYTHING, when }, today));
  expect(shown).toEqual(expected);
});

test('words, role and status all have to suit', () => {
  expect(suitsFilter(row({}), { ...EVERYTHING, words: 'ada assign' }, today)).toBe(true);
  expect(suitsFilter(row({}), { ...EVERYTHING, words: 'ada morphine' }, today)).toBe(false);
  expect(suitsFilter(row({}), { ...EVERYTHING, role: 'reviewer' }, today)).toBe(false);
  expect(suitsFilter(row({}), { ...EVERYTHING, status: 'closed' }, today)).toBe(false);
});

test('the most pressing first, without a date last', () => {
  const rows = [row({ number: 'C', due_on: null }), row({ number: 'B' }), row({ number: 'A' }), row({ number: 'D', due_on: '2014-01-01' })];
  expect(rows.sort(byUrgency).map((one) => one.number)).toEqual(['D', 'A', 'B', 'C']);
});
