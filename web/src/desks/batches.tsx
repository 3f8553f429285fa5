/// Letters that wait are printed together with a proof of service behind each; when the batch was mailed, every case is told so.
import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import * as calls from '../api/calls';
import { Problem } from '../api/client';
import { useSession } from '../api/session';
import type { MailBatch } from '../api/types';
import { Nothing, Section, Trouble, Waiting } from '../parts/parts';
import { addressOf } from '../shell/router';
import { useWords } from '../words/words';

const WAYS = ['mail', 'overnight', 'personal', 'fax', 'electronic'] as const;

export function LettersWaiting() {
  const { t, named } = useWords();
  const { session } = useSession();
  const queries = useQueryClient();
  const waiting = useQuery({ queryKey: ['mail-waiting'], queryFn: ({ signal }) => calls.readLettersWaiting(signal) });
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [by, setBy] = useState('mail');
  const [server, setServer] = useState(session?.name ?? '');
  const letters = waiting.data?.letters ?? [];
  const picked = letters.filter((one) => !left.has(one.number));
  const making = useMutation({
    mutationFn: () => calls.makeMailBatch({ numbers: [...new Set(picked.map((one) => one.number))], served_by: by, settings: { server_name: server.trim() } }),
    onSuccess: () => queries.invalidateQueries(),
  });
  const toggle = (number: string) =>
    setLeft((was) => {
      const next = new Set(was);
      if (!next.delete(number)) next.add(number);
      return next;
    });
  return (
    <Section title={t('mail.waiting')} aside={letters.length > 0 && <span className="tag">{letters.length}</span>}>
      {waiting.isPending && <Waiting />}
      {waiting.isError && <Trouble fault={waiting.error} retry={() => void waiting.refetch()} />}
      {waiting.data && letters.length === 0 && <Nothing>{t('mail.waiting.none')}</Nothing>}
      {letters.length > 0 && (
        <>
          <ul className="steps steps-scroll">
            {letters.map((one) => (
              <li key={`${one.number}${one.kind}`}>
                <Checkbox aria-label={t('queue.choose', { number: one.number })} checked={!left.has(one.number)} onChange={() => toggle(one.number)} />
                <a className="number" href={addressOf(['case', one.number, 'letters'])}>
                  {one.number}
                </a>
                <span className="steps-text">{named('letter', one.kind)}</span>
              </li>
            ))}
          </ul>
          <form
            className="form form-row mail-make"
            onSubmit={(event) => {
              event.preventDefault();
              making.mutate();
            }}
          >
            <Select label={t('dates.by')} value={by} onChange={(to) => setBy(to ?? 'mail')} data={WAYS.map((one) => ({ value: one, label: named('service', one) }))} w={150} />
            <TextInput label={t('mail.server')} value={server} onChange={(event) => setServer(event.currentTarget.value)} w={170} />
            <Button type="submit" loading={making.isPending} disabled={picked.length === 0 || !server.trim()}>
              {t('mail.make', { n: picked.length })}
            </Button>
          </form>
        </>
      )}
      {making.isError && <Trouble fault={making.error} />}
      {making.data && (
        <p className="told" role="status">
          {t('mail.made', { batch: making.data.batch, n: making.data.letters.length })}
        </p>
      )}
      {making.data && making.data.left_out.length > 0 && (
        <ul className="why-list">
          {making.data.left_out.map((one, at) => (
            <li key={at}>
              <span className="number">{String(one.number ?? '')}</span> <span className="quiet">{String(one.why ?? one.reason ?? '')}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Batch({ batch }: { batch: MailBatch }) {
  const words = useWords();
  const { t, named, date } = words;
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const sending = useMutation({ mutationFn: () => calls.markBatchSent(batch.batch), onSuccess: () => queries.invalidateQueries() });
  const fault = sending.error instanceof Problem ? sending.error : null;
  return (
    <Fragment>
      <tr>
        <td>
          <button type="button" className="link number" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {batch.batch}
          </button>
        </td>
        <td>{date(batch.on)}</td>
        <td>{t('mail.letters', { n: batch.letters.length })}</td>
        <td>{named('service', batch.served_by)}</td>
        <td>
          <span className={`tag ${batch.state === 'sent' ? 'tag-eligible' : ''}`}>{t(batch.state === 'sent' ? 'mail.state.sent' : 'mail.state.made')}</span>
        </td>
        <td className="cell-acts">
          <a className="link" href={calls.batchAddress(batch.batch, 'batch.pdf')} target="_blank" rel="noreferrer">
            {t('mail.print')}
          </a>
          <a className="link" href={calls.batchAddress(batch.batch, 'list.txt')} target="_blank" rel="noreferrer">
            {t('mail.list')}
          </a>
          {batch.state !== 'sent' && (
            <Button size="compact-xs" onClick={() => sending.mutate()} loading={sending.isPending}>
              {t('mail.sent')}
            </Button>
          )}
        </td>
      </tr>
      {(isOpen || fault) && (
        <tr className="row-more">
          <td colSpan={6}>
            {fault && <Trouble fault={fault} />}
            {batch.letters.map((letter, at) => (
              <p key={at}>
                <a className="number" href={addressOf(['case', letter.number, 'letters'])}>
                  {letter.number}
                </a>{' '}
                {named('letter', letter.kind)}{' '}
                <span className="quiet">
                  {t('mail.pages', { first: letter.first_page, n: letter.pages })} · {letter.to.map((one) => one.name).join('; ')}
                </span>
              </p>
            ))}
          </td>
        </tr>
      )}
    </Fragment>
  );
}

export function Batches() {
  const { t } = useWords();
  const answer = useQuery({ queryKey: ['mail-batches'], queryFn: ({ signal }) => calls.readMailBatches(signal) });
  const batches = [...(answer.data?.batches ?? [])].reverse();
  return (
    <Section title={t('mail.batches')}>
      {answer.isPending && <Waiting />}
      {answer.isError && <Trouble fault={answer.error} retry={() => void answer.refetch()} />}
      {answer.data && batches.length === 0 && <Nothing>{t('mail.batches.none')}</Nothing>}
      {batches.length > 0 && (
        <table className="table table-flush">
          <thead>
            <tr>
              <th>{t('mail.batch')}</th>
              <th>{t('mail.day')}</th>
              <th>{t('case.letters')}</th>
              <th>{t('dates.by')}</th>
              <th>{t('accounts.state')}</th>
              <th aria-label={t('palette.acts')} />
            </tr>
          </thead>
          <tbody>
            {batches.map((batch) => (
              <Batch key={batch.batch} batch={batch} />
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
