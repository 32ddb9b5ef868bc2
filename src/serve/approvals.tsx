import type { Answer } from '../load/hold/answers.js';
import { approvalsOf, endedByKeeping, isApproved, keptBy } from '../load/hold/release.js';
import type { StoredHold } from '../load/hold/stored-hold.js';
import { Outside } from '../report/html/words.js';
import type { PagePlace } from './place.js';
import { Status } from './status.js';
import { Time } from './time.js';

interface Props {
  readonly place: Pick<PagePlace, 'pipeline'>;
  readonly hold: StoredHold;
}

/** Where the approval of a hold is, in a few words; null while nobody has answered. */
export function stateOf({ place: { pipeline }, hold }: Props): string | null {
  const { approvals } = pipeline.serve;
  const given = approvalsOf(hold);
  if (isApproved(hold, approvals)) return 'approved, goes through tonight';
  if (given.length > 0) return `approved by ${ofAll(given.length, approvals)}`;
  return keptBy(hold) === null ? null : 'somebody wants it to stay held';
}

/** The same behind the status of a school in a list. */
export function Approval(props: Props) {
  const { place, hold } = props;
  const state = stateOf(props);
  if (state === null) return null;
  if (!isApproved(hold, place.pipeline.serve.approvals)) return <>, {state}</>;
  return (
    <>
      {' '}
      <Status of="approved" />, goes through tonight
    </>
  );
}

/** Who answered to a hold, when and why; those whose answer no longer counts last. */
export function Answers({ place: { pipeline }, hold }: Props) {
  const { timezone } = pipeline;
  const { approvals } = pipeline.serve;
  const given = approvalsOf(hold);
  const kept = keptBy(hold);
  const isEnough = isApproved(hold, approvals);
  return (
    <>
      {isEnough && (
        <p>
          <strong>Approved: it goes through tonight</strong>, unless the next run would remove or change more than this.
        </p>
      )}
      {given.length > 0 && !isEnough && (
        <p>
          <strong>Approved by {ofAll(given.length, approvals)}.</strong> Another person has to approve it before the
          next run; otherwise it stays held, and this approval ends.
        </p>
      )}
      {given.length > 0 && <AnswerList answers={given} timezone={timezone} />}
      {kept !== null && <AnswerList answers={[kept]} ended={endedByKeeping(hold)} timezone={timezone} />}
      {given.length === 0 && kept === null && <Ended {...{ timezone, hold }} />}
    </>
  );
}

/** An approval that a run has ended without letting anything through would otherwise go without a word. */
function Ended({ timezone, hold: { answers, fingerprint } }: { readonly timezone: string; readonly hold: StoredHold }) {
  const last = answers.filter((answer) => answer.ended === 'run').at(-1);
  if (last === undefined) return null;
  return (
    <p>
      An approval counts for one run, and has ended:{' '}
      {last.fingerprint === fingerprint
        ? 'nobody else had approved it before the next run.'
        : 'the next run would have removed or changed other records too.'}{' '}
      It was approved <ByWhom answer={last} timezone={timezone} />.
    </p>
  );
}

interface ListProps {
  readonly answers: readonly Answer[];
  /** The approvals that they ended. */
  readonly ended?: readonly Answer[];
  readonly timezone: string;
}

function AnswerList({ answers, ended = [], timezone }: ListProps) {
  return (
    <ul>
      {answers.map((answer) => (
        <li>
          {answer.what === 'approved' ? 'Approved' : 'Kept held'} <ByWhom answer={answer} timezone={timezone} />
          <EndedApprovals ended={ended} timezone={timezone} />
        </li>
      ))}
    </ul>
  );
}

/** Who approved it would otherwise find their approval gone, and no word of it. */
function EndedApprovals({ ended, timezone }: Required<Pick<ListProps, 'ended' | 'timezone'>>) {
  if (ended.length === 0) return null;
  return (
    <>
      . This ended{' '}
      {ended.map(({ by, at }, number) => (
        <>
          {number > 0 && ' and '}the approval{' '}
          {by !== null && (
            <>
              of <Outside text={by} />{' '}
            </>
          )}
          of <Time at={at} timezone={timezone} />
        </>
      ))}
      .
    </>
  );
}

function ByWhom({ answer: { at, by, why }, timezone }: { readonly answer: Answer; readonly timezone: string }) {
  return (
    <>
      {by !== null && (
        <>
          by <Outside text={by} />{' '}
        </>
      )}
      on <Time at={at} timezone={timezone} />
      {why !== null && (
        <>
          : “<Outside text={why} />”
        </>
      )}
    </>
  );
}

function ofAll(given: number, needed: number): string {
  return `${String(given)} of ${String(needed)}`;
}
