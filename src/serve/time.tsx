import { instantOf } from '../pipeline/text/instant.js';
import { Outside } from '../report/html/words.js';

/** By timezone: making one takes longer than the rest of a row. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const format =
    formats.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium', timeStyle: 'short' });
  formats.set(timeZone, format);
  return format;
}

/** A time as people at the school read it. */
export function Time({ at, timezone }: { readonly at: string; readonly timezone: string }) {
  return <time dateTime={at}>{formatIn(timezone).format(new Date(at))}</time>;
}

const days = new Map<string, Intl.DateTimeFormat>();

/** `Fri 20 Nov`, with the year if it is not this year. */
export function Day({ at, timezone, now }: { readonly at: string; readonly timezone: string; readonly now: Date }) {
  const format =
    days.get(timezone) ??
    new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone: timezone, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
    });
  days.set(timezone, format);
  const partsOf = (time: Date) => new Map(format.formatToParts(time).map(({ type, value }) => [type, value]));
  const parts = partsOf(new Date(at));
  const shown = ['weekday', 'day', 'month'] as const;
  const year = parts.get('year') === partsOf(now).get('year') ? [] : (['year'] as const);
  return <time dateTime={at}>{[...shown, ...year].map((part) => parts.get(part)).join(' ')}</time>;
}

/** When an extract says that it was made. */
export function ExtractTime({ at, timezone }: { readonly at: string; readonly timezone: string }) {
  const instant = instantOf(at, timezone);
  return instant === null ? <Outside text={at} /> : <Time at={new Date(instant).toISOString()} timezone={timezone} />;
}

/** How old the page's content is, if it is what the last loaded run left. */
export function LastRunAt({ at, timezone }: { readonly at: string | null; readonly timezone: string }) {
  if (at === null) return <>As the last loaded run found it.</>;
  return (
    <>
      As the last loaded run found it, <Time at={at} timezone={timezone} />.
    </>
  );
}
