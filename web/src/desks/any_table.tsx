/// An answer whose rows are shown as they come: the first list in it, a column a key.
import type { UseQueryResult } from '@tanstack/react-query';
import { Nothing, Trouble, Waiting } from '../parts/parts';
import { humanised, useWords } from '../words/words';

type Row = Record<string, unknown>;

export function firstList(answer: unknown): Row[] {
  if (Array.isArray(answer)) return answer as Row[];
  if (answer && typeof answer === 'object') for (const value of Object.values(answer)) if (Array.isArray(value) && (value.length === 0 || typeof value[0] === 'object')) return value as Row[];
  return [];
}

export function plain(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(plain).filter(Boolean).join(', ');
  if (typeof value === 'object') return Object.values(value).map(plain).filter(Boolean).join(', ');
  if (typeof value === 'boolean') return value ? '✓' : '–';
  return String(value);
}

export function AnyTable({ of, columns, most = 200 }: { of: UseQueryResult<Record<string, unknown>>; columns?: string[]; most?: number }) {
  const { t } = useWords();
  if (of.isPending) return <Waiting />;
  if (of.isError) return <Trouble fault={of.error} retry={() => void of.refetch()} />;
  const rows = firstList(of.data);
  if (rows.length === 0) return <Nothing>{t('nothing.rows')}</Nothing>;
  const named = columns ?? Object.keys(rows[0]!);
  return (
    <div className="table-frame">
      <table className="table">
        <thead>
          <tr>
            {named.map((name) => (
              <th key={name}>{humanised(name)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, most).map((row, at) => (
            <tr key={at}>
              {named.map((name) => (
                <td key={name}>{plain(row[name])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
