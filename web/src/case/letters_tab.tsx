/// The letters of the case: what stands where, a preview in the language of who gets it, and the file.
import { Checkbox, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import * as calls from '../api/calls';
import type { LetterRow } from '../api/types';
import { Nothing, Trouble, Waiting } from '../parts/parts';
import { humanised, useWords } from '../words/words';

const NONE: Record<string, string> = {};

export function LetterPreview({ number, kind, lang, set = NONE }: { number: string; kind: string; lang: string; set?: Record<string, string> }) {
  const { t, named } = useWords();
  // The words first: what cannot be written says why. Then the letter as it looks, in a box where nothing of it can run.
  const text = useQuery({ queryKey: ['letter', number, kind, lang, set], queryFn: ({ signal }) => calls.readLetterText(number, kind, lang, set, signal), staleTime: 10_000 });
  if (text.isPending) return <Waiting words={t('letter.writing')} />;
  if (text.isError) return <Trouble fault={text.error} retry={() => void text.refetch()} />;
  return (
    <iframe className="letter" lang={lang} sandbox="" title={named('letter', kind)} src={calls.letterAddress(number, kind, 'html', lang, set)} />
  );
}

/// The letter that one comes for at this station of the case.
const NEXT: Record<string, string> = { received: 'assignment-notice', eligible: 'assignment-notice', assigned: 'assignment-notice', deferred: 'deferral', ineligible: 'ineligibility', under_review: 'assignment-notice', opined: 'final-determination', signed: 'final-determination', cleared: 'final-determination', determined: 'final-determination', closed: 'final-determination', appealed: 'final-determination' };

type Setting = NonNullable<LetterRow['set']>[number];

/// What a person sets of a letter, with the control that suits it: nobody types a code or the word "true".
function SetField({ field, value, onValue }: { field: Setting; value: string; onValue: (to: string) => void }) {
  const { named } = useWords();
  const label = named('field', field.name);
  if (field.type === 'flag') return <Checkbox label={label} description={field.about.replace(/^true when/, 'when')} checked={value === 'true'} onChange={(event) => onValue(event.currentTarget.checked ? 'true' : '')} />;
  if (field.words?.length) return <Select label={label} withAsterisk={!field.optional} clearable={field.optional} value={value || null} onChange={(to) => onValue(to ?? '')} data={field.words.map((word) => ({ value: word, label: named('choice', word, humanised(word)) }))} />;
  return <TextInput label={label} description={field.about} withAsterisk={!field.optional} type={field.type === 'date' ? 'date' : 'text'} value={value} onChange={(event) => onValue(event.currentTarget.value)} />;
}

export function LettersTab({ number, status }: { number: string; status: string }) {
  const { t, named, language } = useWords();
  const [kind, setKind] = useState('');
  const [lang, setLang] = useState<string>(language);
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [set] = useDebouncedValue(typed, 500);
  const list = useQuery({ queryKey: ['letters', number], queryFn: ({ signal }) => calls.readLetters(number, signal) });
  if (list.isPending) return <Waiting />;
  if (list.isError) return <Trouble fault={list.error} retry={() => void list.refetch()} />;
  const chosen = list.data.letters.find((letter) => letter.id === (kind || NEXT[status])) ?? (kind ? undefined : list.data.letters[0]);
  const asked = (chosen?.set ?? []).filter((field) => field.name !== 'case_number');
  const isReady = asked.every((field) => field.optional || set[field.name]);
  return (
    <div className="letters">
      <nav className="letters-list" aria-label={t('case.letters')}>
        {list.data.letters.map((letter) => (
          <button type="button" key={letter.id} aria-current={letter === chosen ? 'true' : undefined} onClick={() => { setKind(letter.id); setTyped({}); }}>
            <strong>{named('letter', letter.id)}</strong>
            <span className="quiet">{named('letterabout', letter.id, letter.about)}</span>
          </button>
        ))}
      </nav>
      <div className="letters-page">
        {!chosen && <Nothing>{t('letters.choose')}</Nothing>}
        {chosen && (
          <>
            <div className="letters-bar">
              <SegmentedControl value={lang} onChange={setLang} data={chosen.languages.map((one) => ({ value: one, label: one === 'es' ? 'Español' : 'English' }))} aria-label={t('language')} />
              <a className="link" href={calls.letterAddress(number, chosen.id, 'pdf', lang, set)} target="_blank" rel="noreferrer">
                PDF
              </a>
              <cite>{chosen.citation}</cite>
            </div>
            {asked.length > 0 && (
              <div className="letters-set">
                {asked.map((field) => (
                  <SetField key={field.name} field={field} value={typed[field.name] ?? ''} onValue={(value) => setTyped((was) => ({ ...was, [field.name]: value }))} />
                ))}
              </div>
            )}
            {isReady ? <LetterPreview number={number} kind={chosen.id} lang={lang} set={set} /> : <Nothing>{t('letters.set')}</Nothing>}
          </>
        )}
      </div>
    </div>
  );
}
