import type { SchoolLine } from '../../browse/school-list.js';
import type { RecordKind } from '../../pipeline/pipeline.js';
import { Outside } from '../../report/html/words.js';
import type { StoredHold } from '../../load/hold/stored-hold.js';
import { addresses } from '../addresses.js';
import { HoldNotice } from '../hold-notice.js';
import { Page } from '../layout.js';
import type { SchoolPlace } from '../place.js';
import { Met } from '../met.js';
import { StatusOfSchool } from '../status-of-school.js';
import { Time } from '../time.js';

interface Props {
  readonly place: SchoolPlace;
  readonly line: SchoolLine;
  readonly counts: readonly { readonly kind: RecordKind; readonly records: number }[];
  readonly hold: StoredHold | null;
  readonly token: string | null;
  readonly now: Date;
}

/** How much comes through for a school, and how its latest run ended. */
export function SchoolPage({ place, line, counts, hold, token, now }: Props) {
  const { school, name, loadedAt, lastRun, status, reason } = line;
  return (
    <Page place={place} title={name ?? school}>
      <h1>
        <Outside text={name ?? school} />
      </h1>
      {hold !== null && <HoldNotice {...{ place, hold, token }} />}
      <dl>
        <dt>Latest run</dt>
        <dd>
          <StatusOfSchool line={line} timezone={place.pipeline.timezone} now={now} />
        </dd>
        {reason !== null && (hold === null || status !== 'held') && (
          <>
            <dt>Why</dt>
            <dd>
              <Outside text={reason} />
            </dd>
          </>
        )}
        <dt>Last met by a run</dt>
        <dd>
          <Met run={lastRun} timezone={place.pipeline.timezone} />
        </dd>
        <dt>Last change</dt>
        <dd>{loadedAt === null ? 'never' : <Time at={loadedAt} timezone={place.pipeline.timezone} />}</dd>
        {counts.map(({ kind, records }) => (
          <>
            <dt>
              <a href={addresses.list(school, kind)}>{kind.label}</a>
            </dt>
            <dd>{String(records)}</dd>
          </>
        ))}
      </dl>
    </Page>
  );
}
