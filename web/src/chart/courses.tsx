/// The course of pain, function and dose: one small chart a measure, each point leading to the words it was read from. The same values
/// stand beside as buttons, for the keyboard and for readers of screens.
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import type { Evidence, Series } from '../api/types';
import { dayNumber } from '../parts/days';
import { useWords } from '../words/words';
import type { Measure } from './grouping';

const HEIGHT = 120;

function Plot({ series, onShow }: { series: Series; onShow: (at: Evidence) => void }) {
  const frame = useRef<HTMLDivElement>(null);
  const { language } = useWords();
  const scheme = useComputedColorScheme('light');
  const points = series.points.filter((point) => point.value !== null);
  useEffect(() => {
    const box = frame.current;
    if (!box) return undefined;
    const look = getComputedStyle(document.documentElement);
    const colour = (name: string) => look.getPropertyValue(name).trim();
    const axis = { stroke: colour('--quiet'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: '11px system-ui, sans-serif' };
    const days = points.map((point) => dayNumber(point.date) * 86_400);
    const isShort = days.length > 0 && days[days.length - 1]! - days[0]! < 120 * 86_400;
    const format = new Intl.DateTimeFormat(language === 'es' ? 'es-US' : 'en-US', { month: 'short', ...(isShort ? { day: 'numeric' } : { year: 'numeric' }), timeZone: 'UTC' });
    const single = days.length === 1;
    const plot = new uPlot(
      {
        width: Math.max(200, box.clientWidth),
        height: HEIGHT,
        padding: [10, 12, 0, 0],
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false }, points: { size: 9 } },
        tzDate: (stamp) => uPlot.tzDate(new Date(stamp * 1000), 'Etc/UTC'),
        scales: {
          x: single ? { range: [days[0]! - 30 * 86_400, days[0]! + 30 * 86_400] } : {},
          y: { range: (_, low, high) => [Math.min(0, low), series.unit === '/10' ? 10 : Math.max(high * 1.15, 1)] },
        },
        axes: [{ ...axis, space: 70, size: 24, values: (_, splits) => splits.map((split) => format.format(new Date(split * 1000))) }, { ...axis, size: 38, space: 28 }],
        series: [{}, { stroke: colour('--accent'), width: 1.6, points: { show: true, size: 7, fill: colour('--surface'), stroke: colour('--accent'), width: 1.6 }, paths: uPlot.paths.stepped?.({ align: 1 }) && series.unit?.includes('a day') ? uPlot.paths.stepped({ align: 1 }) : undefined }],
      },
      [days, points.map((point) => point.value)],
      box,
    );
    const click = () => {
      const at = plot.cursor.idx;
      const evidence = at === null || at === undefined ? null : points[at]?.evidence;
      if (evidence) onShow(evidence);
    };
    plot.over.addEventListener('click', click);
    const watch = new ResizeObserver(() => plot.setSize({ width: Math.max(200, box.clientWidth), height: HEIGHT }));
    watch.observe(box);
    return () => {
      watch.disconnect();
      plot.destroy();
    };
    // The points belong to the series; a new answer is a new series.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [series, scheme, language, onShow]);
  return <div className="plot" ref={frame} aria-hidden="true" />;
}

function Course({ series, onShow, where }: { series: Series; onShow: (at: Evidence) => void; where: (at: Evidence) => string }) {
  const words = useWords();
  const { t, named, date } = words;
  const hasValues = series.points.some((point) => point.value !== null);
  return (
    <section className="course">
      <h4>
        {series.measure} <span className="quiet">{series.unit}</span>
        <span className={`trend trend-${series.overall}`}>{named('trend', series.overall)}</span>
      </h4>
      {hasValues && series.points.length > 1 && <Plot series={series} onShow={onShow} />}
      <ul className="course-points">
        {series.points.map((point, at) => (
          <li key={at}>
            <button type="button" disabled={!point.evidence} title={point.evidence ? where(point.evidence) : undefined} onClick={() => point.evidence && onShow(point.evidence)}>
              <span className="quiet">{date(point.date)}</span> <strong>{point.value ?? point.text}</strong>
            </button>
          </li>
        ))}
      </ul>
      {series.source && <p className="quiet course-source">{t('chart.source', { source: series.source })}</p>}
    </section>
  );
}

export default function Courses({ groups, onShow, where }: { groups: { of: Measure; series: Series[] }[]; onShow: (at: Evidence) => void; where: (at: Evidence) => string }) {
  const { t } = useWords();
  return (
    <>
      {groups.map((group) => (
        <section key={group.of} className="course-group">
          <h3>{t(`measure.${group.of}`)}</h3>
          {group.series.map((series) => (
            <Course key={series.measure} series={series} onShow={onShow} where={where} />
          ))}
        </section>
      ))}
    </>
  );
}
