/// The log that shows tampering: verify it whole, look at its rows, prove that one is in it.
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import * as calls from '../api/calls';
import { Nothing, Pairs, Section, Trouble, Waiting } from '../parts/parts';
import { addressOf } from '../shell/router';
import { humanised, useWords } from '../words/words';
import { firstList, plain } from './any_table';

type Row = { seq?: number; at?: string; actor?: string; role?: string; act?: string; case?: string; local_date?: string; details?: unknown };

/// `{known_by: 'signed_in', version: '3'}` -> `Signed in · version 3`.
export function detailsOf(details: unknown, named: (group: string, id: string | null | undefined, otherwise?: string) => string): string {
  if (!details || typeof details !== 'object') return plain(details);
  return Object.entries(details as Record<string, unknown>)
    .map(([name, value]) => (name === 'known_by' ? named('knownby', plain(value)) : `${humanised(name).toLowerCase()} ${plain(value)}`))
    .join(' · ');
}

export default function AuditScreen() {
  const { t, moment, named } = useWords();
  const [asked, setAsked] = useState('');
  const [number, setNumber] = useState('');
  const rows = useQuery({ queryKey: ['audit', number], queryFn: ({ signal }) => calls.readAudit({ case: number || undefined, limit: 200 }, signal) });
  const verifying = useMutation({ mutationFn: () => calls.verifyAudit() });
  const proving = useMutation({ mutationFn: (row: number) => calls.proveAudit(row) });
  const list = firstList(rows.data);
  const said = verifying.data as { is_good?: boolean; rows?: number; root?: string; faults?: { where: string; found: string; expected: string }[] } | undefined;
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('nav.audit')}</h1>
        <p className="quiet">{t('audit.lead')}</p>
        <Button onClick={() => verifying.mutate()} loading={verifying.isPending}>
          {t('audit.verify')}
        </Button>
      </header>
      {verifying.isError && <Trouble fault={verifying.error} />}
      {said && (
        <Section title={<span className={said.is_good ? 'verdict verdict-met' : 'verdict verdict-not_met'}>{said.is_good ? t('audit.good') : t('audit.bad')}</span>}>
          <Pairs of={[[t('audit.rows'), String(said.rows ?? '')], [t('audit.root'), <code key="root">{said.root}</code>]]} />
          {said.faults?.map((fault, at) => (
            <p key={at} className="finding">
              <strong>{fault.where}</strong> {fault.found}. {fault.expected}
            </p>
          ))}
        </Section>
      )}
      <form
        className="filters"
        onSubmit={(event) => {
          event.preventDefault();
          setNumber(asked.trim());
        }}
      >
        <TextInput label={t('case.number')} value={asked} onChange={(event) => setAsked(event.currentTarget.value)} w={170} />
        <Button type="submit" variant="default">
          {t('find')}
        </Button>
      </form>
      {proving.isError && <Trouble fault={proving.error} />}
      {proving.data && (
        <Section title={t('audit.proof')}>
          <pre className="proof">{JSON.stringify(proving.data, null, 2)}</pre>
        </Section>
      )}
      {rows.isPending && <Waiting />}
      {rows.isError && <Trouble fault={rows.error} retry={() => void rows.refetch()} />}
      {rows.data && list.length === 0 && <Nothing>{t('nothing.rows')}</Nothing>}
      {list.length > 0 && (
        <div className="table-frame">
          <table className="table">
            <thead>
              <tr>
                <th>{t('audit.row')}</th>
                <th>{t('audit.at')}</th>
                <th>{t('audit.who')}</th>
                <th>{t('audit.act')}</th>
                <th>{t('case.number')}</th>
                <th>{t('audit.details')}</th>
                <th aria-label={t('audit.proof')} />
              </tr>
            </thead>
            <tbody>
              {(list as Row[]).map((row, at) => (
                <tr key={row.seq ?? at}>
                  <td className="figure quiet">{row.seq ?? at}</td>
                  <td className="figure">{moment(row.at)}</td>
                  <td>
                    {row.actor} <span className="quiet">{named('role', row.role)}</span>
                  </td>
                  <td>{named('event', row.act)}</td>
                  <td>{row.case && <a className="number" href={addressOf(['case', row.case, 'history'])}>{row.case}</a>}</td>
                  <td className="quiet">{detailsOf(row.details, named)}</td>
                  <td>
                    <button type="button" className="link" onClick={() => proving.mutate(row.seq ?? at)}>
                      {t('audit.prove')}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
