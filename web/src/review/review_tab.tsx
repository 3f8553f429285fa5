/// The review: the record on the left, the evidence for each item on the right, and below it the reviewer's own decision.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import * as calls from '../api/calls';
import { useSession } from '../api/session';
import type { CaseDocument, CaseShown, Evidence, Fact, Issue } from '../api/types';
import { Icon } from '../parts/icons';
import { Trouble, Waiting } from '../parts/parts';
import { Split } from '../parts/split';
import { RecordView, type RecordState } from '../record/record_view';
import { paperTitle } from '../record/sheets';
import '../record/record.css';
import { useKeys } from '../shell/keys';
import { useWords } from '../words/words';
import { Clashes } from './clashes';
import { Criteria } from './criteria';
import { Decision } from './decision';
import { withItem } from './draft';
import { evidenceOf } from './evidence';
import { OwnFinding } from './own_finding';
import { Recommendation } from './recommendation';
import './review.css';
import { SignPanel } from './sign_panel';
import { useChecks } from './use_checks';
import { PanelView } from './panel_view';
import { Similar } from './similar';
import { reasonsOfReturn } from './returned';
import { useDraft } from './use_draft';

type Props = { number: string; shown: CaseShown; etag: string; documents: CaseDocument[]; record: RecordState };

const WORKING = new Set(['assigned', 'under_review', 'opined']);

