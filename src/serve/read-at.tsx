import { Time } from './time.js';

/** Since when a change of the configuration is not on the pages: they read it once, and a run reads it anew. */
export function ReadAt({ at, timezone }: { readonly at: Date; readonly timezone: string }) {
  return (
    <>
      The pages read the rules when they were started, <Time at={at.toISOString()} timezone={timezone} />; a run reads
      them anew.
    </>
  );
}
