import { describe, expect, test } from 'vitest';
import type { Box } from '../api/types';
import { around, fitting, marked, offsetsOf, placed, rowAt, scrollFor, visibleRows } from './geometry';

describe('boxes', () => {
  test('points from the top left become pixels', () => {
    expect(placed([54, 396.21, 281.5, 405.18], 2)).toEqual({ left: 108, top: 792.42, width: 455, height: expect.closeTo(17.94, 6) });
  });
  test('the air around a box never leaves the page', () => {
    const page = { width: 612, height: 792 };
    expect(marked([0, 0, 612, 792], 1, page)).toEqual({ left: 0, top: 0, width: 612, height: 792 });
    expect(marked([100, 100, 200, 110], 1, page, 2)).toEqual({ left: 98, top: 98, width: 104, height: 14 });
  });
  test('one box around many; none around none', () => {
    expect(around([])).toBeNull();
    expect(around([[10, 20, 30, 40], [5, 35, 25, 60]])).toEqual([5, 20, 30, 60]);
  });
  test('a page fits into its column, not too small and not too large', () => {
    expect(fitting(644, 612)).toBe(1);
    expect(fitting(10_000, 612)).toBe(1.7);
    expect(fitting(20, 612)).toBe(0.25);
  });
});

describe('the strip', () => {
  const heights = Array.from({ length: 5000 }, (_, at) => 10 + ((at * 7919) % 900));
  const offsets = offsetsOf(heights);
  test('a row is found by halving as by counting', () => {
    let random = 12345;
    for (let round = 0; round < 2000; round++) {
      random = (random * 1103515245 + 12345) % 2147483648;
      const y = random % (offsets[offsets.length - 1]! + 500);
      let slow = 0;
      while (slow < heights.length - 1 && offsets[slow + 1]! <= y) slow++;
      expect(rowAt(offsets, y)).toBe(slow);
    }
  });
  test('before the first row and without rows', () => {
    expect(rowAt(offsets, -50)).toBe(0);
    expect(rowAt([0], 100)).toBe(0);
    expect(visibleRows(offsets, -900, -1)).toEqual([0, 0]);
  });
  test('what is visible covers the window', () => {
    const [first, last] = visibleRows(offsets, 20_000, 21_000);
    expect(offsets[first]!).toBeLessThanOrEqual(20_000);
    expect(offsets[last + 1]!).toBeGreaterThan(21_000);
    expect(last - first).toBeLessThan(40);
  });
  test('a box comes to stand in the upper third', () => {
    const box: Box = [10, 600, 100, 620];
    expect(scrollFor(1000, box, 1.5, 900)).toBe(1000 + 610 * 1.5 - 300);
    expect(scrollFor(0, [0, 0, 10, 10], 1, 900)).toBe(0);
    expect(scrollFor(1000, null, 1, 900)).toBe(1000);
  });
});
