/// Small pictures of all pages; only those in sight are drawn.
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import * as calls from '../api/calls';
import { useWords } from '../words/words';
import { isPdf, isPicture } from './page_view';
import { drawPage } from './pdf_source';
import type { Sheet } from './sheets';

const WIDTH = 104;
const HEIGHT = 135;
const ROW = HEIGHT + 30;

function Thumbnail({ number, sheet }: { number: string; sheet: Sheet }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!isPdf(sheet.document)) return undefined;
    const stop = new AbortController();
    const begin = setTimeout(() => {
      if (canvas.current) drawPage(sheet.document.content ?? calls.contentAddress(number, sheet.document.id), sheet.page, canvas.current, WIDTH / 612, stop.signal).catch(() => undefined);
    }, 120);
    return () => {
      clearTimeout(begin);
      stop.abort();
    };
  }, [number, sheet]);
  if (isPdf(sheet.document)) return <canvas ref={canvas} className="thumb-picture" aria-hidden="true" />;
  if (isPicture(sheet.document)) return <img className="thumb-picture" src={calls.imageAddress(number, sheet.document.id, sheet.page)} alt="" loading="lazy" />;
  return <span className="thumb-picture thumb-text" aria-hidden="true" />;
}

export function Thumbnails({ number, sheets, here, onOpen }: { number: string; sheets: Sheet[]; here: string | undefined; onOpen: (sheet: Sheet) => void }) {
  const words = useWords();
  const frame = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const at = sheets.findIndex((sheet) => sheet.key === here);
  useLayoutEffect(() => {
    const box = frame.current;
    if (!box || at < 0) return;
    const row = Math.floor(at / 2) * ROW;
    if (row < box.scrollTop || row + ROW > box.scrollTop + box.clientHeight) box.scrollTop = row - box.clientHeight / 2;
    setView({ top: box.scrollTop, height: box.clientHeight });
  }, [at]);
  const first = Math.max(0, Math.floor(view.top / ROW) - 1) * 2;
  const last = Math.ceil((view.top + view.height) / ROW + 1) * 2;
  return (
    <div className="thumbs" ref={frame} onScroll={() => frame.current && setView({ top: frame.current.scrollTop, height: frame.current.clientHeight })}>
      <div className="thumbs-inner" style={{ height: Math.ceil(sheets.length / 2) * ROW }}>
        {sheets.slice(first, last).map((sheet, index) => {
          const place = first + index;
          return (
            <button type="button" key={sheet.key} className="thumb" style={{ top: Math.floor(place / 2) * ROW, left: place % 2 === 0 ? 8 : 8 + WIDTH + 14 }} aria-current={sheet.key === here ? 'true' : undefined} onClick={() => onOpen(sheet)} aria-label={`${words.named('kind', sheet.document.kind)} ${words.date(sheet.document.date)}, ${words.t('page.short', { n: sheet.page })}`}>
              <Thumbnail number={number} sheet={sheet} />
              <span>{place + 1}</span>
            </button>
          );
        })}
      </div>
    </div>
  );
}
