/// Small line drawings, 16 by 16, in the colour of the letters around them. They stand beside words, so they are hidden from readers of screens.
const drawn = {
  queue: 'M2.5 4h11M2.5 8h11M2.5 12h7',
  calendar: 'M3 4.5h10v8.5H3zM3 7.5h10M5.5 2.5v3M10.5 2.5v3',
  case: 'M2.5 5h11v8h-11zM6 5V3h4v2',
  record: 'M4 2.5h5.5L12 5v8.5H4zM9.5 2.5V5H12M6 8h4M6 10.5h4',
  chart: 'M2.5 13.5h11M4 11l3-4 2.5 2L13 4',
  review: 'M3 8.5l3 3 7-7.5',
  letters: 'M2.5 4h11v8h-11zM2.5 4.5L8 9l5.5-4.5',
  history: 'M8 3.5V8l3 1.5M8 14A6 6 0 1 0 2.6 10.5',
  quality: 'M8 2l5 2v4c0 3-2 5-5 6-3-1-5-3-5-6V4z',
  mail: 'M2.5 4h11v8h-11zM2.5 4.5L8 9l5.5-4.5',
  assign: 'M5.5 7.5a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4zM2 13c0-2.5 1.5-4 3.5-4S9 10.5 9 13M10.5 6.5h4M12.5 4.5v4',
  book: 'M3 3h4.5c.5 0 .5.5.5.5V13s-.3-.5-1-.5H3zM13 3H8.5c-.5 0-.5.5-.5.5V13s.3-.5 1-.5H13z',
  people: 'M6 7.5a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4zM2 13c0-2.5 1.7-4 4-4s4 1.5 4 4M10.5 3.3a2 2 0 0 1 0 4M11.5 9.2c1.5.4 2.5 1.8 2.5 3.8',
  scale: 'M8 2.5v11M4 13.5h8M3 5h10M3 5l-1.5 4h3zM13 5l-1.5 4h3z',
  key: 'M10 6.5a2.5 2.5 0 1 0-3.5 2.3L4 11.5V13.5h2V12h1.5v-1.5L9 9',
  audit: 'M6.5 4.5h3a2 2 0 0 1 0 7h-1M9.5 8h-3a2 2 0 0 1 0-7',
  dashboard: 'M2.5 13.5V9h3v4.5zM6.5 13.5V5h3v8.5zM10.5 13.5V2.5h3v11z',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.5 10.5L14 14',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.5 3.5l1 1M11.5 11.5l1 1M12.5 3.5l-1 1M4.5 11.5l-1 1',
  moon: 'M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5z',
  help: 'M6 6a2 2 0 1 1 2.8 1.9c-.5.3-.8.6-.8 1.3M8 11.7v.1M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13z',
  left: 'M10 3.5L5.5 8l4.5 4.5',
  right: 'M6 3.5L10.5 8 6 12.5',
  down: 'M3.5 6L8 10.5 12.5 6',
  close: 'M4 4l8 8M12 4l-8 8',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  bookmark: 'M4.5 2.5h7v11L8 10.5l-3.5 3z',
  note: 'M3 3h10v7l-3 3H3zM10 13v-3h3',
  warn: 'M8 2.5l6 11H2zM8 6.5v3.5M8 11.8v.1',
  scan: 'M3 5.5V3h2.5M10.5 3H13v2.5M13 10.5V13h-2.5M5.5 13H3v-2.5M3 8h10',
  lock: 'M4.5 7.5h7v6h-7zM6 7.5V5a2 2 0 0 1 4 0v2.5',
  out: 'M6.5 3H3v10h3.5M10 5.5L12.5 8 10 10.5M12.5 8H6',
  thumbs: 'M3 3h4v4H3zM9 3h4v4H9zM3 9h4v4H3zM9 9h4v4H9z',
} as const;

export type IconName = keyof typeof drawn;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.35" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
      <path d={drawn[name]} />
    </svg>
  );
}
