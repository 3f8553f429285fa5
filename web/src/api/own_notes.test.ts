import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { joined, NotesStore, readUnsent, type Marks } from './own_notes';
import type { OwnNotes } from './types';

const note = (id: string, text = id) => ({ id, document: 'd1', page: 1, text });
const marks = (ids: string[], pages: number[] = []): Marks => ({ notes: ids.map((id) => note(id)), bookmarks: pages.map((page) => ({ document: 'd1', page })) });
const idsOf = (of: Marks) => of.notes.map((one) => one.id);

describe('joining', () => {
  test.each<[string, string[], string[], string[], string[]]>([
    ['both add', ['a'], ['a', 'm'], ['a', 't'], ['a', 't', 'm']],
    ['I take away, they add', ['a', 'b'], ['b'], ['a', 'b', 't'], ['b', 't']],
    ['they take away, I add', ['a', 'b'], ['a', 'b', 'm'], ['b'], ['b', 'm']],
    ['both take away', ['a'], [], [], []],
    ['nothing changed', ['a'], ['a'], ['a'], ['a']],
    ['the same twice', [], ['a'], ['a'], ['a']],
  ])('%s', (_, base, mine, theirs, both) => {
    const once = joined(marks(base), marks(mine), marks(theirs));
    expect(idsOf(once)).toEqual(both);
    expect(idsOf(joined(marks(theirs), once, once))).toEqual(both);
  });
  test('bookmarks are pages', () => expect(joined(marks([], [1]), marks([], [1, 2]), marks([], [3])).bookmarks.map((one) => one.page)).toEqual([3, 2]));
});

describe('what a browser kept', () => {
  test('nothing, and what is not ours', () => {
    for (const raw of [null, '', '{', '[]', '1', '{"mine":1,"base":2}', '{"bookmarks":1}']) expect(readUnsent(raw)).toBeNull();
  });
  test('marks of a workbench that kept them in the browser only are unsent', () => {
    expect(readUnsent('{"bookmarks":["d3#2"],"notes":[]}')).toEqual({ mine: { bookmarks: [{ document: 'd3', page: 2 }], notes: [] }, base: { bookmarks: [], notes: [] } });
  });
});

/// A server of one case's notes with versions, a browser's storage, and a wire that can be cut.
class World {
  kept: OwnNotes = { bookmarks: [], notes: [], undecided: [] };
  version = 0;
  isCut = false;
  refusal = 0;
  /// Runs between a window's reading and its saving.
  meanwhile: (() => void) | null = null;
  storage = new Map<string, string>();

  install() {
    vi.stubGlobal('fetch', async (_: string, init: RequestInit) => this.answer(init));
    vi.stubGlobal('localStorage', {
      getItem: (name: string) => this.storage.get(name) ?? null,
      setItem: (name: string, value: string) => void this.storage.set(name, value),
      removeItem: (name: string) => void this.storage.delete(name),
      key: (at: number) => [...this.storage.keys()][at] ?? null,
      get length() {
        return world.storage.size;
      },
    });
  }

  private answer(init: RequestInit) {
    if (this.isCut) throw new TypeError('network');
    if (this.refusal) return new Response('{"title":"no"}', { status: this.refusal });
    const headers = () => ({ 'Content-Type': 'application/json', ETag: `"${this.version}"` });
    if (init.method === 'GET') return new Response(JSON.stringify({ ...this.kept, version: this.version }), { headers: headers() });
    this.meanwhile?.();
    this.meanwhile = null;
    if ((init.headers as Record<string, string>)['If-Match'] !== `"${this.version}"`) return new Response('{"title":"stale"}', { status: 412 });
    this.kept = JSON.parse(init.body as string) as OwnNotes;
    this.version++;
    return new Response(`{"version":${this.version}}`, { headers: headers() });
  }
}

let world = new World();
beforeEach(() => {
  world = new World();
  world.install();
});
afterEach(() => vi.unstubAllGlobals());

const add = (store: NotesStore, id: string) => {
  const { bookmarks, notes } = store.snapshot();
  store.change({ bookmarks, notes: [...notes, note(id)] });
};

