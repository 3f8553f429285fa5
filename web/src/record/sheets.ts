/// The file as it is leafed through: documents in order, their pages one after the other, second copies folded away, pages of other
/// people apart.
import type { CaseDocument } from '../api/types';

export type Order = 'date' | 'kind';
export type Group = { id: string; documents: CaseDocument[] };
export type Sheet = { key: string; document: CaseDocument; page: number };
export type Arranged = { groups: Group[]; apart: CaseDocument[]; copies: Map<string, CaseDocument[]>; sheets: Sheet[] };

export const sheetKey = (document: string, page: number) => `${document}#${page}`;

const byDate = (a: CaseDocument, b: CaseDocument) => (a.date ?? '9999').localeCompare(b.date ?? '9999') || a.file.localeCompare(b.file) || a.first_page - b.first_page;

export function arranged(documents: readonly CaseDocument[], order: Order, unfolded: ReadonlySet<string> = new Set()): Arranged {
  const copies = new Map<string, CaseDocument[]>();
  for (const one of documents) if (one.same_as) copies.set(one.same_as, [...(copies.get(one.same_as) ?? []), one]);
  const whole = documents.filter((one) => !one.same_as);
  const apart = whole.filter((one) => one.belongs_to === 'other').sort(byDate);
  const groups = new Map<string, CaseDocument[]>();
  for (const one of whole.filter((each) => each.belongs_to !== 'other').sort(byDate)) {
    const id = order === 'kind' ? one.kind : (one.date?.slice(0, 4) ?? '');
    groups.set(id, [...(groups.get(id) ?? []), one]);
  }
  const listed = [...groups].map(([id, of]) => ({ id, documents: of }));
  if (order === 'kind') listed.sort((a, b) => b.documents.length - a.documents.length || a.id.localeCompare(b.id));
  const sheets = [...listed.flatMap((group) => group.documents), ...apart].flatMap((one) => [one, ...(unfolded.has(one.id) ? (copies.get(one.id) ?? []) : [])]).flatMap(pagesOf);
  return { groups: listed, apart, copies, sheets };
}

/// What is unfolded when this paper is pointed at: a copy cannot be shown while it is folded away.
export function openedFor(unfolded: ReadonlySet<string>, pointedAt: CaseDocument | undefined): ReadonlySet<string> {
  const original = pointedAt?.same_as;
  return original && !unfolded.has(original) ? new Set([...unfolded, original]) : unfolded;
}

export function pagesOf(document: CaseDocument): Sheet[] {
  return Array.from({ length: document.pages }, (_, at) => ({ key: sheetKey(document.id, document.first_page + at), document, page: document.first_page + at }));
}

export function fileName(file: string) {
  return file.split('/').pop() ?? file;
}

/// Words for where a quote comes from: kind, author and day of the paper.
export function paperTitle(document: CaseDocument | undefined, named: (group: string, id: string) => string, date: (iso: string | null) => string) {
  if (!document) return '';
  return [named('kind', document.kind), document.author, date(document.date)].filter(Boolean).join(', ');
}
