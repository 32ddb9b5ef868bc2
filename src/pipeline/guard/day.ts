const day = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether the text is a day that exists: YYYY-MM-DD. */
export function isDay(text: string): boolean {
  const match = day.exec(text);
  if (match === null) return false;
  const [, year, month, date] = match.map(Number) as [number, number, number, number];
  const last = month >= 1 && month <= 12 ? new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate() : 0;
  return date >= 1 && date <= last;
}

export function dayAfter(text: string): string {
  const next = new Date(`${text}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

/** Today (YYYY-MM-DD) in a time zone. */
export function dayIn(timezone: string, now: Date): string {
  return daysIn(timezone)(now);
}

/** The same for many times: making a format takes longer than using it. Sweden writes its days as ISO 8601 does. */
export function daysIn(timezone: string): (time: Date) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short' });
  return (time) => format.format(time);
}

/** The first and the last day (YYYY-MM-DD) on which something holds; null if there is none. */
export interface Days {
  readonly from: string | null;
  readonly until: string | null;
}

export type DayStatus = 'in effect' | 'not yet' | 'over';

export function standingOn(today: string, { from, until }: Days): DayStatus {
  if (from !== null && today < from) return 'not yet';
  return until !== null && until < today ? 'over' : 'in effect';
}

/** The last `count` days up to and including one. */
export function daysUntil(last: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    const day = new Date(`${last}T00:00:00Z`);
    day.setUTCDate(day.getUTCDate() - (count - 1 - at));
    return day.toISOString().slice(0, 10);
  });
}
