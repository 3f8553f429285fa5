/// Find a case by number, person, claim, party, state and day of receipt. The question is sent in the body, never in an address.
import { Button, Select, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import * as calls from '../api/calls';
import { useSession } from '../api/session';
import { Nothing, Trouble, Waiting } from '../parts/parts';
import { addressOf } from '../shell/router';
import { humanised, useWords } from '../words/words';

const STATES = ['received', 'deferred', 'eligible', 'assigned', 'under_review', 'opined', 'signed', 'cleared', 'determined', 'appealed', 'closed'];

export default function CasesScreen() {
  const words = useWords();
  const { t, named } = words;
  const { may } = useSession();
  const [form, setForm] = useState({ number: '', person: '', claim: '', party: '', status: '', from: '', to: '' });
  const [asked, setAsked] = useState(form);
  const list = useInfiniteQuery({
    queryKey: ['cases', asked],
    queryFn: ({ signal, pageParam }) => calls.searchCases({ ...Object.fromEntries(Object.entries(asked).filter(([, value]) => value)), limit: 100, ...(pageParam ? { after: pageParam } : {}) }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const rows = list.data?.pages.flatMap((page) => page.cases) ?? [];
  const set = (name: keyof typeof form) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setForm((was) => ({ ...was, [name]: value }));
  };
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('nav.cases')}</h1>
        {may('case_open') && (
          <Button component="a" href={addressOf(['new-case'])}>
            {t('case.open')}
          </Button>
        )}
      </header>
      <form
        className="filters"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          setAsked(form);
        }}
      >
        <TextInput label={t('case.number')} value={form.number} onChange={set('number')} w={130} />
        <TextInput label={t('case.employee')} value={form.person} onChange={set('person')} w={150} />
        <TextInput label={t('case.claim')} value={form.claim} onChange={set('claim')} w={120} />
        <TextInput label={t('case.party')} value={form.party} onChange={set('party')} w={140} />
        <Select label={t('case.status')} value={form.status} onChange={(to) => setForm((was) => ({ ...was, status: to ?? '' }))} data={[{ value: '', label: t('queue.anystatus') }, ...STATES.map((one) => ({ value: one, label: named('status', one) }))]} w={130} />
        <TextInput label={t('case.received.from')} type="date" value={form.from} onChange={set('from')} w={126} />
        <TextInput label={t('case.received.to')} type="date" value={form.to} onChange={set('to')} w={126} />
        <Button type="submit">{t('find')}</Button>
      </form>
      {list.isPending && <Waiting />}
      {list.isError && <Trouble fault={list.error} retry={() => void list.refetch()} />}
      {list.data && rows.length === 0 && <Nothing>{t('cases.none')}</Nothing>}
      {rows.length > 0 && (
        <div className="table-frame">
          <table className="table">
            <thead>
              <tr>
                <th>{t('case.number')}</th>
                <th>{t('case.employee')}</th>
                <th>{t('case.claim')}</th>
                <th>{t('case.received')}</th>
                <th>{t('case.status')}</th>
                <th>{t('case.outcome')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.number}>
                  <td>
                    <a className="number" href={addressOf(['case', row.number])}>
                      {row.number}
                    </a>
                    {row.review === 'expedited' && <span className="tag tag-hot">{t('case.expedited')}</span>}
                  </td>
                  <td>{row.employee}</td>
                  <td>{row.claim_number}</td>
                  <td>{words.date(row.received_on)}</td>
                  <td>
                    <span className="tag">{named('status', row.status)}</span>
                  </td>
                  <td className="quiet">{row.outcome ? named('ended', row.outcome, humanised(row.outcome.toLowerCase())) : ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.hasNextPage && (
        <Button variant="default" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          {t('more')}
        </Button>
      )}
    </div>
  );
}
