/** A time as people at the school read it. */
export function Time({ at, timezone }: { readonly at: string; readonly timezone: string }) {
  return <time dateTime={at}>{formatIn(timezone).format(new Date(at))}</time>;
}

/** To make one takes longer than the rest of a list's row. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(timezone: string): Intl.DateTimeFormat {
  let format = formats.get(timezone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, dateStyle: 'medium', timeStyle: 'short' });
    formats.set(timezone, format);
  }
  return format;
}
