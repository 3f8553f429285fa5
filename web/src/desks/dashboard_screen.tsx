/// Volumes, ageing, outcomes: where the cases stand, how old the open ones are, how they ended, and what is late for whom.
import { useQuery } from '@tanstack/react-query';
import * as calls from '../api/calls';
import type { QueueRow } from '../api/types';
import { dueIn, monthAfter } from '../parts/days';
import { Nothing, Section, Trouble, Waiting } from '../parts/parts';
import { addressOf } from '../shell/router';
import { humanised, useWords } from '../words/words';

const ORDER = ['received', 'deferred', 'eligible', 'assigned', 'under_review', 'opined', 'signed', 'cleared', 'determined', 'appealed', 'closed'];
const MONTHS = 12;
const AGES = ['0-30', '31-45', '46-90', 'over 90'];

/// `{eligible: 2}` or `[{status: 'eligible', count: 2}]` -> named counts, in the order of `order`, what it does not name behind.
export function counts(value: unknown, order: readonly string[] = []): [string, number][] {
  const rank = ([name]: [string, number]) => (order.indexOf(name) + 1 || order.length + 1);
  return named(value).sort((a, b) => rank(a) - rank(b) || a[0].localeCompare(b[0]));
}

function named(value: unknown): [string, number][] {
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

/// The last months up to `now` ("2015-03"), those without a case too; none before the first that has one.
export function lastMonths(rows: readonly [string, number][], now: string, most: number): [string, number][] {
  const by = new Map(rows);
  const first = [...by.keys()].sort()[0] ?? now;
  const months: [string, number][] = [];
  for (let month = now; months.length < most && month >= first; month = monthAfter(month, -1)) months.unshift([month, by.get(month) ?? 0]);
  return months;
}

/// For each role: how many of its steps are late, due within a week, later or without a date.
export function loadByRole(rows: readonly QueueRow[], today: string): { who: string; late: number; week: number; later: number }[] {
  const roles = new Map<string, { who: string; late: number; week: number; later: number }>();
  for (const row of rows) {
    const one = roles.get(row.who) ?? { who: row.who, late: 0, week: 0, later: 0 };
    const days = row.due_on ? dueIn(today, row.due_on) : null;
    if (days !== null && days < 0) one.late += 1;
    else if (days !== null && days <= 7) one.week += 1;
    else one.later += 1;
    roles.set(row.who, one);
  }
  return [...roles.values()].sort((a, b) => b.late - a.late || b.week - a.week || a.who.localeCompare(b.who));
}

function Bars({ rows, label, hot }: { rows: [string, number][]; label: (id: string) => string; hot?: (id: string) => boolean }) {
  const most = Math.max(...rows.map(([, count]) => count), 1);
  return (
    <table className="bars">
      <tbody>
        {rows.map(([id, count]) => (
          <tr key={id}>
            <th scope="row">{label(id)}</th>
            <td>
              {count > 0 && <span className={hot?.(id) ? 'bar bar-hot' : 'bar'} style={{ width: `${(count / most) * 100}%` }} />}
            </td>
            <td className="bar-number">{count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Tile({ number, words, tone, href }: { number: number; words: string; tone?: 'hot' | 'soon'; href?: string }) {
  const inner = (
    <>
      <span className="tile-number">{number}</span>
      <span className="quiet">{words}</span>
    </>
  );
  const look = `tile${tone && number > 0 ? ` tile-${tone}` : ''}`;
  return href ? (
    <a className={look} href={href}>
      {inner}
    </a>
  ) : (
    <div className={look}>{inner}</div>
  );
}

export default function DashboardScreen() {
  const words = useWords();
  const { t } = words;
  const answer = useQuery({ queryKey: ['dashboard'], queryFn: ({ signal }) => calls.readDashboard(signal) });
  const queue = useQuery({ queryKey: ['queue', 'dashboard'], queryFn: ({ signal }) => calls.readQueue({ limit: 500 }, signal) });
  const today = queue.data?.as_of ?? '';
  const rows = queue.data?.rows ?? [];
  const statuses = counts(answer.data?.by_status, ORDER);
  const open = statuses.filter(([name]) => !['determined', 'closed'].includes(name)).reduce((all, [, count]) => all + count, 0);
  const late = new Set(rows.filter((row) => row.due_on && dueIn(today, row.due_on) < 0).map((row) => row.number)).size;
  const week = new Set(rows.filter((row) => row.due_on && dueIn(today, row.due_on) >= 0 && dueIn(today, row.due_on) <= 7).map((row) => row.number)).size;
  const count = (name: string) => statuses.find(([one]) => one === name)?.[1] ?? 0;
  const known = ['as_of', 'by_status', 'by_outcome', 'open_by_age_days', 'received_by_month'];
  const others = Object.entries(answer.data ?? {}).filter(([name, value]) => !known.includes(name) && counts(value).length > 0);
  const outcomes = counts(answer.data?.by_outcome);
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('nav.dashboard')}</h1>
        <p className="quiet">{words.date(today)}</p>
      </header>
      {answer.isPending && <Waiting />}
      {answer.isError && <Trouble fault={answer.error} retry={() => void answer.refetch()} />}
      {answer.data && (
        <>
          <div className="tiles">
            <Tile number={open} words={t('dashboard.open')} />
            <Tile number={late} words={t('dashboard.late')} tone="hot" href={addressOf(['queue'])} />
            <Tile number={week} words={t('dashboard.week')} tone="soon" href={addressOf(['calendar'])} />
            <Tile number={count('cleared')} words={t('dashboard.ready')} />
            <Tile number={count('determined')} words={t('dashboard.determined')} />
            <Tile number={count('appealed')} words={t('dashboard.appealed')} />
          </div>
          <div className="charts">
            <Section title={t('dashboard.status')}>
              <Bars rows={statuses} label={(id) => words.named('status', id)} />
            </Section>
            <Section title={t('dashboard.received')}>
              <Bars rows={lastMonths(counts(answer.data.received_by_month), today.slice(0, 7), MONTHS)} label={words.month} />
            </Section>
            <Section title={t('dashboard.age')}>
              <Bars rows={counts(answer.data.open_by_age_days, AGES)} label={(id) => t('dashboard.days', { n: words.named('age', id, id.replace('-', '–')) })} hot={(id) => id.startsWith('over')} />
            </Section>
            <Section title={t('dashboard.outcome')}>
              {outcomes.length === 0 && <Nothing>{t('dashboard.none')}</Nothing>}
              <Bars rows={outcomes} label={(id) => words.named('ended', id, humanised(id.toLowerCase()))} hot={(id) => id.includes('LATE')} />
            </Section>
            <Section title={t('dashboard.load')}>
              {queue.isPending && <Waiting />}
              <table className="table table-flush">
                <thead>
                  <tr>
                    <th>{t('queue.who')}</th>
                    <th className="cell-right">{t('queue.when.over')}</th>
                    <th className="cell-right">{t('queue.when.week')}</th>
                    <th className="cell-right">{t('queue.when.later')}</th>
                  </tr>
                </thead>
                <tbody>
                  {loadByRole(rows, today).map((one) => (
                    <tr key={one.who}>
                      <td>{words.named('role', one.who)}</td>
                      <td className={`cell-right number${one.late > 0 ? ' cell-hot' : ''}`}>{one.late}</td>
                      <td className="cell-right number">{one.week}</td>
                      <td className="cell-right number">{one.later}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Section>
            {others.map(([name, value]) => (
              <Section key={name} title={words.named('dashboard', name, humanised(name))}>
                <Bars rows={counts(value)} label={humanised} />
              </Section>
            ))}
          </div>
        </>
      )}
    </div>
  );
}
