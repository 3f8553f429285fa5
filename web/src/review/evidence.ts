/// Which words of the record an item rests on, in the order in which they are shown and walked through with n and p.
import type { Criterion, Evidence, Fact, Issue } from '../api/types';

export const PER_CRITERION = 4;

export function evidenceFor(criterion: Criterion, facts: ReadonlyMap<string, Fact>): Evidence[] {
  const seen = new Set<string>();
  return criterion.facts
    .map((id) => facts.get(id)?.evidence[0])
    .filter((one): one is Evidence => one !== undefined)
    .filter((one) => {
      const key = `${one.document}#${one.page}#${one.begin}#${one.end}`;
      return !seen.has(key) && seen.add(key);
    });
}

/// Excluding criteria come after requirements; within them what decides first: not met, unknown, met.
const GRADE = { not_met: 0, unknown: 1, met: 2 } as const;

export function inOrder(criteria: readonly Criterion[]): Criterion[] {
  const weight = (one: Criterion) => (one.exclusion ? 10 + (one.verdict === 'met' ? 0 : one.verdict === 'unknown' ? 1 : 2) : GRADE[one.verdict]);
  return criteria.map((one, at) => ({ one, at })).sort((a, b) => weight(a.one) - weight(b.one) || a.at - b.at).map(({ one }) => one);
}

/// `topic/criterion` -> `topic`.
export const topicOf = (criterion: Criterion) => criterion.id.split('/')[0] ?? '';

export function evidenceOf(issue: Issue, facts: ReadonlyMap<string, Fact>): Evidence[] {
  const seen = new Set<string>();
  return issue.topics
    .flatMap((topic) => inOrder(issue.criteria.filter((one) => topicOf(one) === topic.id)))
    .concat(issue.criteria.filter((one) => !issue.topics.some((topic) => topic.id === topicOf(one))))
    .flatMap((criterion) => evidenceFor(criterion, facts))
    .filter((one) => {
      const key = `${one.document}#${one.page}#${one.begin}`;
      return !seen.has(key) && seen.add(key);
    });
}
