/// The chart: what the record says, by kind, over time, where papers disagree, and what was searched and not found. Everything leads
/// to its words on the left.
import { SegmentedControl, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import * as calls from '../api/calls';
import type { CaseDocument, Evidence, Fact, Timeline } from '../api/types';
import { Icon } from '../parts/icons';
import { Nothing, Quote, Trouble, Waiting } from '../parts/parts';
import { Split } from '../parts/split';
import { RecordView, type RecordState } from '../record/record_view';
import { paperTitle } from '../record/sheets';
import '../record/record.css';
import { patiently } from '../shell/patiently';
import { useWords } from '../words/words';
import './chart.css';
import { byKind, byMeasure } from './grouping';

const Courses = lazy(() => patiently(() => import('./courses')));

type Room = 'courses' | 'facts' | 'visits' | 'against' | 'absent';

function Facts({ facts, where, onShow, now }: { facts: Fact[]; where: (at: Evidence) => string; onShow: (at: Evidence) => void; now: Evidence | undefined }) {
  const words = useWords();
  const { t, named, date } = words;
  const [asked, setAsked] = useState('');
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const groups = useMemo(() => byKind(facts, asked), [facts, asked]);
  const toggle = (id: string) =>
    setOpen((was) => {
      const next = new Set(was);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return (
    <>
      <TextInput value={asked} onChange={(event) => setAsked(event.currentTarget.value)} placeholder={t('chart.filter')} aria-label={t('chart.filter')} leftSection={<Icon name="search" size={13} />} />
      {groups.length === 0 && <Nothing>{t('chart.none')}</Nothing>}
      {groups.map((group) => (
        <section key={group.kind} className="fact-group">
          <h3>
            {named('fact', group.kind)} <span className="quiet">{group.facts.length}</span>
          </h3>
          <ul>
            {group.facts.map((fact) => (
              <li key={fact.id} className={`fact fact-${fact.assertion}`}>
                <button type="button" className="fact-line" aria-expanded={open.has(fact.id)} onClick={() => { toggle(fact.id); if (!open.has(fact.id) && fact.evidence[0]) onShow(fact.evidence[0]); }}>
                  <span className="fact-date">{date(fact.date)}</span>
                  <span className="fact-text">
                    {fact.assertion !== 'present' && <em>{t(`assertion.${fact.assertion}`)} </em>}
                    {fact.text}
                    {fact.experiencer !== 'patient' && <span className="tag">{named('experiencer', fact.experiencer)}</span>}
                    {fact.temporality !== 'current' && <span className="quiet"> {named('temporality', fact.temporality)}</span>}
                    {fact.from_ur_only && <span className="tag">{t('chart.ur')}</span>}
                  </span>
                  {fact.evidence.length > 1 && <span className="fact-count">{t('chart.places', { n: fact.evidence.length })}</span>}
                </button>
                {open.has(fact.id) && fact.evidence.slice(0, 12).map((at, index) => <Quote key={index} at={at} where={where(at)} onShow={onShow} now={now === at} />)}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Visits({ timeline, onTurn }: { timeline: Timeline; onTurn: (document: string, page: number) => void }) {
  const words = useWords();
  const { t, named, date } = words;
  return (
    <ol className="visits">
      {timeline.encounters.map((visit, at) => (
        <li key={at}>
          <button type="button" className="visit-head" onClick={() => onTurn(visit.document, visit.first_page)}>
            <strong>{date(visit.date) || t('record.undated')}</strong> {visit.title ?? named('kind', visit.kind)}
            {visit.author && <span className="quiet"> · {visit.author}</span>}
          </button>
          <ul>
            {visit.lines
              .filter((line) => line.new)
              .slice(0, 14)
              .map((line, index) => (
                <li key={index}>
                  <button type="button" className="visit-line" onClick={() => onTurn(visit.document, line.page)}>
                    <span className="quiet">{named('fact', line.topic)}</span> {line.text}
                  </button>
                </li>
              ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

function Absent({ number }: { number: string }) {
  const { t } = useWords();
  const review = useQuery({ queryKey: ['review', number, true], queryFn: ({ signal }) => calls.readReview(number, true, signal), staleTime: 60_000 });
  if (review.isPending) return <Waiting />;
  if (review.isError) return <Trouble fault={review.error} />;
  const rows = review.data.issues.flatMap((issue) => issue.criteria.filter((criterion) => criterion.verdict === 'unknown' && criterion.facts.length === 0).map((criterion) => ({ issue, criterion })));
  if (rows.length === 0) return <Nothing>{t('absent.none')}</Nothing>;
  return (
    <ul className="absents">
      {rows.map(({ issue, criterion }) => (
        <li key={`${issue.id}${criterion.id}`}>
          <p>
            <span className="item-number">{issue.id}</span> {criterion.text}
          </p>
          {criterion.searched && (
            <details>
              <summary>
                {t('searched', { n: criterion.searched.pages, worst: criterion.searched.worst_ocr_confidence })}
                {criterion.searched.unread.length > 0 && <strong> {t('search.unread', { n: criterion.searched.unread.length })}</strong>}
              </summary>
              <p className="quiet">{criterion.searched.terms.join(' · ')}</p>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}

export default function ChartTab({ number, documents, record }: { number: string; documents: CaseDocument[]; record: RecordState }) {
  const words = useWords();
  const { t } = words;
  const [room, setRoom] = useState<Room>('courses');
  const chart = useQuery({ queryKey: ['chart', number], queryFn: ({ signal }) => calls.readChart(number, signal), staleTime: 300_000 });
  const timeline = useQuery({ queryKey: ['timeline', number], queryFn: ({ signal }) => calls.readTimeline(number, signal), staleTime: 300_000 });
  const byId = useMemo(() => new Map(documents.map((one) => [one.id, one])), [documents]);
  const where = useCallback((at: Evidence) => paperTitle(byId.get(at.document), words.named, words.date), [byId, words]);
  const wanted = room === 'facts' ? chart : room === 'absent' ? null : timeline;
  const facts = chart.data?.facts ?? [];
  const panel = (
    <div className="panel">
      <div className="panel-head">
        <SegmentedControl
          value={room}
          onChange={(to) => setRoom(to as Room)}
          aria-label={t('case.chart')}
          data={[
            { value: 'courses', label: t('chart.courses') },
            { value: 'facts', label: t('chart.facts') },
            { value: 'visits', label: t('chart.visits') },
            { value: 'against', label: `${t('chart.against')}${timeline.data?.contradictions.length ? ` ${timeline.data.contradictions.length}` : ''}` },
            { value: 'absent', label: t('chart.absent') },
          ]}
        />
      </div>
      <div className="panel-body">
        {wanted?.isPending && <Waiting />}
        {wanted?.isError && <Trouble fault={wanted.error} retry={() => void wanted.refetch()} />}
        {room === 'facts' && chart.data && <Facts facts={facts} where={where} onShow={record.show} now={record.focus?.at} />}
        {room === 'courses' && timeline.data && (
          <Suspense fallback={<Waiting />}>
            <Courses groups={byMeasure(timeline.data.series)} onShow={record.show} where={where} />
          </Suspense>
        )}
        {room === 'visits' && timeline.data && <Visits timeline={timeline.data} onTurn={record.turnTo} />}
        {room === 'against' && timeline.data && (
          <ul className="contradictions">
            {timeline.data.contradictions.length === 0 && <Nothing>{t('against.none')}</Nothing>}
            {timeline.data.contradictions.map((one, at) => (
              <li key={at}>
                <p>{one.text}</p>
                {one.sides.map((side, index) => (
                  <Quote key={index} at={side.evidence} where={where(side.evidence)} onShow={record.show} now={record.focus?.at === side.evidence} />
                ))}
              </li>
            ))}
          </ul>
        )}
        {room === 'absent' && <Absent number={number} />}
      </div>
    </div>
  );
  return <Split name="chart" left={<RecordView number={number} documents={documents} record={record} isCompact />} right={panel} />;
}
