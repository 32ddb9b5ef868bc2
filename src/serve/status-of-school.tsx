import type { SchoolLine } from '../browse/school-list.js';
import { timeOfRunId } from '../load/runs/run-ids.js';
import { NotSeen } from './not-seen.js';

/** What the latest run made of a school; of one that did not arrive, what was fine then says nothing of today. */
export function StatusOfSchool({
  line: { status, isUnseen, lastRun },
  timezone,
  now,
}: {
  readonly line: SchoolLine;
  readonly timezone: string;
  readonly now: Date;
}) {
  const isWell = status !== 'failed' && status !== 'held';
  if (isUnseen && isWell) return <NotSeen since={timeOfRunId(lastRun)} timezone={timezone} now={now} />;
  return (
    <>
      <span class={status === null ? undefined : `status-${status}`}>{status ?? 'not noted'}</span>
      {isUnseen && (
        <>
          , <NotSeen since={timeOfRunId(lastRun)} timezone={timezone} now={now} />
        </>
      )}
    </>
  );
}
