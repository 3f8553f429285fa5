/// What the case is: what is next, items, parties, eligibility with its law, dates that run.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import * as calls from '../api/calls';
import { Problem } from '../api/client';
import { useSession } from '../api/session';
import type { CaseShown, Due } from '../api/types';
import { DueDate, Nothing, Pairs, Section, Trouble, Waiting } from '../parts/parts';
import { capital, useWords } from '../words/words';
import { EventForm } from './event_form';
import { addressOf } from '../shell/router';
import { Recuse } from './recuse';
import { UploadPapers } from './upload';

function EligibilityFindings({ number }: { number: string }) {
  const words = useWords();
  const { t, named } = words;
  const { session } = useSession();
  const [isOpen, setOpen] = useState(false);
  const answer = useQuery({ queryKey: ['eligibility', number], queryFn: ({ signal }) => calls.readEligibility(number, signal), staleTime: 60_000 });
  if (answer.isPending) return <Waiting />;
  if (answer.error instanceof Problem && answer.error.status === 403 && session?.roles.includes('reviewer')) return <Nothing>{t('eligibility.afterattest')}</Nothing>;
  if (answer.isError) return <Trouble fault={answer.error} retry={() => void answer.refetch()} />;
  const findings = answer.data.findings ?? [];
  const against = findings.filter((one) => one.result !== 'passed');
  const shown = isOpen ? findings : against;
  return (
    <>
      <p>
        <span className={`tag tag-${answer.data.outcome}`}>{named('outcome', answer.data.outcome)}</span> <span className="quiet">{t('eligibility.count', { n: findings.length, against: against.length })}</span>{' '}
        <button type="button" className="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? t('less') : t('eligibility.all')}
        </button>
      </p>
      {answer.data.items.flatMap((item) => item.reasons.map((reason) => (
        <p key={`${item.id}${reason.code}`} className="finding">
          <strong>{t('item.n', { n: item.id })}</strong> {reason.text} <cite>{reason.citation}</cite>
        </p>
      )))}
      {shown.length > 0 && (
        <ul className="findings">
          {shown.map((one, at) => (
            <li key={at} className={`finding finding-${one.result}`}>
              <span className="finding-sign" aria-hidden="true">
                {one.result === 'passed' ? '✓' : one.result === 'failed' ? '✕' : '–'}
              </span>
              <div>
                <p>
                  {one.item && <strong>{t('item.n', { n: one.item })} </strong>}
                  {one.text}
                </p>
                <p className="quiet">
                  {one.value} <cite>{one.citation}</cite>
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Deadlines({ number, today }: { number: string; today: string }) {
  const words = useWords();
  const { t } = words;
  const { session } = useSession();
  const answer = useQuery({ queryKey: ['deadlines', number], queryFn: ({ signal }) => calls.readDeadlines(number, signal), staleTime: 60_000 });
  if (answer.isPending) return <Waiting />;
  if (answer.error instanceof Problem && answer.error.status === 403 && session?.roles.includes('reviewer')) return <Nothing>{t('eligibility.afterattest')}</Nothing>;
  if (answer.isError) return <Trouble fault={answer.error} />;
  const running = answer.data.deadlines.filter((due) => due.due_on);
  const still = answer.data.deadlines.filter((due) => !due.due_on);
  const title = (due: Due) => capital(due.title ?? words.named('rule', due.rule));
  return (
    <>
      <ul className="deadlines">
        {running.map((due) => (
          <li key={due.rule}>
            <span>{title(due)}</span>
            <DueDate on={due.due_on} today={today} due={due} isPlain />
          </li>
        ))}
      </ul>
      {still.length > 0 && (
        <details className="deadlines-still">
          <summary>{t('case.notrunning', { n: still.length })}</summary>
          <ul className="deadlines">
            {still.map((due) => (
              <li key={due.rule}>
                <span>{title(due)}</span>
                <span className="quiet">{t('due.waits', { for: words.named('rule', due.waits_for) })}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

export function Overview({ shown }: { shown: CaseShown }) {
  const words = useWords();
  const { t, named, date } = words;
  const { may, session } = useSession();
  const [isActing, setActing] = useState(false);
  const one = shown.case;
  const mustAttest = session?.roles.includes('reviewer') && shown.next.some((step) => step.step === 'attest' || step.step === 'attest_again');
  const canTell = session?.roles.some((role) => ['coordinator', 'intake', 'medical_director', 'reviewer'].includes(role));
  return (
    <div className="overview">
      <div className="overview-main">
        {mustAttest && (
          <div className="attest-first" role="status">
            <div>
              <strong>{t('attest.first.title')}</strong>
              <p>{t('attest.first.text')}</p>
            </div>
            <Button component="a" href={addressOf(['case', one.number, 'review'])}>
              {t('attest.first.do')}
            </Button>
          </div>
        )}
        <Section
          title={t('case.next')}
          aside={
            <>
              {may('document_add') && <UploadPapers number={one.number} />}
              {session?.roles.includes('reviewer') && shown.next.length > 0 && <Recuse number={one.number} account={session.account} />}
              {canTell && <Button variant={mustAttest ? 'default' : 'filled'} onClick={() => setActing(true)}>{t('event.record')}</Button>}
            </>
          }
        >
          {shown.next.length === 0 && <Nothing>{t('case.nothingdue')}</Nothing>}
          <ul className="steps">
            {shown.next.map((step, at) => (
              <li key={at}>
                <span className="steps-text">{named('step', step.step, step.text)}</span>
                <span className="quiet">{named('role', step.who)}</span>
                <DueDate on={step.due_on} risk={step.risk} today={shown.as_of} due={step.due} />
              </li>
            ))}
          </ul>
        </Section>
        <Section title={t('case.items')}>
          <ol className="items">
            {one.items.map((item) => (
              <li key={item.id}>
                <span className="item-number">{item.id}</span>
                <div>
                  <p className="item-text">{item.text}</p>
                  <p className="quiet">
                    {t('item.ur')} {named('ur', item.ur_outcome)}
                    {item.eligibility && ` · ${named('outcome', item.eligibility)}`}
                    {item.decision && ` · ${named('decision', item.decision)}`}
                    {item.ended && ` · ${named('ended', item.ended)}`}
                  </p>
                </div>
              </li>
            ))}
          </ol>
        </Section>
        <Section title={t('case.eligibility')}>
          <EligibilityFindings number={one.number} />
        </Section>
      </div>
      <div className="overview-side">
        <Section title={t('case.facts')}>
          <Pairs
            of={[
              [t('case.claim'), one.claim_number],
              [t('case.adj'), one.adjudication_number],
              [t('case.injury'), date(one.date_of_injury)],
              [t('case.birth'), date(one.date_of_birth)],
              [t('case.received'), date(one.received_on)],
              [t('case.records'), one.records_on ? `${date(one.records_on)}${one.records_complete ? '' : ` (${t('case.incomplete')})`}` : ''],
              [t('case.issued'), date(one.issued_on)],
              [t('case.round'), one.round > 1 ? String(one.round) : ''],
              [t('case.reviewers'), one.reviewers.map((reviewer) => String(reviewer.reviewer ?? reviewer.id ?? '')).filter(Boolean).join(', ')],
            ]}
          />
        </Section>
        <Section title={t('case.deadlines')}>
          <Deadlines number={one.number} today={shown.as_of} />
        </Section>
        <Section title={t('case.parties')}>
          <ul className="parties">
            {one.parties.map((party, at) => (
              <li key={at}>
                <span>{party.name}</span>
                <span className="quiet">{named('party', party.role)}</span>
              </li>
            ))}
          </ul>
        </Section>
      </div>
      <EventForm opened={isActing} onClose={() => setActing(false)} numbers={[one.number]} status={one.status} />
    </div>
  );
}
