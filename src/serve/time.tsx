import { isDay } from '../pipeline/guard/day.js';
import { instantOf } from '../pipeline/text/instant.js';
import { Outside } from '../report/html/words.js';

/** By timezone: making one takes longer than the rest of a row. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** The same few times stand in many rows of many pages: those of the last nights. */
const partsKnown = new Map<string, ReadonlyMap<string, string>>();
const mostKnown = 5000;

function partsIn(timeZone: string, at: Date): ReadonlyMap<string, string> {
  const key = `${timeZone} ${String(at.getTime())}`;
  const known = partsKnown.get(key);
  if (known !== undefined) return known;
  if (partsKnown.size >= mostKnown) partsKnown.clear();
  const parts = newPartsIn(timeZone, at);
  partsKnown.set(key, parts);
  return parts;
}

function newPartsIn(timeZone: string, at: Date): ReadonlyMap<string, string> {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
      ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    });
  formats.set(timeZone, format);
  return new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
}

/** `Fri 20 Nov 2026`: the one form of a day on all pages. */
function dayOf(parts: ReadonlyMap<string, string>): string {
  return ['weekday', 'day', 'month', 'year'].map((part) => parts.get(part)).join(' ');
}

/** A time as people at the school read it: `Fri 20 Nov 2026, 02:30`. */
export function Time({ at, timezone }: { readonly at: string; readonly timezone: string }) {
  return <time dateTime={at}>{timeInWords(timezone, at)}</time>;
}

/** The same where there is only text. */
export function timeInWords(timezone: string, at: string): string {
  const time = new Date(at);
  return `${dayOf(partsIn(timezone, time))}, ${clockIn(timezone, time)}`;
}

/** `02:30` */
export function clockIn(timezone: string, at: Date): string {
  const parts = partsIn(timezone, at);
  return `${parts.get('hour') ?? ''}:${parts.get('minute') ?? ''}`;
}

/** The time of a day that is said already: `02:30`. */
export function Clock({ at, timezone }: { readonly at: string; readonly timezone: string }) {
  return <time dateTime={at}>{clockIn(timezone, new Date(at))}</time>;
}

/** The day of a time. */
export function Day({ at, timezone }: { readonly at: string; readonly timezone: string }) {
  return <time dateTime={at}>{dayOf(partsIn(timezone, new Date(at)))}</time>;
}

/** A day (YYYY-MM-DD) in the form of all pages; it is what it is, wherever it is read. */
export function dayInWords(day: string): string {
  return dayOf(partsIn('UTC', new Date(`${day}T00:00:00Z`)));
}

const ofDate = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' });

/** A day that a record has, such as that of a birth: `9 Mar 2018`. What is no day (YYYY-MM-DD) is shown as it is. */
export function DateOf({ text }: { readonly text: string }) {
  if (!isDay(text)) return <Outside text={text} />;
  return <time dateTime={text}>{ofDate.format(new Date(`${text}T00:00:00Z`))}</time>;
}

const short = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' });

/** `20 Nov`: at the ends of a chart, where there is no room for more. */
export function dayOfChart(day: string): string {
  return short.format(new Date(`${day}T00:00:00Z`));
}

/** When an extract says that it was made. */
export function ExtractTime({ at, timezone }: { readonly at: string; readonly timezone: string }) {
  const instant = instantOf(at, timezone);
  return instant === null ? <Outside text={at} /> : <Time at={new Date(instant).toISOString()} timezone={timezone} />;
}

interface LastRunProps {
  readonly at: string | null;
  readonly timezone: string;
  /** Whether it was a first load that was held. */
  readonly held: boolean;
}

/** How old the page's content is, if it is what a run left. */
export function LastRunAt({ at, timezone, held }: LastRunProps) {
  return (
    <>
      {foundBy(held)}
      {at !== null && (
        <>
          , <Time at={at} timezone={timezone} />
        </>
      )}
      {held && nothingLoaded}.
    </>
  );
}

/** The same where there is only text. */
export function lastRunInWords({ at, timezone, held }: LastRunProps): string {
  const when = at === null ? '' : `, ${timeInWords(timezone, at)}`;
  return `${foundBy(held)}${when}${held ? nothingLoaded : ''}.`;
}

const nothingLoaded = ', which was held: nothing was loaded';

function foundBy(held: boolean): string {
  return `As the ${held ? 'first load' : 'last loaded run'} found it`;
}
