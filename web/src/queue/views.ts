/// Which rows of a queue are shown: filters, what they are called when they are kept, and the order of what is pressing.
import type { QueueRow } from '../api/types';
import { dueIn } from '../parts/days';

export type Filter = { role: string; when: 'all' | 'over' | 'week' | 'later'; status: string; words: string };
export type View = { name: string; filter: Filter };

export const EVERYTHING: Filter = { role: '', when: 'all', status: '', words: '' };

export function suitsFilter(row: QueueRow, filter: Filter, today: string): boolean {
  if (filter.role && row.who !== filter.role) return false;
  if (filter.status && row.status !== filter.status) return false;
  const days = row.due_on ? dueIn(today, row.due_on) : null;
  if (filter.when === 'over' && !(days !== null && days < 0)) return false;
  if (filter.when === 'week' && !(days !== null && days <= 7)) return false;
  if (filter.when === 'later' && !(days === null || days > 7)) return false;
  const low = `${row.number} ${row.employee} ${row.text} ${row.step}`.toLowerCase();
  return filter.words.toLowerCase().split(/\s+/).every((word) => low.includes(word));
}

/// What has the earliest date first; an expedited review without a date before all; what has none last; then by number.
export function byUrgency(a: QueueRow, b: QueueRow): number {
  const day = (row: QueueRow) => row.due_on ?? (row.review === 'expedited' ? '' : '9999');
  return day(a).localeCompare(day(b)) || a.number.localeCompare(b.number);
}

const NAME = 'openimr.views';

export function keptViews(account: string): View[] {
  try {
    const kept = JSON.parse(localStorage.getItem(`${NAME}.${account}`) ?? '[]') as View[];
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

export function keepViews(account: string, views: View[]) {
  localStorage.setItem(`${NAME}.${account}`, JSON.stringify(views));
}
