import type { SchoolLine } from '../browse/school-list.js';
import { timeOfRunId } from '../load/runs/run-ids.js';
import { NotSeen } from './not-seen.js';

/** How the latest run ended for a school; if it has stopped arriving, that says nothing about today. */
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
