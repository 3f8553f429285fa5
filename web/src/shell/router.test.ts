import { expect, test } from 'vitest';
import { addressOf, placeOf } from './router';

test.each([
  ['', [], {}],
  ['#/', [], {}],
  ['#/case/CM14-0000001/record?d=d9&p=2', ['case', 'CM14-0000001', 'record'], { d: 'd9', p: '2' }],
  ['#/case/%E0%A4%A', ['case', '%E0%A4%A'], {}],
])('%s', (hash, parts, query) => expect(placeOf(hash)).toEqual({ parts, query }));

test('there and back', () => {
  const place = { parts: ['case', 'a/b c', 'ñ'], query: { d: 'x&y' } };
  expect(placeOf(addressOf(place.parts, place.query))).toEqual(place);
});
