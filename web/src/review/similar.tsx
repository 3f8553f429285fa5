/// Published decisions on items like this one, and where their facts differ from this case. Shown after one's own finding, where the house wants that.
import { useQuery } from '@tanstack/react-query';
import * as calls from '../api/calls';
import { Problem } from '../api/client';
import type { SimilarItem } from '../api/types';
import { Nothing, Trouble, Waiting } from '../parts/parts';
import { humanised, useWords } from '../words/words';

/// Those that contradict this case before those that are silent on it; at most `most`.
export function gravest(differences: SimilarItem['similar'][number]['differences'], most: number) {
  return [...differences].sort((a, b) => Number(b.opposed) - Number(a.opposed)).slice(0, most);
}

const SHOWN = 5;

export function Similar({ number, item }: { number: string; item: string }) {
  const { t, named } = useWords();
  const answer = useQuery({ queryKey: ['similar', number], queryFn: ({ signal }) => calls.readSimilar(number, signal), staleTime: 300_000 });
  if (answer.isPending) return <Waiting />;
  if (answer.error instanceof Problem && answer.error.status === 404) return <Nothing>{t('similar.nolibrary')}</Nothing>;
  if (answer.isError) return <Trouble fault={answer.error} retry={() => void answer.refetch()} />;
  if (!answer.data.shown) return <Nothing>{t('similar.later')}</Nothing>;
  const one = answer.data.items.find((each) => String(each.item) === String(item));
  if (!one || one.similar.length === 0) return <Nothing>{t('similar.none')}</Nothing>;
  return (
    <>
      <p className="quiet">
        {Object.entries(one.outcomes)
          .map(([outcome, count]) => `${named('decision', outcome, humanised(outcome))}: ${count}`)
          .join(' · ')}
      </p>
      <ul className="similars">
        {one.similar.slice(0, SHOWN).map((each, at) => {
          const decided = each.decision.items.find((other) => other.n === each.item);
          return (
            <li key={at}>
              <p>
                <strong className={`decision-word decision-${decided?.outcome ?? 'none'}`}>{named('decision', decided?.outcome, humanised(decided?.outcome ?? ''))}</strong> {decided?.text}{' '}
                <span className="quiet">{[each.decision.case_number, each.decision.year, t('similar.score', { n: Math.round(each.score * 100) })].filter(Boolean).join(' · ')}</span>
              </p>
              {each.differences.length > 0 && (
                <ul className="quiet similar-differences">
                  {gravest(each.differences, 4).map((difference) => (
                    <li key={difference.concept} className={difference.opposed ? 'similar-opposed' : undefined}>
                      {t('similar.difference', { concept: humanised(difference.concept.replace(/^[a-z_]+\./, '')), here: t(`similar.${difference.here}`), there: t(`similar.${difference.there}`) })}
                    </li>
                  ))}
                </ul>
              )}
              {decided?.rationale && (
                <details className="quiet">
                  <summary>{t('decision.words')}</summary>
                  <p>{decided.rationale}</p>
                </details>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}
