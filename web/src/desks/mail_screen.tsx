/// The mail room: determinations ready to leave, letters that wait, batches to print and mail with their proofs, invoices.
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as calls from '../api/calls';
import { useToday } from '../api/use_house';
import { DueDate, Nothing, Section, Trouble, Waiting } from '../parts/parts';
import { addressOf } from '../shell/router';
import { useWords } from '../words/words';
import { Batches, LettersWaiting } from './batches';
import { Invoices } from './invoices';

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
  const today = useToday();
  const queue = useQuery({ queryKey: ['queue', 'mail'], queryFn: ({ signal }) => calls.readQueue({ role: 'coordinator', limit: 500 }, signal) });
  const ready = (queue.data?.rows ?? []).filter((row) => row.status === 'cleared');
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('nav.mail')}</h1>
        <p className="quiet">{t('mail.lead')}</p>
      </header>
      <div className="two-columns">
        <Section title={t('mail.ready')} aside={ready.length > 0 && <span className="tag">{ready.length}</span>}>
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
                <DueDate on={row.due_on} risk={row.risk} today={queue.data?.as_of ?? today} />
                <Issue number={row.number} />
              </li>
            ))}
          </ul>
        </Section>
        <LettersWaiting />
      </div>
      <Batches />
      <Invoices />
    </div>
  );
}
