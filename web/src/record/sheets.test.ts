import { expect, test } from 'vitest';
import type { CaseDocument } from '../api/types';
import { arranged, openedFor } from './sheets';

const paper = (id: string, over: Partial<CaseDocument> = {}): CaseDocument => ({ id, file: `${id}.pdf`, first_page: 1, pages: 2, kind: 'progress_report', title: null, author: null, date: '2014-05-06', media_type: 'application/pdf', text_source: 'layer', belongs_to: 'this', same_as: null, ...over });

test('by date, undated last, a year a group', () => {
  const file = arranged([paper('c', { date: null }), paper('b', { date: '2015-01-01' }), paper('a')], 'date');
  expect(file.groups.map((group) => [group.id, group.documents.map((one) => one.id)])).toEqual([['2014', ['a']], ['2015', ['b']], ['', ['c']]]);
});

test('a copy is folded under its first and its pages are not leafed through, until it is unfolded', () => {
  const papers = [paper('a'), paper('copy', { same_as: 'a' })];
  expect(arranged(papers, 'date').sheets.map((sheet) => sheet.key)).toEqual(['a#1', 'a#2']);
  expect(arranged(papers, 'date', new Set(['a'])).sheets.map((sheet) => sheet.key)).toEqual(['a#1', 'a#2', 'copy#1', 'copy#2']);
});

test('other people’s papers come apart, at the end', () => {
  const file = arranged([paper('stray', { belongs_to: 'other', date: '2001-01-01' }), paper('a')], 'date');
  expect(file.apart.map((one) => one.id)).toEqual(['stray']);
  expect(file.groups.flatMap((group) => group.documents).map((one) => one.id)).toEqual(['a']);
  expect(file.sheets.map((sheet) => sheet.document.id)).toEqual(['a', 'a', 'stray', 'stray']);
});

test('pages count within their file', () => {
  expect(arranged([paper('d7', { first_page: 3 })], 'kind').sheets.map((sheet) => sheet.page)).toEqual([3, 4]);
});

test('a folded copy that is pointed at is unfolded with its original; nothing else changes', () => {
  const none: ReadonlySet<string> = new Set();
  const copy = { id: 'd2', same_as: 'd1' } as CaseDocument;
  expect([...openedFor(none, copy)]).toEqual(['d1']);
  expect(openedFor(none, { id: 'd1', same_as: null } as CaseDocument)).toBe(none);
  expect(openedFor(none, undefined)).toBe(none);
  const open = new Set(['d1']);
  expect(openedFor(open, copy)).toBe(open);
});
