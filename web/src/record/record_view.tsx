/// The record: what came in on the left, the pages beside it. Used by itself and as the left half of the review.
import { SegmentedControl, Tooltip } from '@mantine/core';
import { startTransition, useCallback, useEffect, useMemo, useState } from 'react';
import type { CaseDocument, Evidence } from '../api/types';
import { Icon } from '../parts/icons';
import { Nothing } from '../parts/parts';
import { useKeys } from '../shell/keys';
import { useWords } from '../words/words';
import { Notes, useNotes } from './notes';
import { Outline } from './outline';
import { PagesStrip, type Focus } from './pages_strip';
import { RecordSearch } from './record_search';
import { arranged, openedFor, paperTitle, sheetKey, type Order, type Sheet } from './sheets';
import { Thumbnails } from './thumbnails';

export type RecordState = { focus: Focus | null; show: (at: Evidence) => void; turnTo: (document: string, page: number) => void };

/// Which words or page the record shows; held above the record so that chart and review can point into it.
export function useRecord(): RecordState {
  const [focus, setFocus] = useState<Focus | null>(null);
  const show = useCallback((at: Evidence) => setFocus((before) => ({ document: at.document, page: at.page, at, turn: (before?.turn ?? 0) + 1 })), []);
  const turnTo = useCallback((document: string, page: number) => setFocus((before) => ({ document, page, turn: (before?.turn ?? 0) + 1 })), []);
  return useMemo(() => ({ focus, show, turnTo }), [focus, show, turnTo]);
}

type Rail = 'papers' | 'thumbs' | 'search' | 'notes' | 'none';
type Props = { number: string; documents: CaseDocument[]; record: RecordState; marks?: Evidence[]; isCompact?: boolean };

const STEPS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3];

