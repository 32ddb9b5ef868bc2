import { Status } from './status.js';
import { Day } from './time.js';

/** Says that a school did not arrive, and when its last file came. */
export function NotSeen({
  since,
  timezone,
}: {
  /** When a run last met it, ISO 8601; null if that is not noted. */
  readonly since: string | null;
  readonly timezone: string;
}) {
  return (
    <>
      <Status of="unseen" />
      {since !== null && (
        <span class="since">
          {', last file '}
          <Day at={since} timezone={timezone} />
        </span>
      )}
    </>
  );
}
