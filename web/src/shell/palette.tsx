/// The palette (Ctrl-K): type a case number, a screen, or an act of the screen that is shown.
import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState, type KeyboardEvent } from 'react';
import * as calls from '../api/calls';
import { useSession } from '../api/session';
import { useWords } from '../words/words';
import { Keys } from './help';
import { allBindings, type Binding } from './keys';
import { go } from './router';

type Choice = { id: string; text: string; aside: string; keys?: string; run: () => void };

/// Every letter sequence of the question occurs in the text, in any order of words.
export function suits(text: string, asked: string) {
  const low = text.toLowerCase();
  return asked.toLowerCase().split(/\s+/).every((word) => low.includes(word));
}

export function Palette({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t, named } = useWords();
  const { session } = useSession();
  const [asked, setAsked] = useState('');
  const [at, setAt] = useState(0);
  const [acts, setActs] = useState<Binding[]>([]);
  useEffect(() => {
    if (!opened) return;
    setActs(allBindings());
    setAsked('');
    setAt(0);
  }, [opened]);
  const cases = useQuery({
    queryKey: ['palette-cases', session?.account],
    queryFn: ({ signal }) => calls.readQueue({ limit: 200 }, signal),
    enabled: opened,
    staleTime: 30_000,
  });
  const choices = useMemo<Choice[]>(() => {
    const seen = new Set<string>();
    const found = (cases.data?.rows ?? [])
      .filter((row) => !seen.has(row.number) && seen.add(row.number))
      .map((row) => ({ id: row.number, text: `${row.number}  ${row.employee}`, aside: named('status', row.status), run: () => go(['case', row.number]) }));
    const done = acts.filter((one) => one.keys !== 'Ctrl+K').map((one) => ({ id: one.keys, text: t(one.does), aside: '', keys: one.keys, run: one.run }));
    const number = asked.trim().toUpperCase();
    const direct = /^[A-Z]+\d*-?\d+/.test(number) && !seen.has(number) ? [{ id: 'direct', text: t('palette.case', { number }), aside: '', run: () => go(['case', number]) }] : [];
    return [...found, ...done].filter((one) => suits(one.text, asked)).concat(direct).slice(0, 12);
  }, [cases.data, acts, asked, t, named]);
  const chosen = Math.min(at, choices.length - 1);
  const run = (choice?: Choice) => {
    onClose();
    if (choice) setTimeout(choice.run);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt((chosen + 1) % Math.max(1, choices.length));
    else if (event.key === 'ArrowUp') setAt((chosen - 1 + choices.length) % Math.max(1, choices.length));
    else if (event.key === 'Enter') run(choices[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <Modal opened={opened} onClose={onClose} withCloseButton={false} padding={0} size={560} yOffset="12vh" centered={false} attributes={{ content: { 'aria-label': t('palette.open') } }}>
      <input className="palette-input" data-autofocus placeholder={t('palette.open')} aria-label={t('palette.open')} role="combobox" aria-expanded="true" aria-controls="palette-list" aria-activedescendant={choices[chosen] ? `palette-${chosen}` : undefined} value={asked} onChange={(event) => { setAsked(event.currentTarget.value); setAt(0); }} onKeyDown={onKey} />
      <ul className="palette-list" id="palette-list" role="listbox" aria-label={t('palette.open')}>
        {choices.map((choice, index) => (
          <li key={choice.id} id={`palette-${index}`} role="option" aria-selected={index === chosen} onMouseEnter={() => setAt(index)} onClick={() => run(choice)}>
            <span>{choice.text}</span>
            {choice.keys ? <Keys of={choice.keys} /> : <span className="quiet">{choice.aside}</span>}
          </li>
        ))}
      </ul>
      {choices.length === 0 && <p className="nothing palette-none">{t('palette.none')}</p>}
    </Modal>
  );
}
