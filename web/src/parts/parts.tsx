/// Small pieces that every screen uses: what waits, what went wrong, verdict marks, due dates, quotes that lead to their words.
import { Button, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { Problem } from '../api/client';
import type { Due, Evidence, Verdict } from '../api/types';
import { useWords, type Key } from '../words/words';
import { dueIn } from './days';
import { Icon } from './icons';
import { toldOf } from './problem_words';

export function Waiting({ words }: { words?: string }) {
  const { t } = useWords();
  return (
    <div className="waiting" role="status">
      <span className="waiting-bar" aria-hidden="true" />
      {words ?? t('wait')}
    </div>
  );
}

/// What the server said, with what to do about it.
export function Trouble({ fault, retry }: { fault: unknown; retry?: () => void }) {
  const { t } = useWords();
  const problem = fault instanceof Problem ? fault : new Problem(-1, fault instanceof Error ? fault.message : String(fault));
  const told = toldOf(problem, t);
  return (
    <div className={`trouble${problem.isStale ? ' trouble-mild' : ''}`} role="alert">
      <Icon name={problem.status === 403 ? 'lock' : 'warn'} size={18} />
      <div>
        <strong>{told.title ? t(told.title) : told.own}</strong>
        {told.lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        {told.law && (
          <p>
            <cite>{told.law}</cite>
          </p>
        )}
        {retry && (
          <Button variant="default" size="compact-xs" onClick={retry}>
            {t('again')}
          </Button>
        )}
      </div>
    </div>
  );
}

export function Nothing({ children }: { children: ReactNode }) {
  return <p className="nothing">{children}</p>;
}

const MARKS: Record<Verdict, { sign: string; key: Key }> = {
  met: { sign: '✓', key: 'verdict.met' },
  not_met: { sign: '✕', key: 'verdict.not_met' },
  unknown: { sign: '?', key: 'verdict.unknown' },
};

export function VerdictMark({ verdict, plain = false }: { verdict: Verdict; plain?: boolean }) {
  const { t } = useWords();
  const mark = MARKS[verdict];
  return (
    <span className={`verdict verdict-${verdict}`}>
      <span aria-hidden="true" className="verdict-sign">
        {mark.sign}
      </span>
      <span className={plain ? 'sr-only' : undefined}>{t(mark.key)}</span>
    </span>
  );
}

/// A date one must keep: how far it is from today, and on hover or focus how it was computed, step by step with the law.
/// `isPlain`: the date alone, for what may have been done long ago.
export function DueDate({ on, risk, today, due, isPlain = false }: { on: string | null; risk?: string | null; today: string; due?: Due | null; isPlain?: boolean }) {
  const words = useWords();
  if (!on) return <span className="quiet">{words.t('due.none')}</span>;
  const days = dueIn(today, on);
  const away = days < 0 ? words.t('due.over', { n: -days }) : days === 0 ? words.t('due.today') : words.t('due.in', { n: days });
  const grade = risk === 'overdue' || days < 0 ? 'over' : risk === 'today' || risk === 'soon' || days <= 3 ? 'soon' : 'later';
  const body = (
    <span className={`due due-${grade}`} tabIndex={due ? 0 : undefined}>
      <span className="due-date">{words.date(on)}</span>
      {!isPlain && <span className="due-away">{away}</span>}
    </span>
  );
  if (!due) return body;
  return (
    <Tooltip label={<DueSteps due={due} />} events={{ hover: true, focus: true, touch: true }} classNames={{ tooltip: 'derivation' }}>
      {body}
    </Tooltip>
  );
}

export function DueSteps({ due }: { due: Due }) {
  const words = useWords();
  return (
    <span className="derivation-steps">
      <strong>{due.title ?? words.named('rule', due.rule)}</strong>
      {due.derivation.map((step, at) => (
        <span className="derivation-step" key={at}>
          <span>{words.date(step.date)}</span>
          <span>{step.step}</span>
          <em>{step.citation}</em>
        </span>
      ))}
      {due.notes?.map((note) => <span key={note}>{note}</span>)}
    </span>
  );
}

/// Words of the record. Clicking shows them on their page.
export function Quote({ at, where, onShow, now = false }: { at: Evidence; where: string; onShow: (at: Evidence) => void; now?: boolean }) {
  const { t } = useWords();
  const poor = at.confidence !== undefined && at.confidence < 80;
  return (
    <button type="button" className={`quote${now ? ' quote-now' : ''}`} onClick={() => onShow(at)} data-document={at.document} data-page={at.page} data-begin={at.begin}>
      <span className="quote-words">{at.quote.replace(/\s+/g, ' ')}</span>
      <span className="quote-where">
        {where}, {t('page.short', { n: at.page })}
        {poor && <span className="quote-poor">{t('ocr.percent', { n: at.confidence ?? 0 })}</span>}
      </span>
    </button>
  );
}

export function Section({ title, aside, children, id }: { title: ReactNode; aside?: ReactNode; children: ReactNode; id?: string }) {
  return (
    <section className="section" id={id}>
      <header className="section-head">
        <h2>{title}</h2>
        {aside && <div className="section-aside">{aside}</div>}
      </header>
      {children}
    </section>
  );
}

export function Pairs({ of }: { of: [string, ReactNode][] }) {
  return (
    <dl className="pairs">
      {of
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
