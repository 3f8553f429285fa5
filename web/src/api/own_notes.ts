/// One person's bookmarks, notes and words on undecided items of one case, as this window holds them. The server keeps them; what it has not
/// been told yet is kept in the browser beside what the server had then, so that neither a lost connection nor a closed window loses a word,
/// and what two windows wrote is joined.
import * as calls from './calls';
import { Problem } from './client';
import type { OwnNotes, Undecided } from './types';

export type Marks = Pick<OwnNotes, 'bookmarks' | 'notes'>;
/// What one window has not told the server yet: its marks, and those it began from.
export type Unsent = { mine: Marks; base: Marks };
export type NotesShown = Marks & { state: 'loading' | 'saved' | 'saving' | 'local' | 'failed'; fault: Problem | null };

/// So often a save may be refused as stale and be joined anew.
const MOST_REFUSALS = 6;
const NONE: Marks = { bookmarks: [], notes: [] };

export const sameJson = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

function joinedLists<T>(base: readonly T[], mine: readonly T[], theirs: readonly T[], nameOf: (one: T) => string): T[] {
  const names = (list: readonly T[]) => new Set(list.map(nameOf));
  const [was, kept, there] = [names(base), names(mine), names(theirs)];
  return [...theirs.filter((one) => kept.has(nameOf(one)) || !was.has(nameOf(one))), ...mine.filter((one) => !was.has(nameOf(one)) && !there.has(nameOf(one)))];
}

/// What either side added is there, what either side took away is not.
export function joined(base: Marks, mine: Marks, theirs: Marks): Marks {
  return {
    bookmarks: joinedLists(base.bookmarks, mine.bookmarks, theirs.bookmarks, (one) => `${one.document}#${one.page}`),
    notes: joinedLists(base.notes, mine.notes, theirs.notes, (one) => one.id),
  };
}

const areMarks = (value: unknown): value is Marks => Array.isArray((value as Marks | null)?.bookmarks) && Array.isArray((value as Marks | null)?.notes);

/// What a window kept; null for nothing, or what is not ours. Marks without a base are from a workbench that kept them in the browser only.
export function readUnsent(raw: string | null): Unsent | null {
  try {
    const kept = JSON.parse(raw ?? 'null') as Unsent | Marks | null;
    if (kept && 'mine' in kept) return areMarks(kept.mine) && areMarks(kept.base) ? kept : null;
    if (!areMarks(kept)) return null;
    const bookmarks = (kept.bookmarks as unknown[]).map((one) => (typeof one === 'string' ? { document: one.split('#')[0] ?? '', page: Number(one.split('#')[1] ?? 1) } : (one as Marks['bookmarks'][number])));
    return { mine: { bookmarks, notes: kept.notes }, base: NONE };
  } catch {
    return null;
  }
}

export class NotesStore {
  private mine: Marks = NONE;
  private base: Marks = NONE;
  private server: (OwnNotes & { etag: string | null }) | null = null;
  private shown: NotesShown = { ...NONE, state: 'loading', fault: null };
  private readonly listeners = new Set<() => void>();
  private turn: Promise<unknown> = Promise.resolve();
  private readonly prefix: string;
  private readonly own: string;

  constructor(
    account: string,
    private readonly number: string,
    window = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`,
  ) {
    this.prefix = `openimr.notes.${account}.${number}`;
    this.own = `${this.prefix}#${window}`;
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };
  readonly snapshot = () => this.shown;

  /// Changes the marks; they are on the screen and in the browser at once, and on the server as soon as it answers.
  change(next: Marks) {
    this.mine = next;
    localStorage.setItem(this.own, JSON.stringify({ mine: next, base: this.base } satisfies Unsent));
    this.show('saving');
    void this.sync();
  }

  /// Sends what is unsent and takes over what others have written; also what a window that was closed meanwhile had left unsent.
  sync(): Promise<void> {
    return this.inTurn(async () => {
      const left = this.leftOver();
      try {
        if (!this.server || left.length > 0 || !this.isUnsent) await this.pull();
        for (const [, , unsent] of left) this.mine = joined(unsent.base, unsent.mine, this.mine);
        if (this.isUnsent) await this.push();
        for (const [name, raw] of left) if (localStorage.getItem(name) === raw) localStorage.removeItem(name);
        this.show(this.isUnsent ? 'saving' : 'saved');
      } catch (problem) {
        const said = problem instanceof Problem ? problem : new Problem(-1, String(problem));
        this.show(said.isLostConnection || said.isSignedOut ? 'local' : 'failed', said);
      }
    });
  }

  /// The words on undecided items as the server has them now.
  readUndecided(): Promise<Undecided[]> {
    return this.inTurn(async () => {
      const served = await this.pull();
      if (!this.isUnsent) this.show('saved');
      return served.undecided;
    });
  }

  /// Saves the words on undecided items. Throws a stale Problem (412) when the server has others than `was` by now.
  saveUndecided(next: Undecided[], was: Undecided[]): Promise<void> {
    return this.inTurn(async () => {
      await this.push((now) => {
        if (!sameJson(now, was)) throw new Problem(412, 'Another window has saved');
        return next;
      });
      this.show(this.isUnsent ? 'saving' : 'saved');
    });
  }

  private get isUnsent() {
    return !sameJson(this.mine, this.base);
  }

  /// One after the other: two saves of one window must not be each other's stranger.
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work, work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  private async pull() {
    const answer = await calls.readOwnNotes(this.number);
    const { bookmarks, notes, undecided } = answer.data;
    this.mine = joined(this.base, this.mine, { bookmarks, notes });
    this.base = { bookmarks, notes };
    this.server = { bookmarks, notes, undecided, etag: answer.etag };
    return this.server;
  }

  private async push(undecided = (now: Undecided[]) => now) {
    for (let refused = 0; ; refused++) {
      const server = this.server ?? (await this.pull());
      const sent = this.mine;
      const body = { ...sent, undecided: undecided(server.undecided) };
      try {
        const answer = await calls.saveOwnNotes(this.number, body, server.etag);
        this.server = { ...body, etag: answer.etag };
        this.base = sent;
        if (this.isUnsent) localStorage.setItem(this.own, JSON.stringify({ mine: this.mine, base: this.base } satisfies Unsent));
        else localStorage.removeItem(this.own);
        return;
      } catch (problem) {
        this.server = null;
        if (!(problem instanceof Problem && problem.isStale && refused < MOST_REFUSALS)) throw problem;
      }
    }
  }

  /// What other windows have left in this browser: name, text, meaning.
  private leftOver() {
    const left: [string, string, Unsent][] = [];
    for (let at = 0; at < localStorage.length; at++) {
      const name = localStorage.key(at) ?? '';
      if (name === this.own || (name !== this.prefix && !name.startsWith(`${this.prefix}#`))) continue;
      const raw = localStorage.getItem(name) ?? '';
      const unsent = readUnsent(raw);
      if (unsent) left.push([name, raw, unsent]);
    }
    return left;
  }

  private show(state: NotesShown['state'], fault: Problem | null = null) {
    this.shown = { ...this.mine, state, fault };
    for (const listener of this.listeners) listener();
  }
}

const stores = new Map<string, NotesStore>();

/// The one store of this window for a person and a case.
export function notesOf(account: string, number: string): NotesStore {
  const name = `${account}\n${number}`;
  const store = stores.get(name) ?? new NotesStore(account, number);
  stores.set(name, store);
  return store;
}
