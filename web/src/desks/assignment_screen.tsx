/// The assignment board: on the left the cases that wait for a reviewer, on the right the slate of one with reasons for everybody in it
/// and out of it; above, the whole queue at once, as a preview with its proof that changes nothing until it is applied.
import { Button, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as calls from '../api/calls';
import { Problem } from '../api/client';
import type { AssignmentPreview, QueueRow } from '../api/types';
import { useToday } from '../api/use_house';
import { DueDate, Nothing, Section, Trouble, Waiting } from '../parts/parts';
import { addressOf } from '../shell/router';
import { capital, useWords } from '../words/words';
import { SlateOf } from './slate';

const FITS = ['unknown', 'similar', 'same'] as const;

/// `everybody falls to same_or_similar`: ids of rules become words.
export const inPlainWords = (why: string) => why.replace(/\b[a-z]+(?:_[a-z]+)+\b/g, (id) => id.replaceAll('_', ' '));

/// Each case once, with the step that says where it stands: a reviewer to be found before one to attest.
export function waitingFor(rows: readonly QueueRow[]): QueueRow[] {
  const rank = (row: QueueRow) => (row.step === 'find_reviewer' ? 0 : row.step === 'attest' ? 1 : 2);
  const cases = new Map<string, QueueRow>();
  for (const row of rows) {
    if (row.status !== 'assigned') continue;
    const was = cases.get(row.number);
    if (!was || rank(row) < rank(was)) cases.set(row.number, row);
  }
  return [...cases.values()].sort((a, b) => rank(a) - rank(b) || (a.due_on ?? '9999').localeCompare(b.due_on ?? '9999') || a.number.localeCompare(b.number));
}

function Loads({ of }: { of: AssignmentPreview['load'] }) {
  const { t } = useWords();
  const changed = (of ?? []).filter((one) => one.after !== one.before);
  if (changed.length === 0) return null;
  return (
    <ul className="loads" aria-label={t('assign.load')}>
      {changed.map((one) => (
        <li key={one.reviewer}>
          <strong>{one.reviewer}</strong>
          <span className="load-bar" aria-hidden="true">
            <span className="load-before" style={{ flexGrow: one.before }} />
            <span className="load-more" style={{ flexGrow: one.after - one.before }} />
            <span style={{ flexGrow: Math.max(0, (one.capacity ?? one.after) - one.after) }} />
          </span>
          <span className="quiet">{one.capacity === null ? t('assign.load.open', { before: one.before, after: one.after }) : t('assign.load.of', { before: one.before, after: one.after, most: one.capacity })}</span>
        </li>
      ))}
    </ul>
  );
}

function Preview({ preview, names, onApply, isApplying, onClose }: { preview: AssignmentPreview; names: Map<string, string>; onApply: () => void; isApplying: boolean; onClose: () => void }) {
  const words = useWords();
  const { t } = words;
  const changes = preview.changes?.length ?? 0;
  return (
    <Section
      title={t('assign.preview', { n: changes })}
      aside={
        <>
          {preview.proof && <span className={`tag ${preview.proof.is_optimal ? 'tag-eligible' : ''}`}>{preview.proof.is_optimal ? t('assign.optimal') : t('assign.notoptimal')}</span>}
          <Button variant="default" onClick={onClose}>
            {t('assign.discard')}
          </Button>
          <Button onClick={onApply} loading={isApplying} disabled={changes === 0}>
            {t('assign.apply', { n: changes })}
          </Button>
        </>
      }
    >
      <p className="quiet section-lead">{t('assign.preview.lead')}</p>
      {preview.assigned.length + preview.waiting.length === 0 && <Nothing>{t('assign.none')}</Nothing>}
      {preview.assigned.length > 0 && (
        <table className="table table-flush">
          <thead>
            <tr>
              <th>{t('case.number')}</th>
              <th>{t('case.employee')}</th>
              <th>{t('assign.reviewer')}</th>
              <th>{t('assign.fit')}</th>
              <th>{t('queue.due')}</th>
            </tr>
          </thead>
          <tbody>
            {preview.assigned.map((one) => (
              <tr key={one.case}>
                <td>
                  <a className="number" href={addressOf(['case', one.case])}>
                    {one.case}
                  </a>
                </td>
                <td>{names.get(one.case)}</td>
                <td>
                  <strong>{one.reviewers.join(', ')}</strong>
                </td>
                <td>{words.named('fit', one.fit)}</td>
                <td className="figure quiet">{words.date(one.due_on) || t('due.none')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {preview.waiting.length > 0 && (
        <>
          <h3 className="section-sub">{t('assign.left')}</h3>
          <ul className="why-list">
            {preview.waiting.map((one) => (
              <li key={one.case}>
                <span className="number">{one.case}</span> {names.get(one.case)}
                {one.why.map((why) => (
                  <p key={why} className="quiet">
                    {capital(inPlainWords(why))}
                  </p>
                ))}
              </li>
            ))}
          </ul>
        </>
      )}
      <Loads of={preview.load} />
    </Section>
  );
}

export default function AssignmentScreen() {
  const { t, named } = useWords();
  const queries = useQueryClient();
  const today = useToday();
  const [least, setLeast] = useState<string>('unknown');
  const [chosen, setChosen] = useState('');
  const waiting = useQuery({ queryKey: ['queue', 'assign'], queryFn: ({ signal }) => calls.readQueue({ limit: 500 }, signal) });
  const rows = waitingFor(waiting.data?.rows ?? []);
  const names = new Map((waiting.data?.rows ?? []).map((row) => [row.number, row.employee]));
  const question = { seed: 0, least_fit: least };
  const proposing = useMutation({ mutationFn: () => calls.previewAssignment(question) });
  const applying = useMutation({
    mutationFn: (preview: string) => calls.applyAssignment({ ...question, preview }),
    onSuccess: () => {
      proposing.reset();
      void queries.invalidateQueries();
    },
  });
  const isStale = applying.error instanceof Problem && applying.error.status === 409;
  const shown = rows.find((row) => row.number === chosen) ?? rows[0];
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('nav.assignment')}</h1>
        <p className="quiet">{t('assign.lead')}</p>
        <div className="page-tools">
          <Select value={least} onChange={(to) => { setLeast(to ?? 'unknown'); proposing.reset(); }} aria-label={t('assign.least')} data={FITS.map((one) => ({ value: one, label: t(`assign.least.${one}`) }))} w={210} />
          <Button onClick={() => { applying.reset(); proposing.mutate(); }} loading={proposing.isPending}>
            {t('assign.propose')}
          </Button>
        </div>
      </header>
      {waiting.isError && <Trouble fault={waiting.error} retry={() => void waiting.refetch()} />}
      {proposing.isError && <Trouble fault={proposing.error} />}
      {isStale && <p className="notice">{t('assign.stale')}</p>}
      {applying.isError && !isStale && <Trouble fault={applying.error} />}
      {applying.data && (
        <p className="notice" role="status">
          {t('assign.applied', { n: applying.data.applied.length })} {applying.data.left_out.map((one) => `${one.case}: ${one.why}`).join(' ')}
        </p>
      )}
      {proposing.data && <Preview preview={proposing.data} names={names} onApply={() => applying.mutate(proposing.data.preview)} isApplying={applying.isPending} onClose={() => proposing.reset()} />}
      {waiting.isPending && <Waiting />}
      {waiting.data && rows.length === 0 && <Nothing>{t('assign.none')}</Nothing>}
      {shown && (
        <div className="desk">
          <ul className="desk-list" aria-label={t('assign.waiting')}>
            {rows.map((row) => (
              <li key={row.number}>
                <button type="button" aria-current={row === shown ? 'true' : undefined} onClick={() => setChosen(row.number)}>
                  <span className="desk-line">
                    <span className="number">{row.number}</span> {row.employee}
                  </span>
                  <span className="quiet">
                    {named('step', row.step, row.text)} <DueDate on={row.due_on} risk={row.risk} today={waiting.data?.as_of ?? today} />
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <div className="desk-main">
            <SlateOf key={shown.number} number={shown.number} employee={shown.employee} canPropose={shown.step === 'find_reviewer'} />
          </div>
        </div>
      )}
    </div>
  );
}
