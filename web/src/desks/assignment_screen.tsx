/// The assignment board: the whole queue given to reviewers at once, as a proposal with its proof; nothing changes by looking.
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import * as calls from '../api/calls';
import { Nothing, Section, Trouble, Waiting } from '../parts/parts';
import { addressOf } from '../shell/router';
import { useWords } from '../words/words';
import { plain } from './any_table';

type Slate = { slate?: { id: string; rank: number; reasons: string[] }[]; excluded?: { id: string; reasons: { rule: string; party?: string; text: string; citation: string }[] }[] };
type Proposal = { assigned?: { case: string; reviewers: string[]; fit: string; due_on: string | null }[]; waiting?: { case: string; reasons?: unknown }[]; proof?: { is_optimal: boolean }; [key: string]: unknown };

function SlateOf({ number }: { number: string }) {
  const { t } = useWords();
  const answer = useQuery({ queryKey: ['slate', number], queryFn: async ({ signal }) => (await calls.readSlate(number, signal)) as Slate });
  if (answer.isPending) return <Waiting />;
  if (answer.isError) return <Trouble fault={answer.error} />;
  return (
    <div className="slate">
      <h3>{t('assign.slate')}</h3>
      <ol>
        {(answer.data.slate ?? []).map((one) => (
          <li key={one.id}>
            <strong>{one.id}</strong>
            <ul className="quiet">
              {one.reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
      <h3>{t('assign.excluded')}</h3>
      <ul>
        {(answer.data.excluded ?? []).map((one) => (
          <li key={one.id}>
            <strong>{one.id}</strong>
            {one.reasons.map((reason, at) => (
              <p key={at}>
                {reason.text} {reason.party && <span className="quiet">{reason.party}</span>} <cite>{reason.citation}</cite>
              </p>
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}

export default function AssignmentScreen() {
  const words = useWords();
  const { t } = words;
  const [seed, setSeed] = useState('1');
  const [chosen, setChosen] = useState('');
  const waiting = useQuery({ queryKey: ['queue', 'assign'], queryFn: ({ signal }) => calls.readQueue({ limit: 500 }, signal) });
  const rows = (waiting.data?.rows ?? []).filter((row) => ['eligible', 'assigned'].includes(row.status));
  const numbers = [...new Set(rows.map((row) => row.number))];
  const proposing = useMutation({ mutationFn: async () => (await calls.previewAssignment({ cases: numbers, seed: Number(seed) || 0 })) as Proposal });
  const proposal = proposing.data;
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('nav.assignment')}</h1>
        <div className="page-tools">
          <TextInput label={t('assign.seed')} value={seed} onChange={(event) => setSeed(event.currentTarget.value)} w={110} inputMode="numeric" />
          <Button onClick={() => proposing.mutate()} loading={proposing.isPending} disabled={numbers.length === 0}>
            {t('assign.propose')}
          </Button>
        </div>
      </header>
      <p className="quiet">{t('assign.lead')}</p>
      {waiting.isError && <Trouble fault={waiting.error} />}
      {proposing.isError && <Trouble fault={proposing.error} />}
      {proposal && (
        <Section title={t('assign.proposal')} aside={proposal.proof && <span className={`tag ${proposal.proof.is_optimal ? 'tag-eligible' : ''}`}>{proposal.proof.is_optimal ? t('assign.optimal') : t('assign.notoptimal')}</span>}>
          <table className="table">
            <thead>
              <tr>
                <th>{t('case.number')}</th>
                <th>{t('assign.reviewer')}</th>
                <th>{t('assign.fit')}</th>
              </tr>
            </thead>
            <tbody>
              {(proposal.assigned ?? []).map((one) => (
                <tr key={one.case}>
                  <td className="number">{one.case}</td>
                  <td>{one.reviewers.join(', ')}</td>
                  <td>{words.named('fit', one.fit)}</td>
                </tr>
              ))}
              {(proposal.waiting ?? []).map((one) => (
                <tr key={one.case}>
                  <td className="number">{one.case}</td>
                  <td colSpan={2}>
                    {t('assign.nobody')} <span className="quiet">{plain(one.reasons)}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Section>
      )}
      <div className="desk">
        {numbers.length === 0 && waiting.data && <Nothing>{t('assign.none')}</Nothing>}
        <ul className="desk-list">
          {numbers.map((number) => (
            <li key={number}>
              <button type="button" aria-current={number === chosen ? 'true' : undefined} onClick={() => setChosen(number)}>
                <span className="number">{number}</span> {rows.find((row) => row.number === number)?.employee}
              </button>
            </li>
          ))}
        </ul>
        {chosen && (
          <div className="desk-main">
            <a className="link" href={addressOf(['case', chosen])}>
              {t('assign.opencase')}
            </a>
            <SlateOf number={chosen} />
          </div>
        )}
      </div>
    </div>
  );
}
