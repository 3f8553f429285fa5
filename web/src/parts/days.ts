/// Days between dates, without clocks or zones: dates are `YYYY-MM-DD`.

export function dayNumber(iso: string): number {
  const [year = 0, month = 1, day = 1] = iso.slice(0, 10).split('-').map(Number);
  return Date.UTC(year, month - 1, day) / 86_400_000;
}

/// How many days after `today` the day comes; below zero when it has passed.
export function dueIn(today: string, day: string): number {
  return dayNumber(day) - dayNumber(today);
}

export function dayAfter(iso: string, days: number): string {
  return new Date((dayNumber(iso) + days) * 86_400_000).toISOString().slice(0, 10);
}

/// The weeks (Monday first) that a month touches, for a calendar.
export function weeksOf(month: string): string[][] {
  const first = `${month.slice(0, 7)}-01`;
  const weekday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7;
  const weeks: string[][] = [];
  for (let day = dayAfter(first, -weekday); weeks.length === 0 || day.slice(0, 7) === month.slice(0, 7); ) {
    const week = Array.from({ length: 7 }, (_, at) => dayAfter(day, at));
    weeks.push(week);
    day = dayAfter(day, 7);
  }
  return weeks;
}

export function monthAfter(month: string, months: number): string {
  const [year = 0, at = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, at - 1 + months, 1)).toISOString().slice(0, 7);
}

/// Today on this computer's calendar. The server's own day (`as_of`) is taken where an answer has it.
export function localToday(): string {
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`;
}
