/// The words of the workbench itself, one catalogue a language. What cases and rules say comes from the server as it is.
import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import { en } from './en';
import { es } from './es';

export type Key = keyof typeof en;
export type Language = 'en' | 'es';
export const catalogues: Record<Language, Record<Key, string>> = { en, es };

type Values = Record<string, string | number>;

export function filled(text: string, values: Values = {}) {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

/// `progress_report` -> `Progress report`: for names that come from data and have no entry of their own.
export function humanised(id: string) {
  const words = id.replace(/[_.-]+/g, ' ').trim();
  return words ? words[0]!.toUpperCase() + words.slice(1) : '';
}

/// `payment for services` -> `Payment for services`: for words of the law that begin a line.
export const capital = (text: string) => (text ? text[0]!.toUpperCase() + text.slice(1) : '');

/// `acoem-low-back-2016` -> `ACOEM Low Back 2016`: guidelines are cited by these names in every language.
export function guidelineName(id: string) {
  const known: Record<string, string> = { mtus: 'MTUS', acoem: 'ACOEM', odg: 'ODG', cp: 'Chronic Pain' };
  return id.split('-').map((part) => known[part] ?? capital(part)).join(' ');
}

export type Words = {
  language: Language;
  setLanguage: (to: Language) => void;
  t: (key: Key, values?: Values) => string;
  /// The catalogue's word for an id that comes from data (`kind.progress_report`); else `otherwise`, or the id made readable.
  named: (group: string, id: string | null | undefined, otherwise?: string) => string;
  date: (iso: string | null | undefined) => string;
  moment: (iso: string | null | undefined) => string;
  /// `2015-03` -> `Mar 2015`.
  month: (month: string) => string;
};

export function wordsOf(language: Language, setLanguage: (to: Language) => void): Words {
  const words = catalogues[language];
  const tag = language === 'es' ? 'es-US' : 'en-US';
  const day = new Intl.DateTimeFormat(tag, { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' });
  const year = new Intl.DateTimeFormat(tag, { year: 'numeric', month: 'short', timeZone: 'UTC' });
  const hour = new Intl.DateTimeFormat(tag, { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
  const shown = (format: Intl.DateTimeFormat, iso: string | null | undefined) => {
    if (!iso) return '';
    const moment = new Date(iso.length === 10 ? `${iso}T00:00:00Z` : iso);
    return Number.isNaN(moment.getTime()) ? iso : format.format(moment);
  };
  return {
    language,
    setLanguage,
    t: (key, values) => filled(words[key], values),
    named: (group, id, otherwise) => (id ? ((words as Record<string, string>)[`${group}.${id}`] ?? otherwise ?? humanised(id)) : (otherwise ?? '')),
    date: (iso) => shown(day, iso?.slice(0, 10)),
    moment: (iso) => shown(hour, iso),
    month: (month) => shown(year, `${month}-01`),
  };
}

const Context = createContext<Words>(wordsOf('en', () => {}));
export const useWords = () => useContext(Context);

function firstLanguage(): Language {
  const kept = localStorage.getItem('openimr.language');
  if (kept === 'en' || kept === 'es') return kept;
  return navigator.language.startsWith('es') ? 'es' : 'en';
}

export function WordsProvider({ children }: { children: ReactNode }) {
  const [language, set] = useState<Language>(firstLanguage);
  const words = useMemo(() => {
    document.documentElement.lang = language;
    return wordsOf(language, (to) => {
      localStorage.setItem('openimr.language', to);
      set(to);
    });
  }, [language]);
  return <Context value={words}>{children}</Context>;
}
