import type { SchoolLine } from '../../browse/school-list.js';
import type { SchoolRunLine } from '../../browse/school-runs.js';
import type { RecordKind } from '../../pipeline/pipeline.js';
import type { ListedSchool } from '../../report/config/school-list.js';
import type { ReportedSchool } from '../../report/findings/report.js';
import { Outside } from '../../report/html/words.js';
import { isApproved } from '../../load/hold/release.js';
import type { StoredHold } from '../../load/hold/stored-hold.js';
import { SchoolFigures, latestTold } from '../figures.js';
import { Approval } from '../approvals.js';
import { HoldNotice } from '../hold-notice.js';
import { Page } from '../layout.js';
import { SinceAndNext, type NeedingSchool } from '../needing.js';
import { NotThroughInWords } from '../not-through-in-words.js';
import { untilInWords } from '../paused.js';
import type { SchoolPlace } from '../place.js';
import { Met } from '../met.js';
import { Status } from '../status.js';
import { StatusOfSchool } from '../status-of-school.js';
import { Day } from '../time.js';
import { ToCorrectFirst } from '../to-correct-first.js';
import { WhyNotWell } from '../why-not-well.js';

interface Props {
  readonly place: SchoolPlace;
  readonly line: SchoolLine;
  readonly counts: readonly { readonly kind: RecordKind; readonly records: number }[];
  /** Of the last weeks, oldest first. */
  readonly runs: readonly SchoolRunLine[];
  /** What the latest run that was loaded or unchanged found, or a first load that is held; null if there is none. */
  readonly report: ReportedSchool | null;
  readonly hold: StoredHold | null;
  /** Null if it needs nobody. */
  readonly needing: NeedingSchool | null;
  /** The file of a school that is paused, as it is now; null if it has none. */
  readonly differences: ListedSchool | null;
}

/** Whether all is well with a school, how much comes through, and what to correct first. */
export function SchoolPage({ place, line, counts, runs, report, hold: kept, needing, differences }: Props) {
  const { school, name, loadedAt, lastRun, status, reason, pausedUntil } = line;
  // What was held before the pause waits for its end, and is not for tonight.
  const hold = pausedUntil === null ? kept : null;
  const isApprovedNow = hold !== null && status === 'held' && isApproved(hold, place.pipeline.serve.approvals);
  return (
    <Page place={place} title={name ?? school}>
      <h1>
        <Outside text={name ?? school} />
      </h1>
      <Lead {...{ place, line, runs, differences, isApprovedNow }} />
      {needing !== null && (hold === null || status !== 'held' || line.isUnseen) && (
        <SinceAndNext place={place} school={needing} />
      )}
      {hold !== null && <HoldNotice place={place} hold={hold} />}
      <dl>
        <dt>Latest run</dt>
        <dd>
          {isApprovedNow ? (
            <>
              <Status of="approved" />: goes through tonight
            </>
          ) : (
            <StatusOfSchool line={line} timezone={place.pipeline.timezone} />
          )}
          {hold !== null && status === 'held' && !isApprovedNow && <Approval place={place} hold={hold} />}
        </dd>
        {(line.isUnseen || (reason !== null && pausedUntil === null)) && (hold === null || status !== 'held') && (
          <>
            <dt>Why</dt>
            <dd>
              <WhyNotWell place={place} line={line} saysTurn={false} />
            </dd>
          </>
        )}
        <dt>Last met by a run</dt>
        <dd>
          <Met run={lastRun} timezone={place.pipeline.timezone} />
        </dd>
        <dt>Last change</dt>
        <dd>{loadedAt === null ? 'never' : <Day at={loadedAt} timezone={place.pipeline.timezone} />}</dd>
      </dl>
      <SchoolFigures {...{ school, counts, runs }} pipeline={place.pipeline} wasLoaded={loadedAt !== null} />
      {report !== null && <ToCorrectFirst place={place} report={report} />}
    </Page>
  );
}

/** Whether all is well, in a sentence, and who does not come through. */
interface LeadProps extends Pick<Props, 'place' | 'line' | 'runs' | 'differences'> {
  readonly isApprovedNow: boolean;
}

function Lead({ place, line, runs, differences, isApprovedNow }: LeadProps) {
  const { school, status, isUnseen, pausedUntil, loadedAt } = line;
  const stands = isUnseen
    ? 'did not arrive with the latest run.'
    : status === 'failed'
      ? 'could not be loaded.'
      : pausedUntil !== null
        ? `is paused ${untilInWords(pausedUntil, differences)}: nothing of it is loaded until then.`
        : isApprovedNow
          ? 'is held, and approved: it goes through tonight.'
          : status === 'held'
            ? 'is held: somebody has to look at it.'
            : 'is up to date.';
  return (
    <p class="lead">
      <strong>
        <Outside text={line.name ?? school} /> {stands}
      </strong>{' '}
      <NotThroughInWords place={place} sections={latestTold(runs, loadedAt !== null)?.sections ?? {}} />
    </p>
  );
}
