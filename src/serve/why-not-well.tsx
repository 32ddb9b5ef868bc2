import type { SchoolLine } from '../browse/school-list.js';
import type { ListedSchool } from '../report/config/school-list.js';
import { lastSeen } from './last-seen.js';
import { untilInWords } from './paused.js';
import type { PagePlace } from './place.js';
import { Reason } from './reason.js';
import { StillInUse, WhyFailed, WhyUnseen } from './why-failed.js';

interface Props {
  readonly place: Pick<PagePlace, 'pipeline' | 'visitor'>;
  readonly line: SchoolLine;
  /** The school's file as it is now; null if it has none, or that is not to be said. */
  readonly differences?: ListedSchool | null;
  /** Whether it says whose turn it is, where that is not said beside it. */
  readonly saysTurn?: boolean;
}

/** Why a school is not up to date, if no hold says it, and which of its data is in use. What is old news is not said. */
export function WhyNotWell({ place, line, differences = null, saysTurn = true }: Props) {
  const { school, status, fault, reason, pausedUntil, inUse, isUnseen } = line;
  if (isUnseen) return <WhyUnseen place={place} since={lastSeen(line)} run={inUse} />;
  if (status === 'failed')
    return (
      <WhyFailed {...{ place, school, fault, reason, saysTurn }}>
        <StillInUse place={place} run={inUse} />
      </WhyFailed>
    );
  if (pausedUntil !== null)
    return (
      <>
        Paused {untilInWords(pausedUntil, differences)}. <StillInUse place={place} run={inUse} />
      </>
    );
  return reason === null ? null : <Reason visitor={place.visitor} school={school} text={reason} />;
}
