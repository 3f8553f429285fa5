/// The mail room: determinations ready to leave, batches to print and mail, invoices.
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as calls from '../api/calls';
import { localToday } from '../parts/days';
import { DueDate, Nothing, Section, Trouble, Waiting } from '../parts/parts';
import { addressOf } from '../shell/router';
import { useWords } from '../words/words';
import { AnyTable } from './any_table';

function Issue({ number }: { number: string }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const issuing = useMutation({
    mutationFn: async () => {
      const now = await calls.readCase(number);
      return calls.issueCase(number, now.etag ?? `"${now.data.case.version}"`);
    },
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <>
      <Button size="compact-xs" onClick={() => issuing.mutate()} loading={issuing.isPending}>
        {t('mail.issue')}
      </Button>
      {issuing.isError && <Trouble fault={issuing.error} />}
    </>
  );
}

export default function MailScreen() {
  const { t } = useWords();
  const queue = useQuery({ queryKey: ['queue', 'mail'], queryFn: ({ signal }) => calls.readQueue({ role: 'coordinator', limit: 500 }, signal) });
  const batches = useQuery({ queryKey: ['mail-batches'], queryFn: ({ signal }) => calls.readMailBatches(signal) });
  const invoices = useQuery({ queryKey: ['invoices'], queryFn: ({ signal }) => calls.readInvoices(signal) });
  const ready = (queue.data?.rows ?? []).filter((row) => row.status === 'cleared');
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('nav.mail')}</h1>
      </header>
      <Section title={t('mail.ready')}>
        {queue.isPending && <Waiting />}
        {queue.isError && <Trouble fault={queue.error} retry={() => void queue.refetch()} />}
        {queue.data && ready.length === 0 && <Nothing>{t('mail.none')}</Nothing>}
        <ul className="steps">
          {ready.map((row) => (
            <li key={row.number}>
              <a className="number" href={addressOf(['case', row.number, 'letters'])}>
                {row.number}
              </a>
              <span className="steps-text">{row.employee}</span>
              <DueDate on={row.due_on} risk={row.risk} today={queue.data?.as_of ?? localToday()} />
              <Issue number={row.number} />
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('mail.batches')}>
        <AnyTable of={batches} />
      </Section>
      <Section title={t('mail.invoices')}>
        <AnyTable of={invoices} />
      </Section>
    </div>
  );
}