describe('windows', () => {
  test('a note is on the server, and nothing stays behind in the browser', async () => {
    const one = new NotesStore('p', 'C');
    add(one, 'a');
    expect(world.storage.size).toBe(1);
    await one.sync();
    expect([one.snapshot().state, idsOf(world.kept), world.storage.size]).toEqual(['saved', ['a'], 0]);
  });
  test('two windows lose nothing of each other', async () => {
    const [one, other] = [new NotesStore('p', 'C'), new NotesStore('p', 'C')];
    await Promise.all([one.sync(), other.sync()]);
    add(one, 'a');
    add(other, 'b');
    await Promise.all([one.sync(), other.sync()]);
    expect(idsOf(world.kept).sort()).toEqual(['a', 'b']);
    await one.sync();
    expect(idsOf(one.snapshot()).sort()).toEqual(['a', 'b']);
  });
  test('what was written while the connection was lost is sent when it is back, even by another window', async () => {
    const one = new NotesStore('p', 'C');
    await one.sync();
    world.isCut = true;
    add(one, 'a');
    await one.sync();
    expect(one.snapshot()).toMatchObject({ state: 'local', notes: [{ id: 'a' }] });
    add(one, 'b');
    // The window is closed; another opens when the wire is whole.
    const other = new NotesStore('p', 'C');
    await other.sync();
    expect(other.snapshot().state).toBe('local');
    world.isCut = false;
    await other.sync();
    expect([idsOf(world.kept), world.storage.size]).toEqual([['a', 'b'], 0]);
  });
  test('somebody who always saves in between is not overwritten, and not waited for without end', async () => {
    const one = new NotesStore('p', 'C');
    await one.sync();
    world.meanwhile = () => {
      world.kept = { ...world.kept, notes: [note('theirs')] };
      world.version++;
    };
    add(one, 'mine');
    await one.sync();
    expect(idsOf(world.kept)).toEqual(['theirs', 'mine']);
  });
  test('the marks of one case do not reach another, nor another person', async () => {
    world.isCut = true;
    const one = new NotesStore('p', 'C1');
    add(one, 'a');
    await one.sync();
    world.isCut = false;
    for (const stranger of [new NotesStore('q', 'C1'), new NotesStore('p', 'C')]) {
      await stranger.sync();
      expect(idsOf(world.kept)).toEqual([]);
    }
  });
  test('a refusal is told and nothing is thrown away', async () => {
    const one = new NotesStore('p', 'C');
    world.refusal = 403;
    add(one, 'a');
    await one.sync();
    expect(one.snapshot()).toMatchObject({ state: 'failed', fault: { status: 403 }, notes: [{ id: 'a' }] });
    world.refusal = 0;
    await one.sync();
    expect([one.snapshot().state, idsOf(world.kept)]).toEqual(['saved', ['a']]);
  });
});

describe('words on undecided items', () => {
  const words = (text: string) => [{ item: '1', words: text, criteria: [] }];
  test('are kept beside the notes', async () => {
    const one = new NotesStore('p', 'C');
    expect(await one.readUndecided()).toEqual([]);
    add(one, 'a');
    await one.saveUndecided(words('begun'), []);
    await one.sync();
    expect(world.kept).toMatchObject({ undecided: words('begun'), notes: [{ id: 'a' }] });
  });
  test('of another window are never overwritten: who comes second is told', async () => {
    const [one, other] = [new NotesStore('p', 'C'), new NotesStore('p', 'C')];
    await Promise.all([one.readUndecided(), other.readUndecided()]);
    await one.saveUndecided(words('one'), []);
    await expect(other.saveUndecided(words('other'), [])).rejects.toMatchObject({ status: 412, isStale: true });
    expect(world.kept.undecided).toEqual(words('one'));
    const now = await other.readUndecided();
    await other.saveUndecided(words('one and other'), now);
    expect(world.kept.undecided).toEqual(words('one and other'));
  });
  test('a note of another window is no reason to refuse them', async () => {
    const [one, other] = [new NotesStore('p', 'C'), new NotesStore('p', 'C')];
    await Promise.all([one.readUndecided(), other.readUndecided()]);
    add(one, 'a');
    await one.sync();
    await other.saveUndecided(words('begun'), []);
    expect(world.kept).toMatchObject({ undecided: words('begun'), notes: [{ id: 'a' }] });
  });
});
