import { dayOf } from '../../pipeline/text/day-of.js';
import { dateFormatNamed, type DateFormatName } from '../../pipeline/vocabulary/date-formats.js';

const time = /^(?:[T ][\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/;
/** Near shifts keep an age, and who is older than who; far ones are for values that are in every day nearby. */
const nearest = Array.from({ length: 400 }, (_, index) => 400 - index).flatMap((days) => [-days, days]);
const farthest = Array.from({ length: 120 }, (_, index) => 1461 * (index + 1) + 61).flatMap((days) => [-days, days]);
const mostNear = 10;
const mostFar = 4;

/** A day moved by some days, with its time as it was; one that does not exist becomes another that does not. Null for any other text. */
export function movedDay(text: string, days: number, formats: readonly DateFormatName[]): string | null {
  const written = formats.flatMap((format) => writtenDay(text.trim(), format) ?? []);
  const found = written.find(({ day }) => dayOf(day) !== null) ?? written[0];
  const moved = found === undefined ? null : movedBy(found.day, days);
  return found === undefined || moved === null ? null : inFormat(found.format, moved) + found.rest;
}

interface WrittenDay {
  readonly format: DateFormatName;
  /** As YYYY-MM-DD, whether or not there is such a day. */
  readonly day: string;
  readonly rest: string;
}

function writtenDay(text: string, format: DateFormatName): WrittenDay | null {
  const { year, month, day, rest = '' } = dateFormatNamed[format].pattern.exec(text)?.groups ?? {};
  if (year === undefined || month === undefined || day === undefined || !time.test(rest)) return null;
  return { format, day: `${year}-${month}-${day}`, rest };
}

function inFormat(format: DateFormatName, day: string): string {
  const [year = '', month = '', ofMonth = ''] = day.split('-');
  return format.replace('YYYY', year).replace('MM', month).replace('DD', ofMonth);
}

function movedBy(day: string, days: number): string | null {
  if (dayOf(day) !== null) {
    const moved = new Date(Date.parse(day) + days * 86_400_000).toISOString();
    return /^\d{4}-/.test(moved) ? moved.slice(0, 10) : null;
  }
  // By four years, a 30 February stays none.
  const other = Number(day.slice(0, 4)) + 4 * Math.round(days / 365) + (days < 0 ? -4 : 4);
  return other > 0 && other < 10_000 ? `${String(other).padStart(4, '0')}${day.slice(4)}` : null;
}

/** By how many days all of some texts may be moved, in the order to try them. @param isFree whether a text may be written */
export function shiftsFor(
  texts: readonly string[],
  formats: readonly DateFormatName[],
  isFree: (text: string) => boolean,
): number[] {
  const days = texts.filter((text) => movedDay(text, 1, formats) !== null);
  if (days.length === 0) return [0];
  const fits = (shift: number): boolean =>
    days.every((text) => {
      const moved = movedDay(text, shift, formats);
      return moved !== null && isFree(moved);
    });
  const near = nearest.filter(fits);
  const step = Math.max(1, (near.length - 1) / (mostNear - 1));
  const some = Array.from({ length: mostNear }, (_, index) => near[Math.round(index * step)]);
  const far = farthest.filter(fits).slice(0, mostFar);
  return [...new Set([...some, ...far])].filter((shift) => shift !== undefined);
}
