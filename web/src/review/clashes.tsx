/// Two people on one case: whose change it was, what differs, and the choice.
import { Button } from '@mantine/core';
import type { CaseEvent } from '../api/types';
import { Icon } from '../parts/icons';
import { useWords } from '../words/words';
import type { Clash } from './draft';

export function Clashes({ clashes, history, onSettle }: { clashes: Clash[]; history: CaseEvent[]; onSettle: (keep: 'mine' | 'theirs') => void }) {
  const { t, moment } = useWords();
  const last = history[history.length - 1];
  return (
    <div className="clashes" role="alert">
      <p>
        <Icon name="people" /> <strong>{t('clash.title')}</strong>
      </p>
      {last && <p className="quiet">{t('clash.who', { who: last.by, when: moment(last.recorded) })}</p>}
      <ul>
        {clashes.map((clash) => (
          <li key={clash.where}>
            <strong>{t('clash.where', { where: clash.where })}</strong>
            <p>
              <em>{t('clash.mine')}</em> {clash.mine || '–'}
            </p>
            <p>
              <em>{t('clash.theirs')}</em> {clash.theirs || '–'}
            </p>
          </li>
        ))}
      </ul>
      <div className="form-end">
        <Button variant="default" onClick={() => onSettle('theirs')}>
          {t('clash.take')}
        </Button>
        <Button onClick={() => onSettle('mine')}>{t('clash.keep')}</Button>
      </div>
    </div>
  );
}
