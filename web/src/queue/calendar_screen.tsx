/// The month with everything that is due, each date with its derivation on hover.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import * as calls from '../api/calls';
import { useSession } from '../api/session';
import { useToday } from '../api/use_house';
import type { QueueRow } from '../api/types';
import { monthAfter, weeksOf, dueIn } from '../parts/days';
import { Icon } from '../parts/icons';
import { DueSteps, Trouble, Waiting } from '../parts/parts';
import { addressOf } from '../shell/router';
import { useWords } from '../words/words';
import { Tooltip } from '@mantine/core';

const SHOWN = 5;

export default function CalendarScreen() {
  const words = useWords();
  const { t, language } = words;
  const { session } = useSession();
  const day = useToday();
  const [turned, setMonth] = useState('');
  const month = turned || day.slice(0, 7);
  const [open, setOpen] = useState<string | null>(null);
  const weeks = weeksOf(month);
  const from = weeks[0]![0]!;
  const to = weeks[weeks.length - 1]![6]!;
  const answer = useQuery({ queryKey: ['calendar', session?.account, from, to], queryFn: ({ signal }) => calls.readCalendar({ from, to }, signal) });
  const today = answer.data?.as_of ?? day;
  const byDay = new Map<string, QueueRow[]>();
  for (const row of answer.data?.rows ?? []) if (row.due_on) byDay.set(row.due_on, [...(byDay.get(row.due_on) ?? []), row]);
  const title = new Intl.DateTimeFormat(language === 'es' ? 'es-US' : 'en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`));
  const weekdays = weeks[0]!.map((day) => new Intl.DateTimeFormat(language === 'es' ? 'es-US' : 'en-US', { weekday: 'short', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`)));
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('nav.calendar')}</h1>
        <div className="calendar-turn">
          <button type="button" className="tool" aria-label={t('calendar.previous')} onClick={() => setMonth(monthAfter(month, -1))}>
            <Icon name="left" />
          </button>
          <strong aria-live="polite">{title}</strong>
          <button type="button" className="tool" aria-label={t('calendar.next')} onClick={() => setMonth(monthAfter(month, 1))}>
            <Icon name="right" />
          </button>
          <Button variant="default" size="compact-xs" onClick={() => setMonth(today.slice(0, 7))}>
            {t('calendar.today')}
          </Button>
        </div>
      </header>
      {answer.isError && <Trouble fault={answer.error} retry={() => void answer.refetch()} />}
      {answer.isPending && <Waiting />}
      <table className="calendar">
        <thead>
          <tr>
            {weekdays.map((day) => (
              <th key={day} scope="col">
                {day}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => {
                const rows = byDay.get(day) ?? [];
                const isOpen = open === day;
                return (
                  <td key={day} className={`${day.slice(0, 7) === month ? '' : 'calendar-other'}${day === today ? ' calendar-today' : ''}`}>
                    <span className="calendar-day">{Number(day.slice(8))}</span>
                    {rows.slice(0, isOpen ? rows.length : SHOWN).map((row) => (
                      <Tooltip key={`${row.number}${row.step}`} events={{ hover: true, focus: true, touch: true }} classNames={{ tooltip: 'derivation' }} label={row.due ? <DueSteps due={row.due} /> : row.text}>
                        <a href={addressOf(['case', row.number])} className={`calendar-row ${dueIn(today, day) < 0 ? 'calendar-over' : dueIn(today, day) <= 3 ? 'calendar-soon' : ''}`}>
                          <span className="number">{row.number}</span> {words.named('rule', row.rule) || row.text}
                        </a>
                      </Tooltip>
                    ))}
                    {rows.length > SHOWN && (
                      <button type="button" className="link" onClick={() => setOpen(isOpen ? null : day)}>
                        {isOpen ? t('less') : t('calendar.more', { n: rows.length - SHOWN })}
                      </button>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
