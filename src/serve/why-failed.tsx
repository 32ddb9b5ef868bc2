import type { ComponentChildren } from 'preact';
import type { SchoolFault } from '../load/runs/school-fault.js';
import { timeOfRunId } from '../load/runs/run-ids.js';
import { failureInWords, turnAfterFailure } from '../words/failure-words.js';
import { ForAdmins } from './for-admins.js';
import type { PagePlace } from './place.js';
import { WholeReason } from './reason.js';
import { Day } from './time.js';

interface Props {
  readonly place: Pick<PagePlace, 'pipeline' | 'visitor'>;
  readonly school: string;
  readonly fault: SchoolFault | null;
  /** What the run itself said. */
  readonly reason: string | null;
}

/** Why a school failed: what happened, whose turn it is if not that of who sends the file, and for those who look after the program what the run itself said of it. */
export function WhyFailed({
  place,
  school,
  fault,
  reason,
  saysTurn = true,
  children,
}: Props & { readonly saysTurn?: boolean; readonly children?: ComponentChildren }) {
  const turn = saysTurn ? turnAfterFailure(fault) : null;
  return (
    <>
      {failureInWords(place.pipeline, fault)}
      {children !== undefined && <> {children}</>}
      {turn !== null && ` ${turn}`}
      <Details {...{ place, school, reason }} />
    </>
  );
}

/** What the run itself said, with the names that files and rules have. */
export function Details({ place, school, reason }: Omit<Props, 'fault'>) {
  if (reason === null) return null;
  return (
    <ForAdmins visitor={place.visitor} summary="Details for administrators">
      <p>
        <WholeReason school={school} text={reason} />
      </p>
    </ForAdmins>
  );
}

/** Which data of a school is in use in the meantime. */
export function StillInUse({
  place,
  run,
}: {
  readonly place: Pick<PagePlace, 'pipeline'>;
  readonly run: string | null;
}) {
  const at = run === null ? null : timeOfRunId(run);
  if (run === null) return <>Nothing of it has been loaded yet.</>;
  if (at === null) return <>The data loaded before is still in use.</>;
  return (
    <>
      The data of <Day at={at} timezone={place.pipeline.timezone} /> is still in use.
    </>
  );
}

/** That nothing came of a school, and what is in use in the meantime. */
export function WhyUnseen({
  place,
  since,
  run,
}: {
  readonly place: Pick<PagePlace, 'pipeline'>;
  /** When a run last met it, ISO 8601; null if that is not noted. */
  readonly since: string | null;
  /** The run whose data is in use; null if there is none. */
  readonly run: string | null;
}) {
  const isOfThen = since !== null && run !== null && timeOfRunId(run) === since;
  return (
    <>
      No file has come
      {since !== null && (
        <>
          {' since '}
          <Day at={since} timezone={place.pipeline.timezone} />
        </>
      )}
      . {isOfThen ? 'The data of that day is still in use.' : <StillInUse place={place} run={run} />}
    </>
  );
}
