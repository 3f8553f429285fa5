/// What the guideline asks for, criterion by criterion: met, not met or not documented, with the words it rests on, and where the
/// reviewer sees it otherwise, why.
import { Button, Menu, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Criterion, Evidence, Fact, Issue, Opinion, Verdict } from '../api/types';
import { Icon } from '../parts/icons';
import { Quote, VerdictMark } from '../parts/parts';
import { guidelineName, useWords } from '../words/words';
import { withOverride } from './draft';
import { evidenceFor, inOrder, PER_CRITERION, topicOf } from './evidence';

type Common = { facts: Map<string, Fact>; where: (at: Evidence) => string; onShow: (at: Evidence) => void; now: Evidence | undefined; draft: Opinion | null; canWrite: boolean; onDraft: (next: Opinion) => void };

function Searched({ criterion }: { criterion: Criterion }) {
  const { t } = useWords();
  const { searched } = criterion;
  if (!searched || searched.pages === 0) return null;
  return (
    <details className="searched">
      <summary>
        {t('searched', { n: searched.pages, worst: searched.worst_ocr_confidence })}
        {searched.unread.length > 0 && <strong> {t('search.unread', { n: searched.unread.length })}</strong>}
      </summary>
      <p>{searched.terms.join(' · ')}</p>
    </details>
  );
}

function CriterionRow({ issue, criterion, facts, where, onShow, now, draft, canWrite, onDraft }: Common & { issue: Issue; criterion: Criterion }) {
  const { t } = useWords();
  const [isAll, setAll] = useState(false);
  const override = draft?.items.find((item) => item.id === issue.id)?.criteria.find((one) => one.id === criterion.id);
  const verdict = override?.verdict ?? criterion.verdict;
  const evidence = evidenceFor(criterion, facts);
  const shown = isAll ? evidence : evidence.slice(0, PER_CRITERION);
  const set = (to: Verdict) => draft && onDraft(withOverride(draft, issue.id, criterion.id, to === criterion.verdict ? null : { verdict: to, reason: override?.reason ?? '' }));
  return (
    <li className={`criterion criterion-${verdict}${criterion.exclusion ? ' criterion-against' : ''}`} data-criterion={criterion.id}>
      <div className="criterion-line">
        <Menu position="bottom-start" disabled={!canWrite}>
          <Menu.Target>
            <button type="button" className="criterion-verdict" aria-label={t('criterion.change', { text: criterion.text })} disabled={!canWrite}>
              <VerdictMark verdict={verdict} />
              {canWrite && <Icon name="down" size={10} />}
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {(['met', 'not_met', 'unknown'] as const).map((one) => (
              <Menu.Item key={one} onClick={() => set(one)}>
                <VerdictMark verdict={one} /> {one === criterion.verdict && <span className="quiet">{t('criterion.engine')}</span>}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <p className="criterion-text">
          {criterion.exclusion && <span className="tag tag-against">{t('criterion.exclusion')}</span>}
          {criterion.text}
          {criterion.asks_judgment && <span className="tag">{t('criterion.judgment')}</span>}
        </p>
      </div>
      {override && (
        <div className="override">
          <p>
            {t('override.was')} <VerdictMark verdict={criterion.verdict} />{' '}
            <button type="button" className="link" onClick={() => draft && onDraft(withOverride(draft, issue.id, criterion.id, null))}>
              {t('override.undo')}
            </button>
          </p>
          <Textarea size="xs" autosize minRows={1} value={override.reason ?? ''} placeholder={t('override.why')} aria-label={t('override.why')} error={override.reason?.trim() ? undefined : t('override.needs')} onChange={(event) => draft && onDraft(withOverride(draft, issue.id, criterion.id, { verdict: override.verdict, reason: event.currentTarget.value }))} />
        </div>
      )}
      <div className="criterion-evidence">
        {shown.map((at, index) => (
          <Quote key={index} at={at} where={where(at)} onShow={onShow} now={now === at} />
        ))}
        {evidence.length > PER_CRITERION && (
          <Button variant="subtle" size="compact-xs" onClick={() => setAll(!isAll)}>
            {isAll ? t('less') : t('evidence.more', { n: evidence.length - PER_CRITERION })}
          </Button>
        )}
        {evidence.length === 0 && <Searched criterion={criterion} />}
      </div>
    </li>
  );
}

export function Criteria(props: Common & { issue: Issue }) {
  const { t, named } = useWords();
  const { issue } = props;
  const topics = issue.topics.filter((topic) => issue.criteria.some((one) => topicOf(one) === topic.id));
  return (
    <>
      {topics.map((topic) => (
        <section key={topic.id} className="topic">
          <header>
            <h3>{topic.title}</h3>
            <span className="quiet">
              {[guidelineName(topic.guideline), topic.pages && t('pages.short', { pages: topic.pages }), named('class', topic.recommendation)].filter(Boolean).join(' · ')}
            </span>
          </header>
          <ul className="criteria">
            {inOrder(issue.criteria.filter((one) => topicOf(one) === topic.id)).map((criterion) => (
              <CriterionRow key={criterion.id} {...props} criterion={criterion} />
            ))}
          </ul>
        </section>
      ))}
      {issue.topics.length === 0 && <p className="notice">{t('criteria.none')}</p>}
    </>
  );
}
