/// What waits for whom, by due date: filters, kept views, one act for many cases.
import { Button, Checkbox, Menu, Select, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import * as calls from '../api/calls';
import { useSession } from '../api/session';
import type { QueueRow } from '../api/types';
import { EventForm } from '../case/event_form';
import { useToday } from '../api/use_house';
import { Icon } from '../parts/icons';
import { DueDate, Nothing, Trouble, Waiting } from '../parts/parts';
import { useKeys } from '../shell/keys';
import { addressOf, go } from '../shell/router';
import { useWords } from '../words/words';
import { byUrgency, EVERYTHING, keepViews, keptViews, suitsFilter, type Filter, type View } from './views';

const rowId = (row: QueueRow) => `${row.number}/${row.step}/${row.rule ?? ""}`;

function Filters({ filter, set, rows, shown }: { filter: Filter; set: (to: Filter) => void; rows: QueueRow[]; shown: number }) {
  const { t, named } = useWords();
  const { session } = useSession();
  const account = session?.account ?? '';
  const [views, setViews] = useState<View[]>(() => keptViews(account));
  const [name, setName] = useState('');
  const roles = [...new Set(rows.map((row) => row.who))].sort();
  const statuses = [...new Set(rows.map((row) => row.status))].sort();
  const keep = (next: View[]) => {
    keepViews(account, next);
    setViews(next);
  };
  return (
    <div className="filters">
      <TextInput className="filter-words" value={filter.words} onChange={(event) => set({ ...filter, words: event.currentTarget.value })} placeholder={t('queue.filter')} aria-label={t('queue.filter')} leftSection={<Icon name="search" size={13} />} data-search />
      <Select value={filter.role} onChange={(to) => set({ ...filter, role: to ?? '' })} data={[{ value: '', label: t('queue.everyone') }, ...roles.map((role) => ({ value: role, label: named('role', role) }))]} aria-label={t('queue.who')} w={150} />
      <Select value={filter.when} onChange={(to) => set({ ...filter, when: (to ?? 'all') as Filter['when'] })} data={(['all', 'over', 'week', 'later'] as const).map((when) => ({ value: when, label: t(`queue.when.${when}`) }))} aria-label={t('queue.due')} w={150} />
      <Select value={filter.status} onChange={(to) => set({ ...filter, status: to ?? '' })} data={[{ value: '', label: t('queue.anystatus') }, ...statuses.map((status) => ({ value: status, label: named('status', status) }))]} aria-label={t('case.status')} w={150} />
      <Menu position="bottom-end" closeOnItemClick>
        <Menu.Target>
          <Button variant="default" leftSection={<Icon name="bookmark" size={13} />}>
            {t('queue.views')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => set(EVERYTHING)}>{t('queue.everything')}</Menu.Item>
          {views.map((view) => (
            <Menu.Item key={view.name} onClick={() => set(view.filter)}>
              {view.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <div className="menu-form">
            <TextInput value={name} onChange={(event) => setName(event.currentTarget.value)} placeholder={t('queue.viewname')} aria-label={t('queue.viewname')} onKeyDown={(event) => event.stopPropagation()} />
            <Button
              disabled={!name.trim()}
              onClick={() => {
                keep([...views.filter((view) => view.name !== name.trim()), { name: name.trim(), filter }]);
                setName('');
              }}
            >
              {t('keep')}
            </Button>
          </div>
          {views.length > 0 && <Menu.Item onClick={() => keep([])}>{t('queue.forget')}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      <span className="quiet filter-count" role="status">
        {t('queue.count', { n: shown })}
      </span>
    </div>
  );
}

export function QueueScreen() {
  const words = useWords();
  const { t, named } = words;
  const { session } = useSession();
  const day = useToday();
  const mine = session?.roles.find((role) => ['coordinator', 'reviewer', 'medical_director', 'intake'].includes(role)) ?? '';
  const [filter, setFilter] = useState<Filter>(EVERYTHING);
  const [at, setAt] = useState(0);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isActing, setActing] = useState(false);
  const queue = useInfiniteQuery({
    queryKey: ['queue', session?.account],
    queryFn: ({ signal, pageParam }) => calls.readQueue({ after: pageParam || undefined, limit: 200 }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const rows = useMemo(() => queue.data?.pages.flatMap((page) => page.rows) ?? [], [queue.data]);
  const today = queue.data?.pages[0]?.as_of ?? day;
  // A person's own role is the filter to begin with, when anything waits for it.
  const hasMine = rows.some((row) => row.who === mine);
  useEffect(() => {
    if (hasMine) setFilter((was) => (was === EVERYTHING ? { ...EVERYTHING, role: mine } : was));
  }, [hasMine, mine]);
  const shown = useMemo(() => rows.filter((row) => suitsFilter(row, filter, today)).sort(byUrgency), [rows, filter, today]);
  const here = Math.min(at, shown.length - 1);
  const toggle = (id: string) =>
    setChosen((was) => {
      const now = new Set(was);
      if (!now.delete(id)) now.add(id);
      return now;
    });
  const move = (by: number) => {
    const next = Math.max(0, Math.min(shown.length - 1, here + by));
    setAt(next);
    document.querySelector(`[data-row="${next}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  useKeys([
    { keys: 'j', does: 'key.row.next', run: () => move(1) },
    { keys: 'k', does: 'key.row.previous', run: () => move(-1) },
    { keys: 'Enter', does: 'key.open', run: () => shown[here] && go(['case', shown[here].number]) },
    { keys: 'x', does: 'key.choose', run: () => shown[here] && toggle(rowId(shown[here])) },
    { keys: '/', does: 'key.filter', run: () => document.querySelector<HTMLInputElement>('[data-search]')?.focus() },
  ]);
  const picked = shown.filter((row) => chosen.has(rowId(row)));
  const overdue = rows.filter((row) => suitsFilter(row, { ...EVERYTHING, role: filter.role, when: 'over' }, today)).length;
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('nav.queue')}</h1>
        <p className="quiet">
          {words.date(today)}
          {overdue > 0 && <span className="due due-over page-head-due">{t('queue.over', { n: overdue })}</span>}
        </p>
      </header>
      <Filters filter={filter} set={setFilter} rows={rows} shown={shown.length} />
      {picked.length > 0 && (
        <div className="bulk" role="toolbar" aria-label={t('queue.bulk')}>
          <strong>{t('queue.chosen', { n: picked.length })}</strong>
          <Button size="compact-xs" onClick={() => setActing(true)}>
            {t('event.record')}
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => setChosen(new Set())}>
            {t('queue.unchoose')}
          </Button>
        </div>
      )}
      {queue.isPending && <Waiting />}
      {queue.isError && <Trouble fault={queue.error} retry={() => void queue.refetch()} />}
      {queue.data && shown.length === 0 && <Nothing>{t('queue.none')}</Nothing>}
      {shown.length > 0 && (
        <div className="table-frame">
          <table className="table">
            <thead>
              <tr>
                <th className="col-check">
                  <Checkbox aria-label={t('queue.all')} checked={picked.length === shown.length} indeterminate={picked.length > 0 && picked.length < shown.length} onChange={() => setChosen(picked.length === shown.length ? new Set() : new Set(shown.map(rowId)))} />
                </th>
                <th>{t('queue.due')}</th>
                <th>{t('case.number')}</th>
                <th>{t('case.employee')}</th>
                <th>{t('queue.step')}</th>
                <th className="col-who">{t('queue.who')}</th>
                <th>{t('case.status')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((row, index) => (
                <tr key={rowId(row)} data-row={index} className={index === here ? 'row-now' : undefined} onClick={() => setAt(index)} onDoubleClick={() => go(['case', row.number])}>
                  <td className="col-check" onClick={(event) => event.stopPropagation()}>
                    <Checkbox aria-label={t('queue.choose', { number: row.number })} checked={chosen.has(rowId(row))} onChange={() => toggle(rowId(row))} />
                  </td>
                  <td>
                    <DueDate on={row.due_on} risk={row.risk} today={today} due={row.due} />
                  </td>
                  <td>
                    <a className="number" href={addressOf(['case', row.number])}>
                      {row.number}
                    </a>
                    {row.review === 'expedited' && <span className="tag tag-hot">{t('case.expedited')}</span>}
                  </td>
                  <td>{row.employee}</td>
                  <td className="col-wide">{named('step', row.step, row.text)}</td>
                  <td className="quiet col-who">{named('role', row.who)}</td>
                  <td>
                    <span className="tag">{named('status', row.status)}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {queue.hasNextPage && (
        <Button variant="default" onClick={() => void queue.fetchNextPage()} loading={queue.isFetchingNextPage}>
          {t('more')}
        </Button>
      )}
      <EventForm opened={isActing} onClose={() => setActing(false)} numbers={[...new Set(picked.map((row) => row.number))]} onDone={() => setChosen(new Set())} />
    </div>
  );
}
