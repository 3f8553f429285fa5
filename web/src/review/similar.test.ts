import { expect, test } from 'vitest';
import { gravest } from './similar';

test('what contradicts this case comes before what is not known', () => {
  const one = (concept: string, opposed: boolean) => ({ concept, here: 'present' as const, there: opposed ? ('absent' as const) : ('not_documented' as const), opposed });
  expect(gravest([one('a', false), one('b', true), one('c', false)], 2).map((each) => each.concept)).toEqual(['b', 'a']);
});
