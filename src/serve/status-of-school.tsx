import type { SchoolLine } from '../browse/school-list.js';
import { lastSeen } from './last-seen.js';
import { NotSeen } from './not-seen.js';
import { standingAfter } from './paused.js';
import { Status } from './status.js';

/** How the latest run ended for a school; if it has stopped arriving, that says nothing about today. */
export function StatusOfSchool({ line, timezone }: { readonly line: SchoolLine; readonly timezone: string }) {
  const { status, reason, isUnseen } = line;
  const standing = status === null ? null : standingAfter({ status, reason });
  const isWell = standing !== 'failed' && standing !== 'held';
  if (isUnseen && isWell) return <NotSeen since={lastSeen(line)} timezone={timezone} />;
  return (
    <>
      {standing === null ? 'not noted' : <Status of={standing} />}
      {isUnseen && (
        <>
          , <NotSeen since={lastSeen(line)} timezone={timezone} />
        </>
      )}
    </>
  );
}