export function RecordView({ number, documents, record, marks, isCompact = false }: Props) {
  const words = useWords();
  const { t } = words;
  const [rail, setRail] = useState<Rail>(isCompact ? 'none' : 'papers');
  const [order, setOrder] = useState<Order>('date');
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const [zoom, setZoom] = useState<number | 'width'>('width');
  const [place, setPlace] = useState<{ sheet: Sheet; index: number } | null>(null);
  const [found, setFound] = useState<Evidence[]>([]);
  const { turnTo } = record;
  const notes = useNotes(number);
  const byId = useMemo(() => new Map(documents.map((one) => [one.id, one])), [documents]);
  const pointedAt = byId.get(record.focus?.document ?? '');
  const opened = useMemo(() => openedFor(unfolded, pointedAt), [unfolded, pointedAt]);
  // It stays open when one goes on from it, so that nothing jumps.
  useEffect(() => setUnfolded(opened), [opened]);
  const file = useMemo(() => arranged(documents, order, opened), [documents, order, opened]);
  const markMap = useMemo(() => {
    const map = new Map<string, Evidence[]>();
    for (const one of [...(marks ?? []), ...found]) {
      const key = sheetKey(one.document, one.page);
      map.set(key, [...(map.get(key) ?? []), one]);
    }
    return map;
  }, [marks, found]);

  const turn = (by: number) => {
    const next = file.sheets[Math.max(0, Math.min(file.sheets.length - 1, (place?.index ?? 0) + by))];
    if (next) record.turnTo(next.document.id, next.page);
  };
  const turnDocument = (by: number) => {
    const here = place?.sheet.document.id;
    const order = [...new Set(file.sheets.map((sheet) => sheet.document.id))];
    const next = byId.get(order[Math.max(0, Math.min(order.length - 1, order.indexOf(here ?? '') + by))] ?? '');
    if (next) record.turnTo(next.id, next.first_page);
  };
  const zoomBy = (by: 1 | -1) =>
    setZoom((was) => {
      const from = was === 'width' ? 1 : was;
      const steps = by > 0 ? STEPS.filter((step) => step > from + 0.01) : STEPS.filter((step) => step < from - 0.01).reverse();
      return steps[0] ?? from;
    });
  const openRail = (to: Rail) => setRail((was) => (was === to ? 'none' : to));

  useKeys([
    { keys: '/', does: 'key.search', run: () => setRail('search') },
    { keys: ']', does: 'key.page.next', run: () => turn(1) },
    { keys: '[', does: 'key.page.previous', run: () => turn(-1) },
    { keys: '}', does: 'key.paper.next', run: () => turnDocument(1) },
    { keys: '{', does: 'key.paper.previous', run: () => turnDocument(-1) },
    { keys: '+', does: 'key.zoom.in', run: () => zoomBy(1) },
    { keys: '-', does: 'key.zoom.out', run: () => zoomBy(-1) },
    { keys: 'w', does: 'key.zoom.width', run: () => setZoom('width') },
    { keys: 'b', does: 'key.bookmark', run: () => place && notes.toggleBookmark(place.sheet.document.id, place.sheet.page) },
  ]);

  const where = useCallback((at: Evidence) => paperTitle(byId.get(at.document), words.named, words.date), [byId, words]);
  // Scrolling goes before telling where one is.
  const onPlace = useCallback((sheet: Sheet, index: number) => startTransition(() => setPlace({ sheet, index })), []);
  const onFold = useCallback(
    (id: string) =>
      setUnfolded((was) => {
        const now = new Set(was);
        if (!now.delete(id)) now.add(id);
        return now;
      }),
    [],
  );
  const onOpen = useCallback((document: CaseDocument) => turnTo(document.id, document.first_page), [turnTo]);
  const isBookmarked = place ? notes.isBookmarked(place.sheet.document.id, place.sheet.page) : false;
  const tools: { id: Rail; icon: 'record' | 'thumbs' | 'search' | 'note'; label: string }[] = [
    { id: 'papers', icon: 'record', label: t('record.papers') },
    { id: 'thumbs', icon: 'thumbs', label: t('record.thumbs') },
    { id: 'search', icon: 'search', label: t('record.search') },
    { id: 'notes', icon: 'note', label: t('record.notes') },
  ];
  return (
    <div className={`record${isCompact ? ' record-compact' : ''}`}>
      <div className="record-bar" role="toolbar" aria-label={t('record.tools')}>
        {tools.map((tool) => (
          <Tooltip key={tool.id} label={tool.label}>
            <button type="button" className="tool" aria-pressed={rail === tool.id} aria-label={tool.label} onClick={() => openRail(tool.id)}>
              <Icon name={tool.icon} />
            </button>
          </Tooltip>
        ))}
        <span className="record-place" aria-live="polite">
          {place && (
            <>
              <strong>{words.named('kind', place.sheet.document.kind)}</strong> {words.date(place.sheet.document.date)}
              <span className="quiet">
                {' '}
                · {t('page.of', { n: place.sheet.page - place.sheet.document.first_page + 1, all: place.sheet.document.pages })} · {t('page.of.file', { n: place.index + 1, all: file.sheets.length })}
              </span>
            </>
          )}
        </span>
        <Tooltip label={t('key.bookmark')}>
          <button type="button" className="tool" aria-pressed={isBookmarked} aria-label={t('key.bookmark')} onClick={() => place && notes.toggleBookmark(place.sheet.document.id, place.sheet.page)}>
            <Icon name="bookmark" />
          </button>
        </Tooltip>
        <span className="record-zoom">
          <button type="button" className="tool" aria-label={t('key.zoom.out')} onClick={() => zoomBy(-1)}>
            <Icon name="minus" />
          </button>
          <button type="button" className="tool tool-words" onClick={() => setZoom('width')} aria-label={t('key.zoom.width')}>
            {zoom === 'width' ? t('zoom.width') : `${Math.round(zoom * 100)} %`}
          </button>
          <button type="button" className="tool" aria-label={t('key.zoom.in')} onClick={() => zoomBy(1)}>
            <Icon name="plus" />
          </button>
        </span>
      </div>
      <div className="record-body">
        {rail !== 'none' && (
          <aside className="rail" aria-label={tools.find((tool) => tool.id === rail)?.label}>
            {rail === 'papers' && (
              <>
                <SegmentedControl fullWidth value={order} onChange={(to) => setOrder(to as Order)} data={[{ value: 'date', label: t('record.by.date') }, { value: 'kind', label: t('record.by.kind') }]} aria-label={t('record.order')} />
                <Outline
                  file={file}
                  order={order}
                  here={place?.sheet.document.id}
                  unfolded={opened}
                  onFold={onFold}
                  onOpen={onOpen}
                  isBookmarked={notes.hasBookmark}
                />
              </>
            )}
            {rail === 'thumbs' && <Thumbnails number={number} sheets={file.sheets} here={place?.sheet.key} onOpen={(sheet) => record.turnTo(sheet.document.id, sheet.page)} />}
            {rail === 'search' && <RecordSearch number={number} where={where} onShow={record.show} onFound={setFound} now={record.focus?.at} />}
            {rail === 'notes' && <Notes notes={notes} place={place?.sheet ?? null} byId={byId} onOpen={record.turnTo} />}
          </aside>
        )}
        {file.sheets.length === 0 ? <Nothing>{t('record.none')}</Nothing> : <PagesStrip number={number} sheets={file.sheets} zoom={zoom} focus={record.focus} marks={markMap} onPlace={onPlace} />}
      </div>
    </div>
  );
}
