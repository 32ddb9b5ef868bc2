/** A time as people at the school read it. */
export function Time({ at, timezone }: { readonly at: string; readonly timezone: string }) {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, dateStyle: 'medium', timeStyle: 'short' });
  return <time dateTime={at}>{format.format(new Date(at))}</time>;
}
