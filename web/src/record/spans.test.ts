import { describe, expect, test } from 'vitest';
import { byteIndex, segments, slice } from './spans';

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

describe('bytes to places in a string', () => {
  test.each(['plain letters', 'señor ñandú', '‘Visit’ — 5 µg', 'pain 𝛼 and 🙂 after', ''])('every character of “%s”', (text) => {
    const index = byteIndex(text);
    let byte = 0;
    for (let at = 0; at < text.length; ) {
      const character = String.fromCodePoint(text.codePointAt(at)!);
      expect(index(byte)).toBe(at);
      expect(slice(text, byte, byte + bytesOf(character))).toBe(character);
      byte += bytesOf(character);
      at += character.length;
    }
    expect(index(byte)).toBe(text.length);
    expect(index(byte + 40)).toBe(text.length);
    expect(index(-3)).toBe(0);
  });
  test('inside of a character is its beginning', () => expect(byteIndex('añb')(2)).toBe(1));
});

describe('segments', () => {
  const joined = (text: string, marks: Parameters<typeof segments>[1]) => segments(text, marks).map((one) => one.text).join('');
  test('nothing is lost and nothing doubled', () => {
    const text = 'Dolor «8/10» sin medicación; 5/10 con.';
    for (let begin = 0; begin < 30; begin += 3)
      for (let end = begin; end < 42; end += 5) expect(joined(text, [{ begin, end }, { begin: end - 4, end: end + 6 }])).toBe(text);
  });
  test('where marks overlap the present one wins', () => {
    const now = { begin: 4, end: 9, isNow: true };
    const found = segments('0123456789ab', [{ begin: 2, end: 12 }, now]);
    expect(found.filter((one) => one.mark === now).map((one) => one.text)).toEqual(['45678']);
    expect(found[0]).toMatchObject({ text: '01', mark: null });
  });
  test('an empty mark marks nothing', () => expect(segments('abc', [{ begin: 1, end: 1 }]).every((one) => !one.mark)).toBe(true));
});
