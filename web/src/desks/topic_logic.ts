/// What a topic's page asks for, and how two editions of it differ, without a screen.
import type { TopicFields } from '../api/types';

/// The criteria that a tree of `all`, `any` and `not` speaks of.
export function namesIn(tree: unknown): Set<string> {
  if (typeof tree === 'string') return new Set([tree]);
  if (Array.isArray(tree)) return new Set(tree.flatMap((one) => [...namesIn(one)]));
  if (tree && typeof tree === 'object') return namesIn(Object.values(tree));
  return new Set();
}

export type Difference = { field: string; here: string[]; there: string[] };

const LISTS = ['exceptions', 'look_for', 'doubts', 'synonyms'] as const;
const SINGLES = ['class', 'pages', 'evidence'] as const;

function without(these: readonly string[], those: readonly string[]) {
  return these.filter((one) => !those.includes(one));
}

/// What each of two editions says that the other does not. Criteria count by their words and by when they are needed.
export function differences(here: TopicFields, there: TopicFields): Difference[] {
  const needed = (page: TopicFields) => {
    const initial = namesIn(page.initial);
    const continued = namesIn(page.continued);
    return page.criteria.map((one) => `${one.text}${initial.has(one.id) ? ' [1]' : ''}${continued.has(one.id) ? ' [2]' : ''}${page.exclusions.includes(one.id) ? ' [–]' : ''}`);
  };
  const limits = (page: TopicFields) => page.limits.map((one) => `${one.what} ${one.op} ${one.value} ${one.unit}`);
  const rows: Difference[] = SINGLES.map((field) => ({ field, here: page(here[field]), there: page(there[field]) }));
  rows.push({ field: 'criteria', here: needed(here), there: needed(there) }, { field: 'limits', here: limits(here), there: limits(there) });
  for (const field of LISTS) rows.push({ field, here: here[field], there: there[field] });
  return rows.map((row) => ({ field: row.field, here: without(row.here, row.there), there: without(row.there, row.here) })).filter((row) => row.here.length + row.there.length > 0);
}

function page(value: string | null | undefined): string[] {
  return value ? [value] : [];
}
