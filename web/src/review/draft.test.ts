import { describe, expect, test } from 'vitest';
import type { Issue, Opinion } from '../api/types';
import { fresh, merged, told, undecidedOf, withItem, withOverride, withResolution } from './draft';

const issue = (id: string): Issue => ({ id, text: `item ${id}`, item: {}, topics: [], criteria: [], guidelines: [{ source: 'MTUS', pages: '111-113' }] });
const issues = [issue('1'), issue('2')];
const empty = fresh(issues, null);

test('a fresh draft has every item, undecided, with the guideline that speaks', () => {
  expect(empty.items.map((item) => [item.id, item.decision, item.guidelines[0]?.pages])).toEqual([['1', null, '111-113'], ['2', null, '111-113']]);
});
test('what the server has stays', () => {
  const served: Opinion = { attestations: [{ party: 'A', conflict: 'none' }], resolutions: [], items: [{ id: '2', decision: 'upheld', criteria: [], guidelines: [], words: 'w' }] };
  expect(fresh(issues, served).items[1]).toMatchObject({ decision: 'upheld', words: 'w' });
  expect(fresh(issues, served).attestations).toHaveLength(1);
});

describe('three ways', () => {
  const base = withItem(empty, '1', { words: 'old' });
  test('each side’s own changes are taken', () => {
    const { draft, clashes } = merged(base, withItem(base, '1', { decision: 'upheld' }), withItem(base, '2', { words: 'theirs' }));
    expect(clashes).toEqual([]);
    expect(draft.items.map((item) => [item.decision, item.words])).toEqual([['upheld', 'old'], [null, 'theirs']]);
  });
  test('the same change is no clash', () => {
    const both = withItem(base, '1', { decision: 'overturned' });
    expect(merged(base, both, both).clashes).toEqual([]);
  });
  test('two different changes of one field are told, and mine stays', () => {
    const { draft, clashes } = merged(base, withItem(base, '1', { words: 'mine' }), withItem(base, '1', { words: 'theirs' }));
    expect(clashes).toEqual([{ where: '1.words', mine: 'mine', theirs: 'theirs' }]);
    expect(draft.items[0]!.words).toBe('mine');
  });
  test('merging twice changes nothing more', () => {
    const mine = withItem(base, '1', { words: 'mine' });
    const theirs = withItem(base, '2', { decision: 'upheld' });
    const once = merged(base, mine, theirs).draft;
    expect(merged(theirs, once, theirs)).toEqual({ draft: once, clashes: [] });
  });
});

describe('changes', () => {
  test('an override has a verdict and a reason, and can be undone', () => {
    const over = withOverride(empty, '1', 't/c', { verdict: 'met', reason: 'page 4' });
    expect(over.items[0]!.criteria).toEqual([{ id: 't/c', verdict: 'met', reason: 'page 4' }]);
    expect(withOverride(over, '1', 't/c', null).items[0]!.criteria).toEqual([]);
    expect(withOverride(empty, 'none', 't/c', null)).toBe(empty);
  });
  test('words on an item without a decision are told apart from the opinion, and come back word for word', () => {
    const draft = withOverride(withItem(empty, '1', { words: ' begun ' }), '2', 't/c', { verdict: 'not_met', reason: '' });
    expect(told(draft).items).toEqual([]);
    const undecided = undecidedOf(draft);
    expect(undecided).toEqual([{ item: '1', words: ' begun ', criteria: [] }, { item: '2', words: '', criteria: [{ id: 't/c', verdict: 'not_met', reason: '' }] }]);
    const again = fresh(issues, told(draft), [], null, undecided);
    expect(again.items).toEqual(draft.items);
    expect(merged(again, draft, again)).toMatchObject({ clashes: [], draft: { items: draft.items } });
    // Once decided, they are the opinion's; what was left among the notes no longer counts.
    const decided = withItem(draft, '1', { decision: 'upheld', words: 'because' });
    expect(undecidedOf(decided).map((one) => one.item)).toEqual(['2']);
    expect(fresh(issues, told(decided), [], null, undecided).items[0]).toMatchObject({ decision: 'upheld', words: 'because' });
    expect(undecidedOf(withItem(empty, '1', { words: '  ' }))).toEqual([]);
  });
  test('the server is told decided items only, without blanks, and never a signature', () => {
    const draft = { ...withResolution(withItem(empty, '1', { decision: 'upheld', words: '  because  ' }), 'false_absence', ' '), signature: {} };
    expect(told(draft)).toMatchObject({ items: [{ id: '1', words: 'because' }], resolutions: [] });
    expect(told(draft)).not.toHaveProperty('signature');
  });
});
