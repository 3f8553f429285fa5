/// Facts by kind and courses by what they are of, in the order a reviewer asks for them.
import type { Fact, Series } from '../api/types';

const FIRST = ['request', 'diagnosis', 'drug', 'response', 'function', 'score', 'monitoring', 'symptom', 'finding', 'imaging', 'test', 'procedure', 'therapy', 'device', 'work', 'injury', 'history', 'demographic', 'course'];

const rank = (kind: string) => (FIRST.indexOf(kind) + 1 || FIRST.length + 1);

export function byKind(facts: readonly Fact[], asked: string): { kind: string; facts: Fact[] }[] {
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, Fact[]>();
  for (const fact of facts) {
    const low = `${fact.text} ${fact.concept} ${fact.evidence[0]?.quote ?? ''}`.toLowerCase();
    if (words.every((word) => low.includes(word))) groups.set(fact.kind, [...(groups.get(fact.kind) ?? []), fact]);
  }
  return [...groups]
    .map(([kind, of]) => ({ kind, facts: of.sort((a, b) => (a.date ?? '').localeCompare(b.date ?? '')) }))
    .sort((a, b) => rank(a.kind) - rank(b.kind) || a.kind.localeCompare(b.kind));
}

export type Measure = 'pain' | 'function' | 'dose' | 'other';

export function measureOf(series: Series): Measure {
  const name = series.measure.toLowerCase();
  if (name.startsWith('pain') || series.unit === '/10') return 'pain';
  if (/mg|mme|a day/i.test(series.unit ?? '') || name.includes('morphine')) return 'dose';
  if (/minutes|blocks|pounds|hours|percent/i.test(series.unit ?? '') || /sitting|standing|walking|lifting|work/.test(name)) return 'function';
  return 'other';
}

/// Courses with at least one value; within a kind those with most points first.
export function byMeasure(all: readonly Series[]): { of: Measure; series: Series[] }[] {
  return (['pain', 'function', 'dose', 'other'] as const)
    .map((of) => ({ of, series: all.filter((one) => measureOf(one) === of).sort((a, b) => b.points.length - a.points.length || a.measure.localeCompare(b.measure)) }))
    .filter((group) => group.series.length > 0);
}
