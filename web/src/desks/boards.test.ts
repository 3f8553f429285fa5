import { expect, test } from 'vitest';
import type { QueueRow } from '../api/types';
import { inPlainWords, waitingFor } from './assignment_screen';
import { counts, lastMonths, loadByRole } from './dashboard_screen';
import { secretOf } from './new_account';
import { inDollars } from './invoices';
import { byReviewer } from './rosters_screen';
import { conflictsFirst } from './slate';

const row = (number: string, step: string, due_on: string | null = null, status = 'assigned', who = 'coordinator'): QueueRow => ({ number, step, due_on, status, who, text: '', rule: null, risk: null, employee: '', review: 'regular' });

test('a case waits once, for a reviewer before for an attestation, the earliest date first', () => {
  const rows = waitingFor([row('1', 'notify'), row('1', 'find_reviewer', '2015-04-02'), row('2', 'attest', '2015-01-01'), row('3', 'find_reviewer', '2015-04-01'), row('4', 'screen', null, 'received')]);
  expect(rows.map((one) => [one.number, one.step])).toEqual([['3', 'find_reviewer'], ['1', 'find_reviewer'], ['2', 'attest']]);
});
test('ids of rules become words', () => expect(inPlainWords('everybody falls to same_or_similar')).toBe('everybody falls to same or similar'));
test('who has a tie to a party is explained first', () => {
  const one = (id: string, party: string | null) => ({ id, reasons: [{ rule: 'r', party, text: '', citation: '' }] });
  expect(conflictsFirst([one('R01', null), one('R03', 'A'), one('R02', 'B')]).map((each) => each.id)).toEqual(['R02', 'R03', 'R01']);
});
test('months without a case are shown between those that have one, across a year, never before the first', () => {
  expect(lastMonths([['2014-11', 2], ['2015-01', 1]], '2015-02', 12)).toEqual([['2014-11', 2], ['2014-12', 0], ['2015-01', 1], ['2015-02', 0]]);
  expect(lastMonths([['2013-01', 9]], '2015-02', 2)).toEqual([['2015-01', 0], ['2015-02', 0]]);
  expect(lastMonths([], '2015-02', 12)).toEqual([['2015-02', 0]]);
});
test('counts stand in the order of a case, what is unknown behind', () => {
  expect(counts({ closed: 1, received: 2, odd: 3 }, ['received', 'closed'])).toEqual([['received', 2], ['closed', 1], ['odd', 3]]);
  expect(counts([{ name: 'a', n: 4 }])).toEqual([['a', 4]]);
  expect(counts('no')).toEqual([]);
});
test('late, within a week, later, by role', () => {
  const rows = [row('1', 's', '2015-03-11'), row('2', 's', '2015-03-19'), row('3', 's', '2015-03-20'), row('4', 's', null), row('5', 's', '2015-03-12', 'x', 'reviewer')];
  expect(loadByRole(rows, '2015-03-12')).toEqual([{ who: 'coordinator', late: 1, week: 1, later: 2 }, { who: 'reviewer', late: 0, week: 1, later: 0 }]);
});
test('whose credential has lapsed comes first', () => {
  const one = (reviewer: string, state: string) => ({ reviewer, state, credential: '', on: null, text: '', citation: '' });
  expect(byReviewer([one('R01', 'unverified'), one('R02', 'unverified'), one('R02', 'lapsed')]).map((each) => [each.reviewer, each.findings[0]?.state])).toEqual([['R02', 'lapsed'], ['R01', 'unverified']]);
});
test('cents are dollars', () => expect(inDollars(34500, 'en')).toBe('$345.00'));
test('the key for an authenticator is shown as it is typed', () => {
  expect(secretOf('otpauth://totp/OpenIMR:x?secret=ABCDEFGHIJ&issuer=OpenIMR')).toBe('ABCD EFGH IJ');
  expect(secretOf('nothing')).toBe('');
});
