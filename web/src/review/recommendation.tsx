/// What the program recommends and why, what would change it, and the answer to the utilization review.
import type { Evidence, Fact, Issue } from '../api/types';
import { Quote } from '../parts/parts';
import { useWords } from '../words/words';

type Props = { issue: Issue; facts: Map<string, Fact>; where: (at: Evidence) => string; onShow: (at: Evidence) => void; now: Evidence | undefined };

export function Recommendation({ issue, facts, where, onShow, now }: Props) {
  const { t, named } = useWords();
  return (
    <section className={`recommendation recommendation-${issue.recommendation}`}>
      <header>
        <h3>{t('recommendation.title')}</h3>
        <strong className="recommendation-word">{named('decision', issue.recommendation)}</strong>
      </header>
      {(issue.reasons?.length ?? 0) > 0 && (
        <ul className="reasons">
          {issue.reasons!.map((reason, at) => (
            <li key={at}>{reason}</li>
          ))}
        </ul>
      )}
      {(issue.would_change?.length ?? 0) > 0 && (
        <details open className="would-change">
          <summary>{t('change.title')}</summary>
          <ol>
            {issue.would_change!.map((way, at) => (
              <li key={at}>
                {way.map((one, index) => (
                  <p key={index}>
                    {index > 0 && <em>{t('change.and')} </em>}
                    {one.words ?? one.needed}
                  </p>
                ))}
              </li>
            ))}
          </ol>
        </details>
      )}
      {(issue.ur_answer?.length ?? 0) > 0 && (
        <details className="ur-answer">
          <summary>{t('ur.title', { n: issue.ur_answer!.length })}</summary>
          <ul>
            {issue.ur_answer!.map((one, at) => (
              <li key={at}>
                {one.at ? <Quote at={one.at} where={where(one.at)} onShow={onShow} now={now === one.at} /> : <p>{one.said}</p>}
                <p>
                  <span className={`tag tag-${one.standing}`}>{named('standing', one.standing)}</span> {one.answer}
                </p>
                {one.facts.slice(0, 3).map((id) => {
                  const evidence = facts.get(id)?.evidence[0];
                  return evidence ? <Quote key={id} at={evidence} where={where(evidence)} onShow={onShow} now={now === evidence} /> : null;
                })}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
