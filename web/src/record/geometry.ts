/// Where things are on a page and in the long strip of pages. Boxes are `[x0, y0, x1, y1]` in points from the top left of the page;
/// the screen has pixels: points times scale.
import type { Box } from '../api/types';

export type Place = { left: number; top: number; width: number; height: number };
export type Size = { width: number; height: number };

/// A page that has not told its size yet counts as US letter.
export const LETTER: Size = { width: 612, height: 792 };

export function placed([x0, y0, x1, y1]: Box, scale: number): Place {
  return { left: x0 * scale, top: y0 * scale, width: (x1 - x0) * scale, height: (y1 - y0) * scale };
}

/// The same with a little air around, so that letters do not touch the border; never outside of the page.
export function marked(box: Box, scale: number, page: Size, air = 1.5): Place {
  return placed([Math.max(0, box[0] - air), Math.max(0, box[1] - air), Math.min(page.width, box[2] + air), Math.min(page.height, box[3] + air)], scale);
}

/// The smallest box around all of them; null for none.
export function around(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null;
  return boxes.reduce((all, box) => [Math.min(all[0], box[0]), Math.min(all[1], box[1]), Math.max(all[2], box[2]), Math.max(all[3], box[3])]);
}

/// Pixels a point, so that a page of this width fits into a column; between a quarter and `largest`.
export function fitting(column: number, page: number, margin = 32, largest = 1.7) {
  return Math.max(0.25, Math.min(largest, (column - margin) / page));
}

/// Where each row begins, and where the last one ends: one entry more than rows.
export function offsetsOf(heights: readonly number[]): number[] {
  const offsets = [0];
  for (const height of heights) offsets.push(offsets[offsets.length - 1]! + height);
  return offsets;
}

/// The row that covers `y`: by halving. Before the first it is the first, behind the last the last.
export function rowAt(offsets: readonly number[], y: number): number {
  let low = 0;
  let high = offsets.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (offsets[middle]! <= y) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/// The rows [first, last] that touch the window from `top` to `bottom`.
export function visibleRows(offsets: readonly number[], top: number, bottom: number): [number, number] {
  return [rowAt(offsets, top), rowAt(offsets, Math.max(top, bottom))];
}

/// How far to scroll so that a box stands in the upper third of a window of that height.
export function scrollFor(rowTop: number, box: Box | null, scale: number, windowHeight: number): number {
  if (!box) return rowTop;
  const middle = rowTop + ((box[1] + box[3]) / 2) * scale;
  return Math.max(0, middle - windowHeight / 3);
}
