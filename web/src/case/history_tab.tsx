/// Everything that happened to the case, newest first: who, when it happened, when it was written down, by which law.
import { useState } from 'react';
import type { CaseShown } from '../api/types';
import { humanised, useWords } from '../words/words';

function told(value: unknown): string {
  if (value === null || value === undefined || value === '') return '';
  if (Array.isArray(value)) return value.map(told).filter(Boolean).join('; ');
  if (typeof value === 'object') return Object.values(value).map(told).filter(Boolean).join(', ');
  return String(value);
}

/// What of an event is worth reading at a glance, gravest first.
const TELLING = ['reviewer', 'organization', 'outcome', 'decisions', 'result', 'notice', 'from', 'party', 'title', 'text', 'reason', 'reasons', 'ground', 'invoice', 'due_on'];

/// A few words on what happened; long ones stay in the details.
export function brief(what: Record<string, unknown>): string {
  const words = TELLING.map((name) => told(what[name])).filter(Boolean);
  const line = words.slice(0, 2).join(' · ').replaceAll('_', ' ');
  return line.length > 160 ? `${line.slice(0, 157)}…` : line;
}

export function HistoryTab({ shown }: { shown: CaseShown }) {
  const words = useWords();
  const { named, date, moment } = words;
  const [open, setOpen] = useState<number | null>(null);
  return (
    <div className="page page-narrow">
      <ol className="history">
        {shown.history
          .map((event, at) => ({ event, at }))
          .reverse()
          .map(({ event, at }) => (
            <li key={at}>
              <span className="history-day">{date(event.on)}</span>
              <div>
                <button type="button" className="history-what" aria-expanded={open === at} onClick={() => setOpen(open === at ? null : at)}>
                  {named('event', event.kind)}
                </button>
                <span className="history-brief quiet">{brief(event.what)}</span>
                <p className="quiet">
                  {event.by} ({named('role', event.role)}) · {moment(event.recorded)} · <cite>{event.rule}</cite>
                </p>
                {open === at && (
                  <dl className="pairs pairs-small">
                    {Object.entries(event.what)
                      .map(([name, value]) => [name, told(value)] as const)
                      .filter(([, value]) => value)
                      .map(([name, value]) => (
                        <div key={name}>
                          <dt>{humanised(name)}</dt>
                          <dd>{value}</dd>
                        </div>
                      ))}
                  </dl>
                )}
              </div>
            </li>
          ))}
      </ol>
    </div>
  );
}
