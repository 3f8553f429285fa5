/// What the keys do on the screen that is shown (`?`).
import { Modal } from '@mantine/core';
import { useWords } from '../words/words';
import { allBindings } from './keys';

export function Keys({ of }: { of: string }) {
  return (
    <span className="keys">
      {of.split(' ').map((key, at) => (
        <kbd key={at}>{key.replace('Ctrl+', 'Ctrl ')}</kbd>
      ))}
    </span>
  );
}

export function Help({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useWords();
  const bindings = opened ? allBindings() : [];
  const goes = bindings.filter((one) => one.keys.startsWith('g '));
  const acts = bindings.filter((one) => !one.keys.startsWith('g '));
  return (
    <Modal opened={opened} onClose={onClose} title={t('key.help')} size="lg" closeButtonProps={{ 'aria-label': t('close') }}>
      <div className="help-columns">
        {[acts, goes].map((group, at) => (
          <dl key={at} className="help-keys">
            <dt className="help-title">{at === 0 ? t('help.here') : t('help.go')}</dt>
            {group.map((one) => (
              <div key={one.keys}>
                <dt>
                  <Keys of={one.keys} />
                </dt>
                <dd>{t(one.does)}</dd>
              </div>
            ))}
          </dl>
        ))}
      </div>
    </Modal>
  );
}
