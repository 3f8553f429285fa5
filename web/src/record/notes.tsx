/// Bookmarks and notes of one person on one case. The server keeps them for their writer alone; they are no part of the file.
import { Button, Textarea } from '@mantine/core';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { freshKey } from '../api/client';
import { notesOf } from '../api/own_notes';
import { useSession } from '../api/session';
import type { CaseDocument } from '../api/types';
import { Icon } from '../parts/icons';
import { Nothing } from '../parts/parts';
import { useWords } from '../words/words';
import type { Sheet } from './sheets';

export type NotesState = ReturnType<typeof useNotes>;

export function useNotes(number: string) {
  const { session, state: signedIn, isConnected } = useSession();
  const store = useMemo(() => notesOf(session?.account ?? '', number), [session?.account, number]);
  const kept = useSyncExternalStore(store.subscribe, store.snapshot);
  const isReachable = signedIn === 'in' && isConnected;
  useEffect(() => {
    if (!isReachable) return undefined;
    void store.sync();
    // Another window may have written meanwhile.
    const looked = () => document.visibilityState === 'visible' && void store.sync();
    document.addEventListener('visibilitychange', looked);
    return () => document.removeEventListener('visibilitychange', looked);
  }, [store, isReachable]);
  return useMemo(() => {
    const { bookmarks, notes, state, fault } = kept;
    const isBookmarked = (document: string, page: number) => bookmarks.some((one) => one.document === document && one.page === page);
    return {
      bookmarks,
      notes,
      state,
      fault,
      retry: () => void store.sync(),
      isBookmarked,
      hasBookmark: (document: string) => bookmarks.some((one) => one.document === document),
      toggleBookmark: (document: string, page: number) =>
        store.change({ notes, bookmarks: isBookmarked(document, page) ? bookmarks.filter((one) => one.document !== document || one.page !== page) : [...bookmarks, { document, page }] }),
      add: (document: string, page: number, text: string) => store.change({ bookmarks, notes: [...notes, { id: freshKey(), document, page, text }] }),
      remove: (id: string) => store.change({ bookmarks, notes: notes.filter((note) => note.id !== id) }),
    };
  }, [kept, store]);
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
      <p className="quiet">{t('notes.own')}</p>
      <p className={`notes-state notes-${notes.state}`} role="status">
        {notes.state === 'failed' ? notes.fault?.message : t(`notes.${notes.state}`)}
        {notes.state === 'failed' && (
          <button type="button" className="link" onClick={notes.retry}>
            {t('again')}
          </button>
        )}
      </p>
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
        {notes.bookmarks.map(({ document, page }) => (
          <li key={`${document}#${page}`}>
            <button type="button" className="link" onClick={() => onOpen(document, page)}>
              <Icon name="bookmark" size={12} /> {where(document, page)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
