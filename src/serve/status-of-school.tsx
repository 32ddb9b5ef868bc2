import type { SchoolLine } from '../browse/school-list.js';
import { lastSeen } from './last-seen.js';
import { NotSeen } from './not-seen.js';
import { Status } from './status.js';

/** How the latest run ended for a school; if it has stopped arriving, that says nothing about today. */
export function StatusOfSchool({ line, timezone }: { readonly line: SchoolLine; readonly timezone: string }) {
  const { status, isUnseen } = line;
  const isWell = status !== 'failed' && status !== 'held';
  if (isUnseen && isWell) return <NotSeen since={lastSeen(line)} timezone={timezone} />;
  return (
    <>
      {status === null ? 'not noted' : <Status of={status} />}
      {isUnseen && (
        <>
          , <NotSeen since={lastSeen(line)} timezone={timezone} />
        </>
      )}
    </>
  );
}
