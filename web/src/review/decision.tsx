/// The reviewer's decision on one item, in the reviewer's words, with the checks beside what they are about.
import { Button, Textarea, TextInput } from '@mantine/core';
import type { Check, Evidence, Issue, Opinion } from '../api/types';
import { Icon } from '../parts/icons';
import { Quote } from '../parts/parts';
import { useWords } from '../words/words';
import { withItem, withResolution } from './draft';

type Props = { issue: Issue; draft: Opinion; canWrite: boolean; onDraft: (next: Opinion) => void; checks: Check[]; isChecking: boolean; where: (at: Evidence) => string; onShow: (at: Evidence) => void; now: Evidence | undefined };

function CheckCard({ check, draft, canWrite, onDraft, where, onShow, now }: Omit<Props, 'issue' | 'checks' | 'isChecking'> & { check: Check }) {
  const { t, named } = useWords();
  const id = `${check.id}`;
  const resolution = draft.resolutions.find((one) => one.check === id || one.check === `${check.n}`);
  return (
    <li className={`check check-${check.severity}${resolution?.text.trim() ? ' check-settled' : ''}`} data-check={check.id}>
      <header>
        <Icon name="warn" size={13} /> <strong>{named('check', check.id)}</strong>
        <span className="tag">{t(check.severity === 'block' ? 'check.block' : 'check.warn')}</span>
        {check.speaker && <span className="quiet">{named('speaker', check.speaker)}</span>}
      </header>
      <p>{check.statement ? `“${check.statement.replace(/\s+/g, ' ')}”` : check.text}</p>
      {check.evidence.slice(0, 3).map((at, index) => (
        <Quote key={index} at={at} where={where(at)} onShow={onShow} now={now === at} />
      ))}
      {check.citation && <cite>{check.citation}</cite>}
      {check.severity === 'block' && (
        <Textarea size="xs" autosize minRows={1} readOnly={!canWrite} value={resolution?.text ?? ''} placeholder={t('check.resolve')} aria-label={t('check.resolve')} onChange={(event) => onDraft(withResolution(draft, id, event.currentTarget.value))} />
      )}
    </li>
  );
}

export function Decision(props: Props) {
  const { issue, draft, canWrite, onDraft, checks, isChecking } = props;
  const { t, named } = useWords();
  const item = draft.items.find((one) => one.id === issue.id);
  if (!item) return null;
  const mine = checks.filter((check) => !check.item || String(check.item) === String(issue.id));
  const engine = (issue.rationale ?? []).map((one) => one.text).join(' ');
  return (
    <section className="decision">
      <header>
        <h3>{t('decision.title')}</h3>
        <div className="decide" role="radiogroup" aria-label={t('decision.title')}>
          {(['upheld', 'overturned'] as const).map((one) => (
            <button type="button" key={one} role="radio" aria-checked={item.decision === one} className={`decide-${one}`} disabled={!canWrite} onClick={() => onDraft(withItem(draft, issue.id, { decision: one }))}>
              {named('decide', one)} <kbd>{one === 'upheld' ? 'u' : 'o'}</kbd>
            </button>
          ))}
        </div>
      </header>
      <div className="decision-body">
        <div className="decision-words">
          <Textarea data-words label={t('decision.words')} value={item.words ?? ''} readOnly={!canWrite} autosize minRows={7} maxRows={26} placeholder={t('decision.words.hint')} onChange={(event) => onDraft(withItem(draft, issue.id, { words: event.currentTarget.value }))} classNames={{ input: 'reading' }} spellCheck lang="en" />
          {canWrite && engine && !item.words && (
            <Button variant="default" size="compact-xs" onClick={() => onDraft(withItem(draft, issue.id, { words: engine }))}>
              {t('decision.takedraft')}
            </Button>
          )}
          {item.guidelines.map((guideline, at) => (
            <div className="guideline-row" key={at}>
              <TextInput label={at === 0 ? t('decision.guideline') : undefined} aria-label={t('decision.guideline')} value={guideline.source} readOnly={!canWrite} onChange={(event) => onDraft(withItem(draft, issue.id, { guidelines: item.guidelines.map((one, index) => (index === at ? { ...one, source: event.currentTarget.value } : one)) }))} />
              <TextInput label={at === 0 ? t('decision.pages') : undefined} aria-label={t('decision.pages')} value={guideline.pages ?? ''} w={110} readOnly={!canWrite} onChange={(event) => onDraft(withItem(draft, issue.id, { guidelines: item.guidelines.map((one, index) => (index === at ? { ...one, pages: event.currentTarget.value } : one)) }))} />
            </div>
          ))}
        </div>
        <aside className="margin" aria-label={t('check.margin')}>
          <p className="margin-head">
            {t('check.margin')} <span className="quiet" role="status">{isChecking ? t('check.going') : t('check.count', { n: mine.length })}</span>
          </p>
          <ul>
            {mine.map((check) => (
              <CheckCard key={`${check.id}${check.n}`} check={check} {...props} />
            ))}
          </ul>
        </aside>
      </div>
    </section>
  );
}
