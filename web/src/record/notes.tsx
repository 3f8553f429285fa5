/// Bookmarks and notes of one person on one case. They are kept in this browser only, never sent, and no part of the file.
import { Button, Textarea } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useSession } from '../api/session';
import type { CaseDocument } from '../api/types';
import { Icon } from '../parts/icons';
import { Nothing } from '../parts/parts';
import { useWords } from '../words/words';
import type { Sheet } from './sheets';

export type Note = { id: string; document: string; page: number; text: string };
type Kept = { bookmarks: string[]; notes: Note[] };
export type NotesState = ReturnType<typeof useNotes>;

const mark = (document: string, page: number) => `${document}#${page}`;

export function readKept(raw: string | null): Kept {
  try {
    const kept = JSON.parse(raw ?? '') as Kept;
    if (Array.isArray(kept.bookmarks) && Array.isArray(kept.notes)) return kept;
  } catch {
    // Nothing kept, or not ours: begin anew.
  }
  return { bookmarks: [], notes: [] };
}

export function useNotes(number: string) {
  const { session } = useSession();
  const name = `openimr.notes.${session?.account ?? ''}.${number}`;
  const [kept, setKept] = useState<Kept>(() => readKept(localStorage.getItem(name)));
  return useMemo(() => {
    const keep = (next: Kept) => {
      localStorage.setItem(name, JSON.stringify(next));
      setKept(next);
    };
    return {
      ...kept,
      isBookmarked: (document: string, page: number) => kept.bookmarks.includes(mark(document, page)),
      hasBookmark: (document: string) => kept.bookmarks.some((one) => one.startsWith(`${document}#`)),
      toggleBookmark: (document: string, page: number) => {
        const one = mark(document, page);
        keep({ ...kept, bookmarks: kept.bookmarks.includes(one) ? kept.bookmarks.filter((other) => other !== one) : [...kept.bookmarks, one] });
      },
      add: (document: string, page: number, text: string) => keep({ ...kept, notes: [...kept.notes, { id: `${Date.now()}`, document, page, text }] }),
      remove: (id: string) => keep({ ...kept, notes: kept.notes.filter((note) => note.id !== id) }),
    };
  }, [kept, name]);
}

type Props = { notes: NotesState; place: Sheet | null; byId: Map<string, CaseDocument>; onOpen: (document: string, page: number) => void };

export function Notes({ notes, place, byId, onOpen }: Props) {
  const words = useWords();
  const { t } = words;
  const [text, setText] = useState('');
  const where = (document: string, page: number) => `${words.named('kind', byId.get(document)?.kind)} ${words.date(byId.get(document)?.date)}, ${t('page.short', { n: page })}`;
  const add = () => {
    if (!place || !text.trim()) return;
    notes.add(place.document.id, place.page, text.trim());
    setText('');
  };
  return (
    <div className="notes">
      <p className="quiet">{t('notes.local')}</p>
      <Textarea value={text} onChange={(event) => setText(event.currentTarget.value)} autosize minRows={2} placeholder={t('notes.hint')} aria-label={t('notes.new')} size="xs" />
      <Button variant="default" size="compact-xs" onClick={add} disabled={!place || !text.trim()}>
        {t('notes.add')}
      </Button>
      {notes.notes.map((note) => (
        <div key={note.id} className="note">
          <button type="button" className="link" onClick={() => onOpen(note.document, note.page)}>
            {where(note.document, note.page)}
          </button>
          <button type="button" className="tool note-remove" aria-label={t('remove')} onClick={() => notes.remove(note.id)}>
            <Icon name="close" size={12} />
          </button>
          <p>{note.text}</p>
        </div>
      ))}
      <h3>{t('notes.bookmarks')}</h3>
      {notes.bookmarks.length === 0 && <Nothing>{t('notes.nobookmarks')}</Nothing>}
      <ul>
        {notes.bookmarks.map((one) => {
          const [document = '', page = '1'] = one.split('#');
          return (
            <li key={one}>
              <button type="button" className="link" onClick={() => onOpen(document, Number(page))}>
                <Icon name="bookmark" size={12} /> {where(document, Number(page))}
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
