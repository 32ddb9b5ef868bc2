import { Day } from './time.js';

/** Says that a school did not arrive, in words and with a sign: a colour alone says nothing to many people. */
export function NotSeen({
  since,
  timezone,
  now,
}: {
  /** When a run last met it, ISO 8601; null if that is not noted. */
  readonly since: string | null;
  readonly timezone: string;
  readonly now: Date;
}) {
  return (
    <span class="status-unseen">
      <span aria-hidden="true">◌ </span>not seen
      {since === null ? '' : ' since '}
      {since !== null && <Day at={since} timezone={timezone} now={now} />}
    </span>
  );
}
