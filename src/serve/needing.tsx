import type { SchoolLine } from '../browse/school-list.js';
import { approvalsOf, isApproved, keptBy } from '../load/hold/release.js';
import type { StoredHold } from '../load/hold/stored-hold.js';
import { timeOfRunId } from '../load/runs/run-ids.js';
import { daysIn } from '../pipeline/guard/day.js';
import { counted, joined } from '../pipeline/text/counted.js';
import { Outside } from '../report/html/words.js';
import { turnAfterFailure } from '../words/failure-words.js';
import { addresses } from './addresses.js';
import { stateOf } from './approvals.js';
import { shownDays } from './days-of-runs.js';
import { lastSeen } from './last-seen.js';
import type { PagePlace } from './place.js';
import { Day } from './time.js';
import { may } from './visitor.js';

/** A school that needs somebody: it failed, is held or was not seen. */
export interface NeedingSchool {
  readonly line: SchoolLine;
  /** The ids of the runs that found it so since it was last well, or last met, oldest first. */
  readonly runs: readonly string[];
  /** Whether runs may have missed it that are longer ago than those. */
  readonly mayBeOlder: boolean;
  readonly hold: StoredHold | null;
  readonly isOwnFileFaulty: boolean;
}

interface SinceProps {
  readonly school: NeedingSchool;
  readonly timezone: string;
}

/** The first night that found a school so, for how many nights now, and of one not seen, when its last file came. */
export function SinceWhen({ school, timezone }: SinceProps) {
  const { first, nights } = sinceOf(school, timezone);
  const { line } = school;
  const last = line.isUnseen ? lastSeen(line) : null;
  if (first === null && last === null) return <>Not noted</>;
  return (
    <>
      {first !== null && (
        <>
          <Day at={first} timezone={timezone} />{' '}
        </>
      )}
      <span class="since">
        {nights}
        {last !== null && ','}
      </span>
      {last !== null && (
        <span class="since">
          {' last file '}
          <Day at={last} timezone={timezone} />
        </span>
      )}
    </>
  );
}

/** The same and the next step in a line, on the school's own page. */
export function SinceAndNext({ place, school }: { readonly place: PagePlace; readonly school: NeedingSchool }) {
  const { timezone } = place.pipeline;
  const { first, nights } = sinceOf(school, timezone);
  return (
    <p>
      {first === null ? (
        nights
      ) : (
        <>
          Since <Day at={first} timezone={timezone} />, {nights}
        </>
      )}
      . Next: <NextStep place={place} school={school} />
    </p>
  );
}

/** @returns no first night where that is not known */
function sinceOf({ runs, mayBeOlder }: NeedingSchool, timezone: string) {
  if (mayBeOlder) return { first: null, nights: `For more than ${String(shownDays)} days` };
  const times = runs.flatMap((run) => timeOfRunId(run) ?? []);
  const dayOf = daysIn(timezone);
  const nights = new Set(times.map((time) => dayOf(new Date(time)))).size;
  const [first = null] = times;
  return { first, nights: first === null ? 'Since when is not noted' : counted(nights, 'night') };
}

/** Whose turn it is, and what they do. */
export function NextStep({ place, school }: { readonly place: PagePlace; readonly school: NeedingSchool }) {
  const { line, hold, isOwnFileFaulty } = school;
  // One that is approved and did not arrive goes through as soon as its file comes.
  const isDecided = hold !== null && isApproved(hold, place.pipeline.serve.approvals);
  if (line.status === 'held' && hold !== null && !isDecided)
    return <HeldStep place={place} school={line.school} hold={hold} />;
  if (isOwnFileFaulty)
    return (
      <>
        Rule author: <a href={addresses.rules(line.school)}>its own file</a> is faulty
      </>
    );
  const turn = line.status === 'failed' && !line.isUnseen ? turnAfterFailure(line.fault) : null;
  if (turn !== null) return <>{turn}</>;
  return <>{line.isUnseen ? 'Send the file, or ask the school for it' : 'Send the file again, or ask the school'}</>;
}

interface HeldStepProps {
  readonly place: PagePlace;
  readonly school: string;
  readonly hold: StoredHold;
}

function HeldStep({ place, school, hold }: HeldStepProps) {
  const { pipeline, visitor } = place;
  const given = approvalsOf(hold);
  const latest = given.at(-1);
  const kept = keptBy(hold);
  if (latest === undefined && kept !== null)
    return (
      <>
        It stays held
        {kept.by !== null && (
          <>
            , says <Outside text={kept.by} />
          </>
        )}
        {kept.why !== null && (
          <>
            : “<Outside text={kept.why} />”
          </>
        )}
      </>
    );
  if (latest === undefined)
    return (
      <>
        {may(visitor, 'editor') ? 'You, or who' : 'Who'} may approve it:{' '}
        <a href={addresses.held(school)}>look at what is held</a>
      </>
    );
  const people = given.flatMap(({ by }) => (by === null ? [] : [by]));
  return (
    <>
      {stateOf({ place, hold })}, first{' '}
      {people.length > 0 && (
        <>
          by <Outside text={joined(people)} />{' '}
        </>
      )}
      on <Day at={latest.at} timezone={pipeline.timezone} />:{' '}
      <a href={addresses.held(school)}>somebody else has to look at it before the next run</a>
    </>
  );
}
