/// Two halves with a bar between them that is moved by mouse or by arrow keys; where it stands is remembered.
import { useCallback, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useWords } from '../words/words';

const LEAST = 25;
const MOST = 75;

export function Split({ name, left, right }: { name: string; left: ReactNode; right: ReactNode }) {
  const { t } = useWords();
  const frame = useRef<HTMLDivElement>(null);
  const key = `openimr.split.${name}`;
  const [part, setPart] = useState(() => Number(localStorage.getItem(key)) || 52);
  const move = useCallback(
    (to: number) => {
      const next = Math.round(Math.max(LEAST, Math.min(MOST, to)));
      localStorage.setItem(key, String(next));
      setPart(next);
    },
    [key],
  );
  const onPointer = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !frame.current) return;
    const box = frame.current.getBoundingClientRect();
    move(((event.clientX - box.left) / box.width) * 100);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    move(part + (event.key === 'ArrowLeft' ? -2 : 2));
  };
  return (
    <div className="split" ref={frame}>
      <div className="split-left" style={{ width: `${part}%` }}>
        {left}
      </div>
      <div className="split-bar" role="separator" aria-orientation="vertical" aria-label={t('split')} aria-valuenow={part} aria-valuemin={LEAST} aria-valuemax={MOST} tabIndex={0} onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)} onPointerMove={onPointer} onKeyDown={onKey} />
      <div className="split-right">{right}</div>
    </div>
  );
}
