/// The seats of a panel: who has attested and signed, and what the others decided once one's own opinion is signed.
import { useQuery } from '@tanstack/react-query';
import * as calls from '../api/calls';
import { useWords } from '../words/words';

export function PanelView({ number }: { number: string }) {
  const { t, named, date } = useWords();
  const answer = useQuery({ queryKey: ['opinions', number], queryFn: ({ signal }) => calls.readOpinions(number, signal), staleTime: 15_000 });
  const seats = answer.data?.seats ?? [];
  if (seats.length < 2) return null;
  return (
    <section className="panel-seats" aria-label={t('panel.title')}>
      <h3>{t('panel.title')}</h3>
      <ul>
        {seats.map((one) => (
          <li key={one.seat}>
            <strong>{one.is_own ? t('panel.own') : (one.reviewer ?? t('panel.seat', { n: one.seat }))}</strong>{' '}
            <span className={`tag ${one.has_signed ? 'tag-eligible' : ''}`}>{one.has_signed ? t('status.signed') : one.opined_on ? t('panel.opined', { day: date(one.opined_on) }) : one.attested_on ? t('panel.attested', { day: date(one.attested_on) }) : t('panel.waits')}</span>
            {one.opinion?.items.map((item) => (
              <p key={item.id}>
                <span className="item-number">{item.id}</span> {named('decision', item.decision ?? 'undecided')} <span className="quiet">{item.words}</span>
              </p>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
