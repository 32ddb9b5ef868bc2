/** A time as people at the school read it. */
export function Time({ at, timezone }: { readonly at: string; readonly timezone: string }) {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, dateStyle: 'medium', timeStyle: 'short' });
  return <time dateTime={at}>{format.format(new Date(at))}</time>;
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
