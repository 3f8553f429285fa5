import { expect, test } from 'vitest';
import { dayAfter, dueIn, monthAfter, weeksOf } from './days';

test.each([
  ['2015-02-20', '2015-02-20', 0],
  ['2016-02-28', '2016-03-01', 2],
  ['2015-12-31', '2016-01-01', 1],
  ['2026-03-09', '2026-03-08', -1],
  ['2026-03-07', '2026-11-02', 240],
])('from %s to %s it is %i days', (from, to, days) => {
  expect(dueIn(from, to)).toBe(days);
  expect(dayAfter(from, days)).toBe(to);
});

test('a month is whole weeks from Monday, and has all its days', () => {
  for (let month = '2014-01'; month < '2018-01'; month = monthAfter(month, 1)) {
    const weeks = weeksOf(month);
    const days = weeks.flat();
    expect(weeks.every((week) => week.length === 7)).toBe(true);
    expect(new Date(`${days[0]}T00:00:00Z`).getUTCDay()).toBe(1);
    expect(new Set(days).size).toBe(days.length);
    expect(days).toContain(`${month}-01`);
    expect(days).toContain(dayAfter(`${monthAfter(month, 1)}-01`, -1));
    expect(weeks[0]!.some((day) => day.startsWith(month)) && weeks[weeks.length - 1]!.some((day) => day.startsWith(month))).toBe(true);
  }
});
