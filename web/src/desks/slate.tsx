/// The slate of one case: who may review it, best first, and who may not, each with the reason and its law.
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as calls from '../api/calls';
import type { Excluded, Slate } from '../api/types';
import { Nothing, Trouble, Waiting } from '../parts/parts';
import { addressOf } from '../shell/router';
import { useWords } from '../words/words';

/// Reasons that are a tie to a party come first: they are what a coordinator has to explain.
export function conflictsFirst(excluded: readonly Excluded[]): Excluded[] {
  const weight = (one: Excluded) => (one.reasons.some((reason) => reason.party) ? 0 : 1);
  return [...excluded].sort((a, b) => weight(a) - weight(b) || a.id.localeCompare(b.id));
}

export function SlateOf({ number, employee, canPropose }: { number: string; employee: string; canPropose: boolean }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const answer = useQuery({ queryKey: ['slate', number], queryFn: async ({ signal }) => (await calls.readSlate(number, signal)) as Slate });
  const proposing = useMutation({
    mutationFn: async (reviewer: string) => {
      const now = await calls.readCase(number);
      return calls.addEvent(number, now.etag ?? '*', { kind: 'reviewer_proposed', data: { reviewer, reason: 'chosen from the slate' } });
    },
    onSuccess: () => queries.invalidateQueries(),
  });
  if (answer.isPending) return <Waiting words={t('assign.screening')} />;
  if (answer.isError) return <Trouble fault={answer.error} />;
  const free = answer.data.slate ?? [];
  const out = conflictsFirst(answer.data.excluded ?? []);
  return (
    <div className="slate">
      <div className="slate-head">
        <h2>
          <span className="number">{number}</span> {employee}
        </h2>
        <a className="link" href={addressOf(['case', number])}>
          {t('assign.opencase')}
        </a>
      </div>
      {proposing.isError && <Trouble fault={proposing.error} />}
      <h3>{t('assign.slate')}</h3>
      {free.length === 0 && <Nothing>{t('assign.nobody')}</Nothing>}
      <ol className="cards">
        {free.map((one) => (
          <li key={one.id} className="card">
            <div className="card-head">
              <span className="item-number">{one.rank}</span>
              <strong>{one.id}</strong>
              {canPropose && (
                <Button size="compact-xs" variant={one.rank === 1 ? 'filled' : 'default'} onClick={() => proposing.mutate(one.id)} loading={proposing.isPending && proposing.variables === one.id}>
                  {t('assign.proposeone')}
                </Button>
              )}
            </div>
            <ul className="card-points">
              {one.reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
      <h3>
        {t('assign.excluded')} <span className="quiet">{out.length}</span>
      </h3>
      <ul className="cards">
        {out.map((one) => (
          <li key={one.id} className="card card-out">
            <div className="card-head">
              <strong>{one.id}</strong>
              {one.reasons.some((reason) => reason.party) && <span className="tag tag-hot">{t('assign.conflict')}</span>}
            </div>
            {one.reasons.map((reason, at) => (
              <p key={at}>
                {reason.party && <strong>{reason.party}: </strong>}
                {reason.text} <cite>{reason.citation}</cite>
              </p>
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}
