/// One case: its head and its rooms (overview, record, chart, review, letters, history).
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import * as calls from '../api/calls';
import { Problem } from '../api/client';
import { useSession } from '../api/session';
import type { CaseShown } from '../api/types';
import { DueDate, Nothing, Trouble, Waiting } from '../parts/parts';
import { useRecord } from '../record/record_view';
import { Boundary } from '../shell/boundary';
import { useKeys } from '../shell/keys';
import { patiently } from '../shell/patiently';
import { addressOf, go, usePlace } from '../shell/router';
import { useWords, type Key } from '../words/words';
import { Attestation } from './attestation';
import { HistoryTab } from './history_tab';
import { LettersTab } from './letters_tab';
import { Overview } from './overview';

const RecordTab = lazy(() => patiently(() => import('../record/record_tab')));
const ChartTab = lazy(() => patiently(() => import('../chart/chart_tab')));
const ReviewTab = lazy(() => patiently(() => import('../review/review_tab')));

const TABS: { id: string; key: Key; letter: string; needsPapers: boolean }[] = [
  { id: 'overview', key: 'case.overview', letter: '1', needsPapers: false },
  { id: 'record', key: 'case.record', letter: '2', needsPapers: true },
  { id: 'chart', key: 'case.chart', letter: '3', needsPapers: true },
  { id: 'review', key: 'case.review', letter: '4', needsPapers: true },
  { id: 'letters', key: 'case.letters', letter: '5', needsPapers: true },
  { id: 'history', key: 'case.history', letter: '6', needsPapers: false },
];

function Head({ shown, tab }: { shown: CaseShown; tab: string }) {
  const words = useWords();
  const { t, named } = words;
  const one = shown.case;
  const { session } = useSession();
  // One's own step before those of others.
  const next = shown.next.find((step) => session?.roles.includes(step.who)) ?? shown.next[0];
  return (
    <header className="case-head">
      <div className="case-line">
        <h1 className="number">{one.number}</h1>
        <strong>{one.employee}</strong>
        <span className="tag">{named('status', one.status)}</span>
        {one.review === 'expedited' && <span className="tag tag-hot">{t('case.expedited')}</span>}
        {one.outcome && <span className="tag">{named('outcome', one.outcome)}</span>}
        <span className="case-next">
          {next ? (
            <>
              <span className="quiet">{named('step', next.step, next.text)}</span> <DueDate on={next.due_on} risk={next.risk} today={shown.as_of} due={next.due} />
            </>
          ) : (
            <span className="quiet">{t('case.nothingdue')}</span>
          )}
        </span>
      </div>
      <nav className="tabs" aria-label={t('case.rooms')}>
        {TABS.map((each) => (
          <a key={each.id} href={addressOf(['case', one.number, each.id])} aria-current={each.id === tab ? 'page' : undefined}>
            {t(each.key)}
          </a>
        ))}
      </nav>
    </header>
  );
}

/// Somebody else changed the case while it was open: say so, and offer to read it again.
function useChanges(number: string) {
  const queries = useQueryClient();
  useEffect(() => {
    if (typeof EventSource === 'undefined') return undefined;
    const source = new EventSource('/api/v1/changes');
    const changed = (event: MessageEvent<string>) => {
      try {
        const told = JSON.parse(event.data) as { number?: string };
        if (told.number === number) void queries.invalidateQueries({ queryKey: ['case', number] });
      } catch {
        // Not for us.
      }
    };
    source.addEventListener('case', changed as EventListener);
    return () => source.close();
  }, [number, queries]);
}

export function CaseScreen({ number }: { number: string }) {
  const { t } = useWords();
  const { session } = useSession();
  const { parts, query } = usePlace();
  const isReviewer = session?.roles.includes('reviewer') ?? false;
  const tab = TABS.find((each) => each.id === parts[2])?.id ?? (isReviewer ? 'review' : 'overview');
  const record = useRecord();
  useChanges(number);
  useKeys(TABS.map((each) => ({ keys: each.letter, does: each.key, run: () => go(['case', number, each.id]) })));
  const shown = useQuery({ queryKey: ['case', number], queryFn: ({ signal }) => calls.readCase(number, signal) });
  const needsPapers = TABS.find((each) => each.id === tab)?.needsPapers ?? false;
  const documents = useQuery({ queryKey: ['documents', number], queryFn: ({ signal }) => calls.readDocuments(number, signal), staleTime: 300_000, enabled: needsPapers });

  // An address may point at a page: `?d=d9&p=2`.
  const { turnTo } = record;
  useEffect(() => {
    if (query.d) turnTo(query.d, Number(query.p) || 1);
  }, [query.d, query.p, turnTo]);

  if (shown.isPending) return <Waiting />;
  if (shown.isError) return <Trouble fault={shown.error} retry={() => void shown.refetch()} />;
  const etag = shown.data.etag ?? `"${shown.data.data.case.version}"`;
  const isBarred = needsPapers && documents.isError && documents.error instanceof Problem && documents.error.status === 403;

  let room = null;
  if (tab === 'overview') room = <Overview shown={shown.data.data} />;
  else if (tab === 'history') room = <HistoryTab shown={shown.data.data} />;
  else if (isBarred && isReviewer) room = <Attestation shown={shown.data.data} etag={etag} />;
  else if (documents.isError) room = <Trouble fault={documents.error} retry={() => void documents.refetch()} />;
  else if (!documents.data) room = <Waiting words={t('record.opening')} />;
  else if (tab === 'record') room = <RecordTab number={number} documents={documents.data} record={record} />;
  else if (tab === 'chart') room = <ChartTab number={number} documents={documents.data.documents} record={record} />;
  else if (tab === 'review') room = <ReviewTab number={number} shown={shown.data.data} etag={etag} documents={documents.data.documents} record={record} />;
  else if (tab === 'letters') room = <LettersTab number={number} status={shown.data.data.case.status} />;
  else room = <Nothing>{t('nothing.here')}</Nothing>;

  return (
    <div className="case">
      <Head shown={shown.data.data} tab={tab} />
      <div className="case-room">
        <Boundary key={tab}>
          <Suspense fallback={<Waiting />}>{room}</Suspense>
        </Boundary>
      </div>
    </div>
  );
}
