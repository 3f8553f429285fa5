import { expect, test } from 'vitest';
import type { CaseEvent } from '../api/types';
import { reasonsOfReturn } from './returned';

const event = (kind: string, what: Record<string, unknown> = {}): CaseEvent => ({ at: '', by: '', kind, on: '', recorded: '', role: '', rule: '', what });

test('reasons stand until it is signed again, and the newest return counts', () => {
  const first = event('quality_returned', { reasons: ['one'] });
  const second = event('quality_returned', { reasons: ['two', 'three'] });
  expect(reasonsOfReturn([])).toBeNull();
  expect(reasonsOfReturn([event('opinion_signed'), first, event('opinion_recorded'), event('noted')])).toEqual(['one']);
  expect(reasonsOfReturn([first, event('opinion_signed')])).toBeNull();
  expect(reasonsOfReturn([first, event('opinion_signed'), second])).toEqual(['two', 'three']);
  expect(reasonsOfReturn([first, event('remanded')])).toBeNull();
});
