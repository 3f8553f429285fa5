/// All pages of the file under each other. Only those near the window exist; thousands scroll as smoothly as ten.
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import * as calls from '../api/calls';
import type { Evidence } from '../api/types';
import { useWords } from '../words/words';
import { around, fitting, LETTER, offsetsOf, rowAt, scrollFor, visibleRows, type Size } from './geometry';
import { PageView, type PageMark } from './page_view';
import { paperTitle, sheetKey, type Sheet } from './sheets';

const HEAD = 34;
const GAP = 12;
const BEYOND = 900;

export type Focus = { document: string; page: number; at?: Evidence; turn: number };
type Row = { sheet: Sheet; index: number; isHead: boolean };
type Props = {
  number: string;
  sheets: Sheet[];
  zoom: number | 'width';
  focus: Focus | null;
  marks: Map<string, Evidence[]>;
  onPlace: (sheet: Sheet, index: number) => void;
};

export function PagesStrip({ number, sheets, zoom, focus, marks, onPlace }: Props) {
  const words = useWords();
  const frame = useRef<HTMLDivElement>(null);
  const [area, setArea] = useState<Size>({ width: 0, height: 0 });
  const [top, setTop] = useState(0);
  const [sizes, setSizes] = useState<ReadonlyMap<string, Size>>(new Map());
  const anchor = useRef({ row: 0, part: 0 });

  useLayoutEffect(() => {
    const box = frame.current;
    if (!box) return undefined;
    const watch = new ResizeObserver(() => setArea({ width: box.clientWidth, height: box.clientHeight }));
    watch.observe(box);
    setArea({ width: box.clientWidth, height: box.clientHeight });
    return () => watch.disconnect();
  }, []);

  const rows = useMemo<Row[]>(() => sheets.flatMap((sheet, index) => (sheet.page === sheet.document.first_page ? [{ sheet, index, isHead: true }, { sheet, index, isHead: false }] : [{ sheet, index, isHead: false }])), [sheets]);
  const content = useMemo(() => {
    const first = new Map<string, string>();
    for (const { document } of sheets) if (!first.has(document.file)) first.set(document.file, document.content ?? calls.contentAddress(number, document.id));
    return first;
  }, [sheets, number]);

  // What the table of contents says of sizes, until a page itself has spoken.
  const told = useMemo(() => {
    const known = new Map<string, Size>();
    for (const { document } of sheets) for (const page of document.page_list ?? []) if (page.width > 0 && page.height > 0) known.set(sheetKey(document.id, page.number), { width: page.width, height: page.height });
    return known;
  }, [sheets]);
  const sizeOf = useCallback((key: string) => sizes.get(key) ?? told.get(key) ?? LETTER, [sizes, told]);
  const scaleOf = useCallback((size: Size) => (zoom === 'width' ? fitting(area.width, size.width) : zoom), [zoom, area.width]);
  const offsets = useMemo(
    () =>
      offsetsOf(
        rows.map((row) => {
          if (row.isHead) return HEAD;
          const size = sizeOf(row.sheet.key);
          return size.height * scaleOf(size) + GAP;
        }),
      ),
    [rows, sizeOf, scaleOf],
  );

  // Other sizes or another zoom: the words that were at the top stay at the top.
  useLayoutEffect(() => {
    const box = frame.current;
    if (!box || rows.length === 0) return;
    const row = Math.min(anchor.current.row, rows.length - 1);
    const height = offsets[row + 1]! - offsets[row]!;
    const wanted = offsets[row]! + anchor.current.part * height;
    if (Math.abs(box.scrollTop - wanted) > 1) box.scrollTop = wanted;
  }, [offsets, rows.length]);

  const remember = useCallback(
    (at: number) => {
      const row = rowAt(offsets, at);
      const height = offsets[row + 1]! - offsets[row]! || 1;
      anchor.current = { row, part: (at - offsets[row]!) / height };
    },
    [offsets],
  );

  const onScroll = () => {
    const at = frame.current?.scrollTop ?? 0;
    remember(at);
    setTop(at);
  };

  // Show what is pointed at. When the page is no part of the strip (a folded copy), nothing moves.
  const shownTurn = useRef(-1);
  useLayoutEffect(() => {
    const box = frame.current;
    if (!focus || !box || area.height === 0 || shownTurn.current === focus.turn) return;
    const row = rows.findIndex((one) => !one.isHead && one.sheet.key === sheetKey(focus.document, focus.page));
    if (row < 0) return;
    shownTurn.current = focus.turn;
    const size = sizeOf(rows[row]!.sheet.key);
    const box0 = focus.at ? around(focus.at.boxes) : null;
    const wanted = Math.min(scrollFor(offsets[row]! - (box0 ? 0 : rows[row - 1]?.isHead ? HEAD : 0), box0, scaleOf(size), area.height), Math.max(0, offsets[offsets.length - 1]! - area.height));
    box.scrollTop = wanted;
    remember(wanted);
    setTop(wanted);
  }, [focus, rows, offsets, sizeOf, scaleOf, area.height, remember]);

  // Texts have no boxes: their mark is brought into the window once it is there.
  useEffect(() => {
    if (!focus?.at || focus.at.boxes.length > 0) return undefined;
    let tries = 0;
    const looking = setInterval(() => {
      const mark = frame.current?.querySelector('[data-now]');
      if (mark || ++tries > 20) clearInterval(looking);
      mark?.scrollIntoView({ block: 'center' });
    }, 60);
    return () => clearInterval(looking);
  }, [focus]);

  const here = rows[rowAt(offsets, top + area.height / 3)];
  const hereKey = here?.sheet.key;
  useEffect(() => {
    if (here) onPlace(here.sheet, here.index);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [hereKey, sheets]);

  const onSizes = useRef(new Map<string, (size: Size) => void>());
  const onSizeOf = (key: string) => {
    let known = onSizes.current.get(key);
    if (!known) {
      known = (size) =>
        setSizes((before) => {
          const was = before.get(key) ?? LETTER;
          if (Math.abs(was.width - size.width) < 0.5 && Math.abs(was.height - size.height) < 0.5) return before;
          return new Map(before).set(key, size);
        });
      onSizes.current.set(key, known);
    }
    return known;
  };

  const [first, last] = visibleRows(offsets, top - BEYOND, top + area.height + BEYOND);
  const shown = area.width > 0 ? rows.slice(first, last + 1) : [];
  return (
    <div className="strip" ref={frame} onScroll={onScroll} tabIndex={0} role="region" aria-label={words.t('record.pages')}>
      <div className="strip-inner" style={{ height: offsets[offsets.length - 1] }}>
        {shown.map((row, at) => {
          const index = first + at;
          const { sheet } = row;
          if (row.isHead)
            return (
              <div key={`${sheet.key}/head`} className={`strip-head${sheet.document.belongs_to === 'other' ? ' strip-head-other' : ''}`} style={{ top: offsets[index] }}>
                <strong>{words.named('kind', sheet.document.kind)}</strong>
                <span>{paperTitle({ ...sheet.document, kind: '' }, words.named, words.date)}</span>
                {sheet.document.belongs_to === 'other' && <em>{words.t('record.other')}</em>}
              </div>
            );
          const size = sizeOf(sheet.key);
          const scale = scaleOf(size);
          const evidence = marks.get(sheet.key) ?? [];
          const now = focus?.at && focus.document === sheet.document.id && focus.page === sheet.page ? focus.at : null;
          const drawn: PageMark[] = [...evidence.filter((one) => one !== now && !(now && one.begin === now.begin && one.end === now.end)).map((one) => ({ at: one, isNow: false })), ...(now ? [{ at: now, isNow: true }] : [])];
          return (
            <div key={sheet.key} className="strip-page" style={{ top: offsets[index] }}>
              <PageView number={number} document={sheet.document} page={sheet.page} content={content.get(sheet.document.file)!} scale={scale} size={size} marks={drawn} onSize={onSizeOf(sheet.key)} />
            </div>
          );
        })}
      </div>
    </div>
  );
}
