/// The quality desk: signed opinions that wait for the medical director, to be passed or returned with reasons.
import { Button, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as calls from '../api/calls';
import { LetterPreview } from '../case/letters_tab';
import { useToday } from '../api/use_house';
import { DueDate, Nothing, Trouble, Waiting } from '../parts/parts';
import { addressOf } from '../shell/router';
import { useWords } from '../words/words';

function Judge({ number }: { number: string }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const [reasons, setReasons] = useState('');
  const listed = reasons.split('\n').map((one) => one.trim()).filter(Boolean);
  const judging = useMutation({
    mutationFn: async (result: 'passed' | 'returned') => {
      const now = await calls.readCase(number);
      return calls.reviewQuality(number, now.etag ?? `"${now.data.case.version}"`, result, listed);
    },
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <div className="judge">
      <Textarea label={t('quality.reasons')} description={t('quality.reasons.hint')} value={reasons} onChange={(event) => setReasons(event.currentTarget.value)} autosize minRows={2} />
      {judging.isError && <Trouble fault={judging.error} />}
      <div className="form-end">
        <Button variant="default" disabled={listed.length === 0} onClick={() => judging.mutate('returned')} loading={judging.isPending}>
          {t('quality.return')}
        </Button>
        <Button onClick={() => judging.mutate('passed')} loading={judging.isPending}>
          {t('quality.pass')}
        </Button>
      </div>
    </div>
  );
}

export default function QualityScreen() {
  const words = useWords();
  const { t } = words;
  const today = useToday();
  const [picked, setChosen] = useState('');
  const queue = useQuery({ queryKey: ['queue', 'medical_director'], queryFn: ({ signal }) => calls.readQueue({ role: 'medical_director', limit: 200 }, signal) });
  const rows = (queue.data?.rows ?? []).filter((row) => row.status === 'signed' || row.step.includes('quality'));
  const chosen = (rows.find((row) => row.number === picked) ?? rows[0])?.number ?? '';
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('nav.quality')}</h1>
        <p className="quiet">{t('quality.lead')}</p>
      </header>
      {queue.isPending && <Waiting />}
      {queue.isError && <Trouble fault={queue.error} retry={() => void queue.refetch()} />}
      {queue.data && rows.length === 0 && <Nothing>{t('quality.none')}</Nothing>}
      <div className="desk desk-slim">
        <ul className="desk-list">
          {rows.map((row) => (
            <li key={row.number}>
              <button type="button" aria-current={row.number === chosen ? 'true' : undefined} onClick={() => setChosen(row.number)}>
                <span className="desk-line">
                  <span className="number">{row.number}</span>
                </span>
                {row.employee}
                <span className="quiet">
                  <DueDate on={row.due_on} risk={row.risk} today={queue.data?.as_of ?? today} />
                </span>
              </button>
            </li>
          ))}
        </ul>
        {chosen && (
          <div className="desk-main quality-main">
            <LetterPreview number={chosen} kind="final-determination" lang="en" />
            <aside className="judge-side" aria-label={t('quality.judgment')}>
              <h2 className="number">{chosen}</h2>
              <a className="link" href={addressOf(['case', chosen, 'review'])}>
                {t('quality.evidence')}
              </a>
              <Judge key={chosen} number={chosen} />
            </aside>
          </div>
        )}
      </div>
    </div>
  );
}
