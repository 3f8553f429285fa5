/// Why quality review gave the opinion back, as long as it has not been signed again.
import type { CaseEvent } from '../api/types';

export function reasonsOfReturn(history: readonly CaseEvent[]): string[] | null {
  for (const event of [...history].reverse()) {
    if (['opinion_signed', 'quality_passed', 'remanded', 'reviewer_recused'].includes(event.kind)) return null;
    if (event.kind === 'quality_returned') return Array.isArray(event.what.reasons) ? event.what.reasons.map(String) : [];
  }
  return null;
}
