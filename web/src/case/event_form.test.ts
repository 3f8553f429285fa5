import { choicesOf, isDay, isToldHere } from './event_choices';
import { expect, test } from 'vitest';
import { mayFollow, mayTell, plainFields } from './event_form';

test.each([
  ['coordinator administrator', ['coordinator'], true],
  ['coordinator administrator', ['reviewer'], false],
  ['every role but auditor', ['intake'], true],
  ['every role but auditor', ['auditor'], false],
  ['every role but auditor', ['auditor', 'compliance'], true],
  ['coordinator', [], false],
])('%s as %o', (told, roles, expected) => expect(mayTell(told, roles)).toBe(expected));

test('only what may follow is offered, and only plain fields are asked for', () => {
  const assigned = { kind: 'assigned', from: ['eligible'], roles: 'coordinator', rule: '', fields: { organization: '', days: null, list: [], sure: false } };
  expect(mayFollow([assigned], ['coordinator'], 'eligible')).toEqual([assigned]);
  expect(mayFollow([assigned], ['coordinator'], 'closed')).toEqual([]);
  expect(plainFields(assigned)).toEqual(['organization', 'days']);
});

test('codes are chosen, never typed; what has a screen of its own is not told here', () => {
  expect(choicesOf('remanded', 'to')).toEqual(['other_reviewer', 'other_organization']);
  expect(choicesOf('noted', 'text')).toBeUndefined();
  expect(['issued', 'opinion_signed', 'received'].filter(isToldHere)).toEqual([]);
  expect(isToldHere('screened')).toBe(true);
  expect([isDay('notice_on', null), isDay('notice_on', ''), isDay('date', null)]).toEqual([true, false, false]);
});
