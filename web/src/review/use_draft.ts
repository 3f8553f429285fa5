/// The draft of one case as the review screen holds it: loads, keeps, saves a moment after the last key, merges.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import * as calls from '../api/calls';
import { Problem } from '../api/client';
import { notesOf, sameJson } from '../api/own_notes';
import { useSession } from '../api/session';
import type { CaseShown, Issue, Opinion, Undecided } from '../api/types';
import { forgetLocal, fresh, isSame, keepLocal, merged, readLocal, told, undecidedOf, type Clash } from './draft';

const PAUSE = 900;
/// So often a save may be refused as stale and be merged anew before a person is asked.
const MOST_REFUSALS = 4;

export type DraftState = {
  draft: Opinion | null;
  state: 'loading' | 'saved' | 'saving' | 'local' | 'clash' | 'failed' | 'readonly';
  clashes: Clash[];
  fault: Problem | null;
  change: (next: Opinion) => void;
  /// After a clash: keep what is mine, or take what the server has.
  settle: (keep: 'mine' | 'theirs') => void;
  retry: () => void;
};

export function useDraft(number: string, issues: readonly Issue[] | undefined, canWrite: boolean, shown: CaseShown): DraftState {
  const { session, state: signedIn, isConnected } = useSession();
  const account = session?.account ?? '';
  const queries = useQueryClient();
  const [draft, setDraft] = useState<Opinion | null>(null);
  const [state, setState] = useState<DraftState['state']>('loading');
  const [clashes, setClashes] = useState<Clash[]>([]);
  const [fault, setFault] = useState<Problem | null>(null);
  const base = useRef<Opinion | null>(null);
  const etag = useRef<string | null>(null);
  const undecided = useRef<Undecided[]>([]);
  const theirs = useRef<Opinion | null>(null);
  const now = useRef<Opinion | null>(null);
  const refused = useRef(0);
  now.current = draft;

  const show = useCallback((next: Opinion) => {
    now.current = next;
    setDraft(next);
  }, []);

  const parties = useMemo(() => shown.case.parties.map((party) => party.name), [shown.case.parties]);
  const notes = useMemo(() => notesOf(account, number), [account, number]);
  const begun = useCallback((served: Opinion | null) => fresh(issues ?? [], served, parties, shown.as_of, undecided.current), [issues, parties, shown.as_of]);
  /// The draft as the server has it: the opinion, and for who writes it the words on items that are not decided.
  const read = useCallback(async () => {
    const [answer, words] = await Promise.all([
      calls.readOpinion(number).catch((problem: unknown) => {
        if (problem instanceof Problem && problem.status === 404) return null;
        throw problem;
      }),
      canWrite ? notes.readUndecided() : [],
    ]);
    undecided.current = words;
    return { draft: begun(answer?.data.opinion ?? null), etag: answer?.etag ?? null };
  }, [number, canWrite, notes, begun]);

  const load = useCallback(async () => {
    if (!issues) return;
    const kept = readLocal(account, number);
    try {
      const served = await read();
      const server = served.draft;
      etag.current = served.etag;
      if (kept && !isSame(kept.draft, kept.base) && canWrite) {
        const both = merged(kept.base, kept.draft, server);
        base.current = server;
        theirs.current = server;
        show(both.draft);
        setClashes(both.clashes);
        setState(both.clashes.length ? 'clash' : 'local');
        return;
      }
      base.current = server;
      show(server);
      setState(canWrite ? 'saved' : 'readonly');
    } catch (problem) {
      setFault(problem instanceof Problem ? problem : new Problem(-1, String(problem)));
      if (kept) {
        base.current = kept.base;
        etag.current = kept.etag;
        show(kept.draft);
        setState('local');
      } else setState('failed');
    }
  }, [account, number, issues, canWrite, read, show]);

  const isLoaded = draft !== null;
  // What one may do can be known a moment after the rest: then the own words are read too.
  const isStillToRead = !isLoaded || (state === 'readonly' && canWrite);
  useEffect(() => {
    if (isStillToRead && signedIn === 'in') void load();
  }, [isStillToRead, signedIn, load]);

  const save = useCallback(async () => {
    const mine = now.current;
    if (!mine || !issues) return;
    setState('saving');
    try {
      const opinion = told(mine);
      if (!base.current || !sameJson(opinion, told(base.current))) {
        etag.current = (await calls.saveOpinion(number, opinion, etag.current)).etag;
        void queries.invalidateQueries({ queryKey: ['case', number] });
      }
      const words = undecidedOf(mine);
      if (!sameJson(words, undecided.current)) await notes.saveUndecided(words, undecided.current);
      undecided.current = words;
      base.current = begun(opinion);
      refused.current = 0;
      setFault(null);
      if (!now.current || !isSame(now.current, mine)) setState('local');
      else {
        forgetLocal(account, number);
        setState('saved');
      }
    } catch (problem) {
      const said = problem instanceof Problem ? problem : new Problem(-1, String(problem));
      setFault(said);
      if (!said.isStale || ++refused.current > MOST_REFUSALS || !now.current || !base.current) {
        refused.current = 0;
        setState(said.isLostConnection || said.isSignedOut ? 'local' : 'failed');
        return;
      }
      const served = await read().catch(() => null);
      if (!served) return setState('local');
      const server = served.draft;
      const both = merged(base.current, now.current, server);
      etag.current = served.etag;
      base.current = server;
      theirs.current = server;
      show(both.draft);
      setClashes(both.clashes);
      setState(both.clashes.length ? 'clash' : 'local');
    }
  }, [account, number, issues, notes, queries, read, begun, show]);

  // A moment after the last change, and again as soon as one is signed in and connected: save what only this browser has.
  useEffect(() => {
    if (state !== 'local' || !canWrite || signedIn !== 'in' || !isConnected) return undefined;
    const timer = setTimeout(() => void save(), PAUSE);
    return () => clearTimeout(timer);
  }, [state, draft, canWrite, signedIn, isConnected, save]);

  const change = useCallback(
    (next: Opinion) => {
      if (!canWrite) return;
      show(next);
      keepLocal(account, number, { draft: next, base: base.current ?? next, etag: etag.current });
      setState((was) => (was === 'clash' ? was : 'local'));
    },
    [account, number, canWrite, show],
  );

  const settle = useCallback(
    (keep: 'mine' | 'theirs') => {
      if (keep === 'theirs' && theirs.current) {
        show(theirs.current);
        forgetLocal(account, number);
        setState('saved');
      } else setState('local');
      setClashes([]);
    },
    [account, number, show],
  );

  return { draft, state, clashes, fault, change, settle, retry: () => (draft ? setState('local') : void load()) };
}
