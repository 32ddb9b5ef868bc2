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
  return daysAfter(text, 1);
}

/** The day so many days after another, or before it if they are negative. */
export function daysAfter(text: string, count: number): string {
  const day = new Date(`${text}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + count);
  return day.toISOString().slice(0, 10);
}

/** Today (YYYY-MM-DD) in a time zone. */
export function dayIn(timezone: string, now: Date): string {
  return daysIn(timezone)(now);
}

const halfDay = 12 * 60 * 60 * 1000;

/** The night in a time zone, by the day on which it ends: from noon to noon is one, so what begins after midnight is of it. */
export function nightIn(timezone: string, now: Date): string {
  return dayIn(timezone, new Date(now.getTime() + halfDay));
}

/** The instant at which a day (YYYY-MM-DD) begins in a time zone; where a clock skips midnight, the first that is of it. */
export function beginningOf(timezone: string, day: string): Date {
  const dayOf = daysIn(timezone);
  const midnight = Date.parse(`${day}T00:00:00Z`);
  let [before, from] = [midnight - mostAhead, midnight + mostAhead];
  while (from - before > 1) {
    const between = Math.floor((before + from) / 2);
    if (dayOf(new Date(between)) < day) before = between;
    else from = between;
  }
  return new Date(from);
}

/** No clock of the world is as far from another, in milliseconds. */
const mostAhead = 20 * 60 * 60 * 1000;

/** By time zone: making a format takes longer than using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** The same for many times. Sweden writes its days as ISO 8601 does. */
export function daysIn(timezone: string): (time: Date) => string {
  const format = formats.get(timezone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short' });
  formats.set(timezone, format);
  return (time) => format.format(time);
}

/** The first and the last day (YYYY-MM-DD) on which something holds; null if there is none. */
export interface Days {
  readonly from: string | null;
  readonly until: string | null;
}

export type DayStatus = 'in effect' | 'not yet' | 'over';

/** Whether the text is a day of each year, MM-DD; 02-29 is one. */
export function isYearly(text: string): boolean {
  return text.length === 5 && isDay(`2000-${text}`);
}

/** If the days are those of each year, both are. What has days over New Year begins after it ends. */
export function standingOn(today: string, { from, until }: Days): DayStatus {
  if (from !== null && until !== null && isYearly(from)) {
    // Where a year has no 29 February, the days before and after it sort as they should.
    const day = today.slice(-5);
    const isIn = from <= until ? from <= day && day <= until : from <= day || day <= until;
    return isIn ? 'in effect' : 'not yet';
  }
  if (from !== null && today < from) return 'not yet';
  return until !== null && until < today ? 'over' : 'in effect';
}

/** A day of each year in one year; 02-29 is the day before or after it if that year has none. */
function dayOfYear(year: number, monthAndDay: string, isLast: boolean): string {
  const day = `${String(year).padStart(4, '0')}-${monthAndDay}`;
  return isDay(day) ? day : isLast ? day.replace(/29$/, '28') : day.replace(/02-29$/, '03-01');
}

/** The next such day of each year (MM-DD), the day itself included; 02-29 is 1 March in a year without it. */
export function nextOfEachYear(today: string, monthAndDay: string): string {
  const year = Number(today.slice(0, 4));
  const inYear = dayOfYear(year, monthAndDay, false);
  return inYear < today ? dayOfYear(year + 1, monthAndDay, false) : inYear;
}

/** The last day on which one may be born who is so many years old on a day. Who is born on 29 February is a year older on 1 March. */
export function yearsBefore(day: string, years: number): string {
  return dayOfYear(Number(day.slice(0, 4)) - years, day.slice(5), true);
}

/** Days of each year, as days of one year that begin in a year. */
export function spanOf(year: number, { from, until }: { readonly from: string; readonly until: string }) {
  const ends = from <= until ? year : year + 1;
  return { from: dayOfYear(year, from, false), until: dayOfYear(ends, until, true) };
}

/** Before all days that files have. */
const beforeAll = '0000-01-01';

/**
 * Days on which something begins or has just ended, and one before them all. Between two of them nothing changes, and
 * after the last nothing that does not come back each year.
 */
export function turningDays(all: readonly Days[]): string[] {
  const turning = ({ from, until }: Days): string[] => [
    from ?? beforeAll,
    until === null ? beforeAll : dayAfter(until),
  ];
  const yearly = all.filter(isOfEachYear);
  const days = [beforeAll, ...all.filter((one) => !isOfEachYear(one)).flatMap(turning)];
  if (yearly.length === 0) return days;
  const years = days.filter((day) => day !== beforeAll).map((day) => Number(day.slice(0, 4)));
  const first = Math.min(2000, ...years) - 1;
  // With a leap year before and after them all.
  const count = Math.max(2000, ...years) + 5 - first;
  const inYears = yearly.flatMap((one) =>
    Array.from({ length: count }, (_, at) => turning(spanOf(first + at, one))).flat(),
  );
  return [...days, ...inYears];
}

function isOfEachYear(days: Days): days is { readonly from: string; readonly until: string } {
  return days.from !== null && days.until !== null && isYearly(days.from);
}

/** The last `count` days up to and including one. */
export function daysUntil(last: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => daysAfter(last, at + 1 - count));
}
