import type { Sums } from '../decide/decision.js';
import type { SchoolFault } from '../load/runs/school-fault.js';
import type { StoredHold } from '../load/hold/stored-hold.js';
import { Words } from '../report/html/words.js';
import type { ChangeCounts } from '../load/compare/differences.js';
import { heldOnceInWords, holdInWords } from '../words/hold-words.js';
import { pausedUntil } from '../load/runs/paused.js';
import { untilInWords } from './paused.js';
import type { PagePlace } from './place.js';
import { Reason } from './reason.js';
import { Details, WhyFailed } from './why-failed.js';

interface Props {
  readonly place: Pick<PagePlace, 'pipeline'>;
  readonly hold: StoredHold;
}

/** Why a school is held, in a sentence or two: the likely cause first. */
export function WhyHeld({ place: { pipeline }, hold }: Props) {
  const { cause, effect } = holdInWords(pipeline, hold);
  return (
    <>
      <strong>
        <Words of={cause} />
      </strong>{' '}
      {effect}
    </>
  );
}

interface RunProps {
  readonly place: Pick<PagePlace, 'pipeline' | 'visitor'>;
  readonly school: string;
  readonly run: {
    readonly id: string;
    readonly status: string;
    readonly reason: string | null;
    readonly fault: SchoolFault | null;
    readonly changes: Readonly<Record<string, ChangeCounts>>;
    readonly sections: Readonly<Record<string, Sums>>;
  };
  /** What is held of the school now. */
  readonly hold: StoredHold | null;
}

/** Why a run failed or held a school; of one that held it long ago, how much would have gone and changed. */
export function WhyOfRun({ place, school, run: { id, status, reason, fault, changes, sections }, hold }: RunProps) {
  if (status === 'held' && hold?.runId === id) return <WhyHeld place={place} hold={hold} />;
  const until = pausedUntil({ status, reason });
  if (until !== null) return <>Paused {untilInWords(until, null)}.</>;
  if (status === 'held') return <>{heldOnceInWords(place.pipeline, changes, sections)}</>;
  if (reason === null) return null;
  if (status === 'failed') return <WhyFailed {...{ place, school, fault, reason }} />;
  return <Reason visitor={place.visitor} school={school} text={reason} />;
}

/** What the run itself said of it, with the names that files and rules have: for those who look after these. */
export function HoldDetails({
  place,
  hold,
}: {
  readonly place: PagePlace;
  readonly hold: { readonly reason: string };
}) {
  return <Details place={place} school={place.school?.id ?? ''} reason={hold.reason} />;
}
