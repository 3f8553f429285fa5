/// What the server refused, in words for the person at the screen. The problem's own words name a place, what was found, what was expected and
/// a remedy, for people at a terminal too; here options of commands are left out and the law stands apart.
import { Problem } from '../api/client';
import type { Key } from '../words/words';

export type Told = { title: Key | null; own: string; lines: string[]; law: string };

const LAW = /\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*$/;
const isForTerminals = (text: string) => /(^|[\s`])--[a-z]|`?openimr\s|command line/.test(text);

/// `…: who works on them (Labor Code 138.7(a))` -> the words, and the law.
export function withoutLaw(text: string): { words: string; law: string } {
  const found = LAW.exec(text);
  return found && /\d/.test(found[1] ?? '') ? { words: text.slice(0, found.index), law: found[1] ?? '' } : { words: text, law: '' };
}

const sentence = (text: string) => (text ? `${text[0]!.toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}` : '');

const TITLES: Record<number, Key> = { 403: 'forbidden.title', 404: 'problem.gone', 409: 'refused.title', 412: 'stale.title', 413: 'problem.large', 422: 'problem.input', 428: 'stale.title', 429: 'problem.often' };

export function toldOf(problem: Problem, text: (key: Key, values?: Record<string, string>) => string): Told {
  const word = (name: string) => (typeof problem.body[name] === 'string' ? (problem.body[name] as string) : '');
  const title: Key | null = problem.isLostConnection ? 'lost.title' : (TITLES[problem.status] ?? (problem.status >= 500 ? 'problem.server' : null));
  if (problem.isLostConnection) return { title, own: '', lines: [text('lost.text')], law: '' };
  if (problem.isStale) return { title, own: '', lines: [text('stale.text')], law: '' };
  if (problem.status === 403) {
    const { words, law } = withoutLaw(problem.remedy);
    return { title, own: '', lines: [sentence(words.replace(/^(for other roles|only on assigned cases|only on proposed cases): /, ''))].filter(Boolean), law };
  }
  const found = word('found');
  const expected = word('expected');
  const rule = /^rule: /.test(problem.remedy);
  const lines = found && expected ? [text('problem.found', { found }), text('problem.expected', { expected })] : [problem.detail === problem.title ? '' : problem.detail];
  if (problem.remedy && !rule) lines.push(sentence(problem.remedy));
  return { title, own: problem.title, lines: lines.filter((line) => line && !isForTerminals(line)), law: rule ? problem.remedy.slice(6) : '' };
}
