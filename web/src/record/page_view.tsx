/// One page of the record: its picture (pdf.js for PDF, the server's rendering for other pictures, paper with letters for texts), the
/// words over it so that they can be selected, and the boxes around what is pointed at.
import { useQuery } from '@tanstack/react-query';
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import * as calls from '../api/calls';
import type { CaseDocument, Evidence, PageText } from '../api/types';
import { useWords } from '../words/words';
import { LETTER, marked, placed, type Size } from './geometry';
import { drawPage } from './pdf_source';
import { segments } from './spans';

export type PageMark = { at: Evidence; isNow: boolean };
type Props = {
  number: string;
  document: CaseDocument;
  page: number;
  content: string;
  scale: number;
  size: Size | undefined;
  marks: PageMark[];
  onSize: (size: Size) => void;
};

export const isPdf = (document: CaseDocument) => document.media_type === 'application/pdf';
export const isPicture = (document: CaseDocument) => document.media_type.startsWith('image/');

export function usePageText(number: string, document: string, page: number, enabled = true) {
  return useQuery({
    queryKey: ['page', number, document, page],
    queryFn: ({ signal }) => calls.readPage(number, document, page, signal),
    staleTime: Infinity,
    gcTime: 120_000,
    enabled,
  });
}

/// False for a moment after the page came into view: pages that are only scrolled past cost nothing.
function useSettled(milliseconds: number) {
  const [settled, set] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => set(true), milliseconds);
    return () => clearTimeout(timer);
  }, [milliseconds]);
  return settled;
}

function PdfPicture({ address, page, scale, onFault }: { address: string; page: number; scale: number; onFault: () => void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drawn, setDrawn] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    const begin = setTimeout(
      () => {
        if (!canvas.current) return;
        drawPage(address, page, canvas.current, scale, stop.signal).then(
          () => setDrawn(scale),
          (fault: unknown) => {
            if (!stop.signal.aborted && !(fault instanceof Error && fault.name === 'RenderingCancelledException')) onFault();
          },
        );
      },
      drawn ? 150 : 40,
    );
    return () => {
      clearTimeout(begin);
      stop.abort();
    };
    // `drawn` only says how long to wait before drawing sharper.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [address, page, scale, onFault]);
  return <canvas ref={canvas} className="page-picture" data-drawn={drawn || undefined} aria-hidden="true" />;
}

function ServerPicture({ number, document, page, onFault }: { number: string; document: string; page: number; onFault: () => void }) {
  const [drawn, setDrawn] = useState(false);
  return <img className="page-picture" src={calls.imageAddress(number, document, page)} alt="" data-drawn={drawn || undefined} onLoad={() => setDrawn(true)} onError={onFault} draggable={false} />;
}

/// The words of the page where they stand, transparent over a picture; in ink when there is no picture to be had.
const WordLayer = memo(function WordLayer({ text, scale, isInk }: { text: PageText; scale: number; isInk: boolean }) {
  const words = useMemo(() => {
    const decoder = new TextDecoder();
    const bytes = new TextEncoder().encode(text.text);
    return text.words.map((word) => ({ text: decoder.decode(bytes.subarray(word.begin, word.end)), box: word.box, begin: word.begin }));
  }, [text]);
  return (
    <div className={isInk ? 'words words-ink' : 'words'}>
      {words.map((word) => {
        const place = placed(word.box, scale);
        return (
          <span key={word.begin} style={{ left: place.left, top: place.top, width: place.width, height: place.height, fontSize: place.height * 0.86, lineHeight: `${place.height}px` }}>
            {word.text}{' '}
          </span>
        );
      })}
    </div>
  );
});

function TextPaper({ text, marks, scale, onSize }: { text: PageText; marks: PageMark[]; scale: number; onSize: (size: Size) => void }) {
  const paper = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!paper.current) return undefined;
    const watch = new ResizeObserver(([entry]) => {
      if (entry) onSize({ width: LETTER.width, height: Math.max(LETTER.height, entry.target.scrollHeight / scale) });
    });
    watch.observe(paper.current);
    return () => watch.disconnect();
  }, [scale, onSize]);
  const pieces = segments(text.text, marks.map((mark) => ({ begin: mark.at.begin, end: mark.at.end, isNow: mark.isNow })));
  return (
    <div className="text-paper" ref={paper} style={{ fontSize: 11 * scale, padding: `${54 * scale}px` }}>
      {pieces.map((piece) =>
        piece.mark ? (
          <mark key={piece.begin} className={piece.mark.isNow ? 'text-mark text-mark-now' : 'text-mark'} data-now={piece.mark.isNow || undefined}>
            {piece.text}
          </mark>
        ) : (
          <span key={piece.begin}>{piece.text}</span>
        ),
      )}
    </div>
  );
}

export const PageView = memo(function PageView({ number, document, page, content, scale, size, marks, onSize }: Props) {
  const { t } = useWords();
  const settled = useSettled(70);
  const [fault, setFault] = useState<'none' | 'pdf' | 'picture'>('none');
  const onPdfFault = useMemo(() => () => setFault('pdf'), []);
  const onPictureFault = useMemo(() => () => setFault('picture'), []);
  const text = usePageText(number, document.id, page, settled);
  const read = text.data;
  const isPaper = Boolean(read && (read.width <= 0 || read.height <= 0)) || (!isPdf(document) && !isPicture(document));
  useEffect(() => {
    if (read && !isPaper) onSize({ width: read.width, height: read.height });
  }, [read, isPaper, onSize]);
  const shown = size ?? LETTER;
  const own = { width: shown.width * scale, height: shown.height * scale };
  const hasPicture = !isPaper && fault !== 'picture';
  return (
    <div className={`sheet${isPaper ? ' sheet-text' : ''}`} style={own} data-document={document.id} data-page={page} data-scale={scale}>
      {settled && hasPicture && isPdf(document) && fault === 'none' && <PdfPicture address={content} page={page} scale={scale} onFault={onPdfFault} />}
      {settled && hasPicture && (isPicture(document) || (isPdf(document) && fault === 'pdf')) && <ServerPicture number={number} document={document.id} page={page} onFault={onPictureFault} />}
      {read && isPaper && <TextPaper text={read} marks={marks} scale={scale} onSize={onSize} />}
      {read && !isPaper && <WordLayer text={read} scale={scale} isInk={fault === 'picture'} />}
      {!isPaper &&
        marks.flatMap((mark) =>
          mark.at.boxes.map((box, at) => {
            const place = marked(box, scale, shown);
            return <div key={`${mark.at.begin}-${mark.at.end}-${at}`} className={mark.isNow ? 'box box-now' : 'box'} style={place} data-begin={mark.at.begin} data-end={mark.at.end} />;
          }),
        )}
      {read && read.source === 'ocr' && (
        <span className={`page-chip${read.confidence < 80 || read.unread ? ' page-chip-poor' : ''}`}>{read.unread ? t('ocr.unread') : t('ocr.percent', { n: read.confidence })}</span>
      )}
      {fault === 'picture' && read && <span className="page-chip page-chip-poor page-chip-left">{t('page.nopicture')}</span>}
      {text.isError && <span className="page-chip page-chip-poor">{t('page.unreadable')}</span>}
    </div>
  );
});
