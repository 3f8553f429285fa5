import { expect, test } from 'vitest';
import { brief } from './history_tab';

test.each<[string, Record<string, unknown>, string]>([
  ['the person before the reason', { reason: 'first on the slate', reviewer: 'R01' }, 'R01 · first on the slate'],
  ['words of data without their underscores', { notice: 'assignment', served_by: 'mail' }, 'assignment'],
  ['decisions item by item', { reviewer: 'R01', decisions: [{ id: '1', decision: 'upheld' }] }, 'R01 · 1, upheld'],
  ['nothing that is worth it', { served_to: 'in-state', x: null }, ''],
])('%s', (_, what, line) => expect(brief(what)).toBe(line));
test('long words are cut', () => expect(brief({ text: 'x'.repeat(500) })).toHaveLength(158));
