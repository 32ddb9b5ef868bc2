/** By timezone: to make one takes longer than all else of a row. */
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

/** How old what a page says is, where it is what the last loaded run left. */
export function LastRunAt({ at, timezone }: { readonly at: string | null; readonly timezone: string }) {
  if (at === null) return <>As the last loaded run found it.</>;
  return (
    <>
      As the last loaded run found it, <Time at={at} timezone={timezone} />.
    </>
  );
}
