/// Volumes, ageing, outcomes: counts as bars with their numbers.
import { useQuery } from '@tanstack/react-query';
import * as calls from '../api/calls';
import { Section, Trouble, Waiting } from '../parts/parts';
import { humanised, useWords } from '../words/words';

/// `{by_status: {eligible: 2}}` or `{by_status: [{status: 'eligible', count: 2}]}` -> named counts.
export function counts(value: unknown): [string, number][] {
  if (Array.isArray(value))
    return value.flatMap((row): [string, number][] => {
      if (!row || typeof row !== 'object') return [];
      const entries = Object.entries(row as Record<string, unknown>);
      const name = entries.find(([, one]) => typeof one === 'string')?.[1];
      const count = entries.find(([, one]) => typeof one === 'number')?.[1];
      return name !== undefined && count !== undefined ? [[String(name), Number(count)]] : [];
    });
  if (value && typeof value === 'object') return Object.entries(value).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return [];
}

export default function DashboardScreen() {
  const { t, named } = useWords();
  const answer = useQuery({ queryKey: ['dashboard'], queryFn: ({ signal }) => calls.readDashboard(signal) });
  const parts = Object.entries(answer.data ?? {});
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('nav.dashboard')}</h1>
      </header>
      {answer.isPending && <Waiting />}
      {answer.isError && <Trouble fault={answer.error} retry={() => void answer.refetch()} />}
      <div className="tiles">
        {parts
          .filter((entry): entry is [string, number] => typeof entry[1] === 'number')
          .map(([name, value]) => (
            <div key={name} className="tile">
              <span className="tile-number">{value}</span>
              <span className="quiet">{humanised(name)}</span>
            </div>
          ))}
      </div>
      <div className="charts">
        {parts
          .map(([name, value]) => [name, counts(value)] as const)
          .filter(([, rows]) => rows.length > 0)
          .map(([name, rows]) => {
            const most = Math.max(...rows.map(([, count]) => count), 1);
            return (
              <Section key={name} title={humanised(name)}>
                <table className="bars">
                  <tbody>
                    {rows.map(([label, count]) => (
                      <tr key={label}>
                        <th scope="row">{named('status', label)}</th>
                        <td>
                          <span className="bar" style={{ width: `${(count / most) * 100}%` }} />
                        </td>
                        <td className="bar-number">{count}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Section>
            );
          })}
      </div>
    </div>
  );
}
