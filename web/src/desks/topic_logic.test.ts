import { describe, expect, test } from 'vitest';
import type { TopicFields } from '../api/types';
import { differences, namesIn } from './topic_logic';

const topic: TopicFields = {
  id: 't', title: 'T', pack: 'p', guideline: 'g', pages: '1', class: 'option', from: '2009-07-18', to: null, confidence: 'high', basis: 'read', examples: 0, section: '',
  exceptions: [], limits: [], criteria: [{ id: 'a', text: 'A holds', needed: '', asks_judgment: false }, { id: 'b', text: 'B holds', needed: '', asks_judgment: false }],
  initial: { all: ['a', { any: ['b', { not: 'c' }] }] }, continued: null, exclusions: [], look_for: [], synonyms: [], doubts: [], evidence: '', editions: [],
};

test('criteria of a tree, however deep', () => {
  expect([...namesIn(topic.initial)].sort()).toEqual(['a', 'b', 'c']);
  expect(namesIn(null).size).toBe(0);
});

describe('two editions', () => {
  test('do not differ from themselves', () => expect(differences(topic, topic)).toEqual([]));
  test('what either adds is told on its side only, and swapping swaps', () => {
    const other = { ...topic, class: 'not_recommended', criteria: [topic.criteria[0]!], exceptions: ['a flare'] };
    const rows = differences(topic, other);
    expect(rows.map((row) => row.field)).toEqual(['class', 'criteria', 'exceptions']);
    expect(rows[1]).toEqual({ field: 'criteria', here: ['B holds [1]'], there: [] });
    expect(differences(other, topic)).toEqual(rows.map((row) => ({ field: row.field, here: row.there, there: row.here })));
  });
  test('the same words needed at another time are a difference', () => {
    expect(differences(topic, { ...topic, exclusions: ['a'] })[0]).toEqual({ field: 'criteria', here: ['A holds [1]'], there: ['A holds [1] [–]'] });
  });
});
