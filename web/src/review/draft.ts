/// The reviewer's draft: kept in the browser with every change, so that neither an ended session nor a lost connection loses a word,
/// and merged field by field when somebody else has changed it meanwhile.
import type { Issue, Opinion, OpinionItem, Undecided } from '../api/types';

/// `base` is what the server had when the draft was last in step with it.
export type Kept = { draft: Opinion; base: Opinion; etag: string | null };

/// An opinion has decided items only; what is written on the others comes from the writer's own notes.
export function fresh(issues: readonly Issue[], served: Partial<Opinion> | null, parties: readonly string[] = [], day: string | null = null, undecided: readonly Undecided[] = []): Opinion {
  const items = new Map<string, Partial<OpinionItem>>(undecided.map((one) => [one.item, { words: one.words, criteria: one.criteria as OpinionItem['criteria'] }]));
  for (const item of served?.items ?? []) items.set(String(item.id), item);
  return {
    ...served,
    // What was attested before the papers were opened; without it no paper would have been.
    attestations: served?.attestations?.length ? served.attestations : parties.map((party) => ({ party, conflict: 'none' })),
    date: served?.date ?? day,
    resolutions: served?.resolutions ?? [],
    items: issues.map((issue): OpinionItem => {
      const one = items.get(String(issue.id));
      return { id: issue.id, decision: one?.decision ?? null, criteria: one?.criteria ?? [], guidelines: one?.guidelines ?? issue.guidelines ?? [], words: one?.words ?? '' };
    }),
  };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

export type Clash = { where: string; mine: string; theirs: string };
export type Merged = { draft: Opinion; clashes: Clash[] };

function words(value: unknown): string {
  return typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);
}

/// Three ways: what only one side changed is taken from that side; what both changed differently stays mine and is told as a clash.
export function merged(base: Opinion, mine: Opinion, theirs: Opinion): Merged {
  const clashes: Clash[] = [];
  const pick = <T>(where: string, was: T, my: T, their: T): T => {
    if (same(my, their) || same(their, was)) return my;
    if (same(my, was)) return their;
    clashes.push({ where, mine: words(my), theirs: words(their) });
    return my;
  };
  const itemOf = (of: Opinion, id: string) => of.items.find((item) => String(item.id) === String(id));
  const items = mine.items.map((item): OpinionItem => {
    const was = itemOf(base, item.id);
    const their = itemOf(theirs, item.id);
    if (!their) return item;
    return {
      id: item.id,
      decision: pick(`${item.id}.decision`, was?.decision ?? null, item.decision, their.decision),
      criteria: pick(`${item.id}.criteria`, was?.criteria ?? [], item.criteria, their.criteria),
      guidelines: pick(`${item.id}.guidelines`, was?.guidelines ?? [], item.guidelines, their.guidelines),
      words: pick(`${item.id}.words`, was?.words ?? '', item.words ?? '', their.words ?? ''),
    };
  });
  return {
    draft: { ...theirs, summary: pick('summary', base.summary ?? null, mine.summary ?? null, theirs.summary ?? null), items, resolutions: pick('resolutions', base.resolutions, mine.resolutions, theirs.resolutions) },
    clashes,
  };
}

export const isSame = (a: Opinion, b: Opinion) => same(a, b);

/// What the server is told: items that have a decision, reasons and words trimmed, nothing empty.
export function told(draft: Opinion): Opinion {
  const { signature: _, ...rest } = draft;
  return {
    ...rest,
    items: draft.items
      .filter((item) => item.decision)
      .map((item) => ({ ...item, words: item.words?.trim() || null, criteria: item.criteria.map((one) => ({ ...one, reason: one.reason?.trim() || null })) })),
    resolutions: draft.resolutions.filter((one) => one.text.trim()),
  };
}

/// What is written on items that are not decided yet, as the server keeps it among the writer's own notes.
export function undecidedOf(draft: Opinion): Undecided[] {
  return draft.items
    .filter((item) => !item.decision && (item.words?.trim() || item.criteria.length > 0))
    .map((item) => ({ item: String(item.id), words: item.words ?? '', criteria: item.criteria.map((one) => ({ id: one.id, verdict: one.verdict, reason: one.reason ?? '' })) }));
}

const nameOf = (account: string, number: string) => `openimr.draft.${account}.${number}`;

export function readLocal(account: string, number: string): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(nameOf(account, number)) ?? 'null') as Kept | null;
    return kept && Array.isArray(kept.draft.items) ? kept : null;
  } catch {
    return null;
  }
}

export function keepLocal(account: string, number: string, kept: Kept) {
  localStorage.setItem(nameOf(account, number), JSON.stringify(kept));
}

export function forgetLocal(account: string, number: string) {
  localStorage.removeItem(nameOf(account, number));
}

/// The item with a change.
export function withItem(draft: Opinion, id: string, change: Partial<OpinionItem>): Opinion {
  return { ...draft, items: draft.items.map((item) => (item.id === id ? { ...item, ...change } : item)) };
}

/// The verdict of a criterion overridden (null: as the engine has it).
export function withOverride(draft: Opinion, id: string, criterion: string, override: { verdict: OpinionItem['criteria'][number]['verdict']; reason: string } | null): Opinion {
  const item = draft.items.find((one) => one.id === id);
  if (!item) return draft;
  const others = item.criteria.filter((one) => one.id !== criterion);
  return withItem(draft, id, { criteria: override ? [...others, { id: criterion, ...override }] : others });
}

export function withResolution(draft: Opinion, check: string, text: string): Opinion {
  const others = draft.resolutions.filter((one) => one.check !== check);
  const was = draft.resolutions.find((one) => one.check === check);
  return { ...draft, resolutions: text ? [...others, { ...was, check, text }] : others };
}
