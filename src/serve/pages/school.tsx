import type { SchoolLine } from '../../browse/school-list.js';
import type { SchoolRunLine } from '../../browse/school-runs.js';
import type { RecordKind } from '../../pipeline/pipeline.js';
import type { ReportedSchool } from '../../report/findings/report.js';
import { Outside } from '../../report/html/words.js';
import type { StoredHold } from '../../load/hold/stored-hold.js';
import { SchoolFigures } from '../figures.js';
import { Approval } from '../approvals.js';
import { HoldNotice } from '../hold-notice.js';
import { Page } from '../layout.js';
import type { SchoolPlace } from '../place.js';
import { Met } from '../met.js';
import { Reason } from '../reason.js';
import { StatusOfSchool } from '../status-of-school.js';
import { Time } from '../time.js';
import { ToCorrectFirst } from '../to-correct-first.js';

interface Props {
  readonly place: SchoolPlace;
  readonly line: SchoolLine;
  readonly counts: readonly { readonly kind: RecordKind; readonly records: number }[];
  /** Of the last weeks, oldest first. */
  readonly runs: readonly SchoolRunLine[];
  /** What the latest run that was loaded or unchanged found; null if there is none. */
  readonly report: ReportedSchool | null;
  readonly hold: StoredHold | null;
}

/** Whether all is well with a school, how much comes through, and what to correct first. */
export function SchoolPage({ place, line, counts, runs, report, hold }: Props) {
  const { school, name, loadedAt, lastRun, status, reason } = line;
  return (
    <Page place={place} title={name ?? school}>
      <h1>
        <Outside text={name ?? school} />
      </h1>
      {hold !== null && <HoldNotice place={place} hold={hold} />}
      <dl>
        <dt>Latest run</dt>
        <dd>
          <StatusOfSchool line={line} timezone={place.pipeline.timezone} />
          {hold !== null && status === 'held' && <Approval place={place} hold={hold} />}
        </dd>
        {reason !== null && (hold === null || status !== 'held') && (
          <>
            <dt>Why</dt>
            <dd>
              <Reason school={school} text={reason} />
            </dd>
          </>
        )}
        <dt>Last met by a run</dt>
        <dd>
          <Met run={lastRun} timezone={place.pipeline.timezone} />
        </dd>
        <dt>Last change</dt>
        <dd>{loadedAt === null ? 'never' : <Time at={loadedAt} timezone={place.pipeline.timezone} />}</dd>
      </dl>
      <SchoolFigures {...{ school, counts, runs }} pipeline={place.pipeline} />
      {report !== null && <ToCorrectFirst place={place} report={report} />}
    </Page>
  );
}
