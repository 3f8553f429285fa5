/// The letters of the case: what stands where, a preview in the language of who gets it, and the file.
import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import * as calls from '../api/calls';
import { Nothing, Trouble, Waiting } from '../parts/parts';
import { useWords } from '../words/words';

export function LetterPreview({ number, kind, lang }: { number: string; kind: string; lang: string }) {
  const { t } = useWords();
  const text = useQuery({ queryKey: ['letter', number, kind, lang], queryFn: ({ signal }) => calls.readLetterText(number, kind, lang, signal), staleTime: 10_000 });
  if (text.isPending) return <Waiting words={t('letter.writing')} />;
  if (text.isError) return <Trouble fault={text.error} retry={() => void text.refetch()} />;
  return (
    <article className="letter" lang={lang}>
      <pre>{String(text.data)}</pre>
    </article>
  );
}

export function LettersTab({ number }: { number: string }) {
  const { t, named, language } = useWords();
  const [kind, setKind] = useState('');
  const [lang, setLang] = useState<string>(language);
  const list = useQuery({ queryKey: ['letters', number], queryFn: ({ signal }) => calls.readLetters(number, signal) });
  if (list.isPending) return <Waiting />;
  if (list.isError) return <Trouble fault={list.error} retry={() => void list.refetch()} />;
  const chosen = list.data.letters.find((letter) => letter.id === kind);
  return (
    <div className="letters">
      <nav className="letters-list" aria-label={t('case.letters')}>
        {list.data.letters.map((letter) => (
          <button type="button" key={letter.id} aria-current={letter.id === kind ? 'true' : undefined} onClick={() => setKind(letter.id)}>
            <strong>{named('letter', letter.id)}</strong>
            <span className="quiet">{letter.about}</span>
          </button>
        ))}
      </nav>
      <div className="letters-page">
        {!chosen && <Nothing>{t('letters.choose')}</Nothing>}
        {chosen && (
          <>
            <div className="letters-bar">
              <SegmentedControl value={lang} onChange={setLang} data={chosen.languages.map((one) => ({ value: one, label: one === 'es' ? 'Español' : 'English' }))} aria-label={t('language')} />
              <a className="link" href={calls.letterAddress(number, chosen.id, 'pdf', lang)} target="_blank" rel="noreferrer">
                PDF
              </a>
              <cite>{chosen.citation}</cite>
            </div>
            <LetterPreview number={number} kind={chosen.id} lang={lang} />
          </>
        )}
      </div>
    </div>
  );
}
