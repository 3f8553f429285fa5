import { describe, expect, test } from 'vitest';
import { matched, written } from './keys';

const press = (key: string, over = {}) => written({ key, ctrlKey: false, metaKey: false, altKey: false, ...over });

test.each([
  ['j', {}, 'j'],
  ['?', {}, '?'],
  ['S', {}, 'S'],
  ['k', { ctrlKey: true }, 'Ctrl+K'],
  ['k', { metaKey: true }, 'Ctrl+K'],
  ['Enter', {}, 'Enter'],
  [' ', {}, 'Space'],
  ['x', { altKey: true }, 'Alt+x'],
])('%s %o is written %s', (key, over, expected) => expect(press(key, over)).toBe(expected));

describe('sequences', () => {
  const bindings = [{ keys: 'j' }, { keys: 'g q' }, { keys: 'g l' }, { keys: 'l' }];
  test('one key', () => expect(matched(bindings, '', 'j')).toEqual({ binding: { keys: 'j' }, pending: '' }));
  test('the first of two waits', () => expect(matched(bindings, '', 'g')).toEqual({ pending: 'g' }));
  test('the second completes, and wins over the single key', () => expect(matched(bindings, 'g', 'l').binding).toEqual({ keys: 'g l' }));
  test('a wrong second key counts for itself', () => expect(matched(bindings, 'g', 'j').binding).toEqual({ keys: 'j' }));
  test('nothing bound', () => expect(matched(bindings, '', 'z')).toEqual({ pending: '' }));
});
