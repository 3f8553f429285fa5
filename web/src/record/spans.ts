/// Spans are counted in bytes of UTF-8 (as the server counts); strings in the browser in UTF-16 units. This goes from one to the other.

/// A function from byte offset to string index of one text. An offset inside of a character gives the character's beginning.
export function byteIndex(text: string): (byte: number) => number {
  const starts: number[] = [];
  let isPlain = true;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) { isPlain = false; break; }
  if (isPlain) return (byte) => Math.max(0, Math.min(text.length, byte));
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at)!;
    const bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (let byte = 0; byte < bytes; byte++) starts.push(at);
    at += code > 0xffff ? 2 : 1;
  }
  return (byte) => (byte < 0 ? 0 : (starts[byte] ?? text.length));
}

export function slice(text: string, begin: number, end: number) {
  const index = byteIndex(text);
  return text.slice(index(begin), index(end));
}

export type Mark = { begin: number; end: number; isNow?: boolean };
export type Segment = { text: string; mark: Mark | null; begin: number };

/// The text cut at the marks' ends: each piece with the mark over it. Where marks overlap, the present one wins, then the first.
export function segments(text: string, marks: readonly Mark[]): Segment[] {
  const index = byteIndex(text);
  const placed = marks.map((mark) => ({ mark, from: index(mark.begin), to: index(mark.end) })).filter((one) => one.to > one.from);
  const cuts = [...new Set([0, text.length, ...placed.flatMap((one) => [one.from, one.to])])].sort((a, b) => a - b);
  const found: Segment[] = [];
  for (let at = 0; at + 1 < cuts.length; at++) {
    const from = cuts[at]!;
    const to = cuts[at + 1]!;
    const over = placed.filter((one) => one.from <= from && one.to >= to);
    const chosen = over.find((one) => one.mark.isNow) ?? over[0];
    found.push({ text: text.slice(from, to), mark: chosen?.mark ?? null, begin: from });
  }
  return found;
}
