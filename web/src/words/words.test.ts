import { describe, expect, test } from 'vitest';
import { screens } from '../shell/screens';
import { catalogues, filled, guidelineName, humanised, wordsOf } from './words';

const { en, es } = catalogues;
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

test('both languages have the same keys', () => expect(Object.keys(es).sort()).toEqual(Object.keys(en).sort()));
test('no entry is empty', () => {
  for (const words of [en, es]) for (const [key, text] of Object.entries(words)) expect(text.trim(), key).not.toBe('');
});
test('each translation has the same holes', () => {
  for (const key of Object.keys(en) as (keyof typeof en)[]) expect(holes(es[key]), key).toEqual(holes(en[key]));
});
test('every screen has its word', () => {
  for (const screen of screens) expect(en[screen.key], screen.id).toBeTruthy();
});
test('no two screens open with the same letter', () => expect(new Set(screens.map((screen) => screen.letter)).size).toBe(screens.length));

describe('words', () => {
  const words = wordsOf('en', () => {});
  test('holes are filled, unknown ones stay', () => expect(filled('{n} of {all}', { n: 3 })).toBe('3 of {all}'));
  test('an id without an entry is made readable', () => {
    expect(words.named('kind', 'progress_report')).toBe('Progress report');
    expect(words.named('kind', 'sleep_study')).toBe('Sleep study');
    expect(words.named('kind', null)).toBe('');
    expect(words.named('step', 'answer', 'answer: which dose?')).toBe('answer: which dose?');
    expect(humanised('')).toBe('');
  });
  test('a date is the day that is written, in every zone', () => {
    expect(words.date('2015-02-20')).toBe('Feb 20, 2015');
    expect(words.date(null)).toBe('');
    expect(words.date('not a date')).toBe('not a date');
  });
});
test('guidelines are cited by their names', () => {
  expect(guidelineName('acoem-low-back-2016')).toBe('ACOEM Low Back 2016');
  expect(guidelineName('mtus-cp-2009')).toBe('MTUS Chronic Pain 2009');
});