export default function ReviewTab({ number, shown, etag, documents, record }: Props) {
  const words = useWords();
  const { t, named } = words;
  const { session, may } = useSession();
  const queries = useQueryClient();
  const isReviewer = session?.roles.includes('reviewer') ?? false;
  const canWrite = isReviewer && may('opinion_write') && WORKING.has(shown.case.status);
  const review = useQuery({ queryKey: ['review', number], queryFn: ({ signal }) => calls.readReview(number, false, signal), staleTime: 60_000 });
  const issues = review.data?.issues;
  const returned = reasonsOfReturn(shown.history);
  const draft = useDraft(number, issues, canWrite, shown);
  const checks = useChecks(number, draft.draft, canWrite, review.data?.checks);
  const [at, setAt] = useState(0);
  const [step, setStep] = useState(-1);
  const [isSigning, setSigning] = useState(false);

  const facts = useMemo(() => new Map<string, Fact>((review.data?.chart?.facts ?? []).map((fact) => [fact.id, fact])), [review.data]);
  const byId = useMemo(() => new Map(documents.map((one) => [one.id, one])), [documents]);
  const where = useCallback((one: Evidence) => paperTitle(byId.get(one.document), words.named, words.date), [byId, words]);
  const issue: Issue | undefined = issues?.[Math.min(at, (issues?.length ?? 1) - 1)];
  const evidence = useMemo(() => (issue ? evidenceOf(issue, facts) : []), [issue, facts]);
  useEffect(() => setStep(-1), [at]);

  const move = (by: number) => issues && setAt((was) => Math.max(0, Math.min(issues.length - 1, was + by)));
  const walk = (by: number) => {
    if (evidence.length === 0) return;
    const next = step < 0 && by < 0 ? evidence.length - 1 : (step + by + evidence.length) % evidence.length;
    setStep(next);
    record.show(evidence[next]!);
  };
  const decide = (decision: 'upheld' | 'overturned') => issue && draft.draft && canWrite && draft.change(withItem(draft.draft, issue.id, { decision }));
  useKeys([
    { keys: 'j', does: 'key.item.next', run: () => move(1) },
    { keys: 'k', does: 'key.item.previous', run: () => move(-1) },
    { keys: 'n', does: 'key.evidence.next', run: () => walk(1) },
    { keys: 'p', does: 'key.evidence.previous', run: () => walk(-1) },
    { keys: 'u', does: 'key.uphold', run: () => decide('upheld') },
    { keys: 'o', does: 'key.overturn', run: () => decide('overturned') },
    { keys: 'e', does: 'key.write', run: () => document.querySelector<HTMLTextAreaElement>('[data-words]')?.focus() },
    { keys: 'S', does: 'key.sign', run: () => canWrite && setSigning(true) },
  ]);

  const now = record.focus?.at;
  let body = null;
  if (review.isPending) body = <Waiting words={t('review.reading')} />;
  else if (review.isError) body = <Trouble fault={review.error} retry={() => void review.refetch()} />;
  else if (issue) {
    const isHidden = review.data.recommendation_shown === false || !issue.recommendation;
    const found = review.data.findings?.find((one) => String(one.item) === String(issue.id));
    body = (
      <>
        <div className="item-head">
          <p className="item-request">{issue.text}</p>
          <p className="quiet">
            {t('item.ur')} {named('ur', shown.case.items.find((item) => item.id === issue.id)?.ur_outcome)}
            {issue.phase && ` · ${named('phase', issue.phase)}`}
            {issue.claims_administrator_guideline && ` · ${t('item.urguideline')} ${issue.claims_administrator_guideline}`}
          </p>
        </div>
        <Criteria issue={issue} facts={facts} where={where} onShow={record.show} now={now} draft={draft.draft} canWrite={canWrite} onDraft={draft.change} />
        {isHidden && canWrite && !found && <OwnFinding number={number} etag={etag} item={issue.id} onDone={() => void queries.invalidateQueries({ queryKey: ['review', number] })} />}
        {isHidden && (found || !canWrite) && <p className="notice">{found ? t('finding.waits', { decision: named('decision', found.decision) }) : t('recommendation.hidden')}</p>}
        <PanelView number={number} />
        {!isHidden && (
          <details className="similar">
            <summary>{t('similar.title')}</summary>
            <Similar number={number} item={issue.id} />
          </details>
        )}
        {!isHidden && <Recommendation issue={issue} facts={facts} where={where} onShow={record.show} now={now} />}
        {draft.draft && <Decision issue={issue} draft={draft.draft} canWrite={canWrite} onDraft={draft.change} checks={checks.checks} isChecking={checks.isChecking} where={where} onShow={record.show} now={now} />}
      </>
    );
  }

  const panel = (
    <div className="panel review-panel">
      <div className="panel-head review-head">
        <div className="item-tabs" role="tablist" aria-label={t('case.items')}>
          {(issues ?? []).map((one, index) => {
            const decision = draft.draft?.items.find((item) => item.id === one.id)?.decision;
            return (
              <button type="button" role="tab" key={one.id} aria-selected={one === issue} onClick={() => setAt(index)} title={one.text}>
                <span className="item-number">{one.id}</span>
                <span className="item-tab-text">{one.text}</span>
                {decision && <span className={`dot dot-${decision}`} title={named('decision', decision)} />}
              </button>
            );
          })}
        </div>
        <span className={`draft-state draft-${draft.state}`} role="status">
          {canWrite || draft.state === 'failed' ? t(`draft.${draft.state}`) : t('draft.readonly')}
          {draft.state === 'failed' && (
            <button type="button" className="link" onClick={draft.retry}>
              {t('again')}
            </button>
          )}
        </span>
        {canWrite && (
          <Button onClick={() => setSigning(true)} leftSection={<Icon name="review" size={13} />}>
            {t('sign.open')}
          </Button>
        )}
      </div>
      {returned && (
        <div className="returned" role="status">
          <strong>{t('quality.returned')}</strong>
          {returned.map((one) => (
            <p key={one}>{one}</p>
          ))}
        </div>
      )}
      {draft.state === 'clash' && <Clashes clashes={draft.clashes} history={shown.history} onSettle={draft.settle} />}
      <div className="panel-body review-body" data-item={issue?.id}>
        {draft.state === 'failed' && draft.fault && <Trouble fault={draft.fault} retry={draft.retry} />}
        {body}
      </div>
      {draft.draft && <SignPanel opened={isSigning} onClose={() => setSigning(false)} number={number} shown={shown} draft={draft} checks={checks.checks} />}
    </div>
  );
  return <Split name="review" left={<RecordView number={number} documents={documents} record={record} marks={evidence} isCompact />} right={panel} />;
}
