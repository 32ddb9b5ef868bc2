import type { KnownNames } from '../../browse/names-of.js';
import type { ChangesAsked, CountedChanges, RunChange } from '../../browse/run-changes.js';
import type { RunLine } from '../../browse/runs.js';
import type { SchoolRunLine } from '../../browse/school-runs.js';
import type { StoredHold } from '../../load/hold/stored-hold.js';
import { timeOfRunId } from '../../load/runs/run-ids.js';
import { kindsOf } from '../../pipeline/pipeline.js';
import { plain } from '../../words/phrase.js';
import { sumsTable } from '../../report/findings/tables.js';
import { label } from '../../words/words.js';
import { addresses, partQuery } from '../addresses.js';
import { changeKinds } from '../changes-in-words.js';
import { Choose } from '../choose.js';
import { changesShown, columnsByName, FieldChange } from '../fields.js';
import { Page } from '../layout.js';
import { List, ReportedList } from '../list.js';
import { Parts } from '../parts.js';
import { standingAfter } from '../paused.js';
import type { SchoolPlace } from '../place.js';
import { Status } from '../status.js';
import { Time } from '../time.js';
import { Took } from '../took.js';
import { may } from '../visitor.js';
import { Who } from '../who.js';
import { HoldDetails, WhyOfRun } from '../why-held.js';

interface Props {
  readonly place: SchoolPlace;
  /** How the run ended for the school, the first time that it met it. */
  readonly first: SchoolRunLine;
  readonly met: readonly SchoolRunLine[];
  /** Null if it is no longer noted. */
  readonly whole: RunLine | null;
  /** What is held of the school now. */
  readonly hold: StoredHold | null;
  readonly wasLoadedBefore: boolean;
  readonly counted: readonly CountedChanges[];
  readonly asked: ChangesAsked;
  readonly changes: readonly RunChange[];
  readonly total: number;
  readonly names: KnownNames;
  readonly page: number;
  readonly pages: number;
}

/** What one run did for a school. */
export function SchoolRunPage(props: Props) {
  const { place, first, met, whole, hold, page } = props;
  const { pipeline } = place;
  const at = timeOfRunId(first.runId);
  return (
    <Page place={place} title="Run">
      <h1>Run of {at === null ? first.runId : <Time at={at} timezone={pipeline.timezone} />}</h1>
      {page === 1 && (
        <>
          <dl>
            {met.map((one) => (
              <>
                <dt>Outcome</dt>
                <dd>
                  <Status of={standingAfter(one)} />
                </dd>
                {one.reason !== null && (
                  <>
                    <dt>Why</dt>
                    <dd>
                      <WhyOfRun place={place} school={place.school.id} run={{ ...one, id: one.runId }} hold={hold} />
                      {standingAfter(one) === 'held' && <HoldDetails place={place} hold={{ reason: one.reason }} />}
                    </dd>
                  </>
                )}
              </>
            ))}
            {whole !== null && <Took run={whole} />}
          </dl>
          {may(place.visitor, 'admin') && <Sums {...props} />}
          <ByKind {...props} />
        </>
      )}
      <Differences {...props} />
    </Page>
  );
}

function Sums({ place: { pipeline }, first }: Props) {
  const table = sumsTable({ sections: first.sections, endsOut: {} }, pipeline);
  return table.rows.length === 0 ? null : <ReportedList table={table} />;
}

function ByKind({ place: { pipeline }, first: { status, changes } }: Props) {
  const rows = kindsOf(pipeline).flatMap(({ name, label: of }) => {
    const found = changes[name];
    return found === undefined ? [] : [[plain(of), ...changeKinds.map((change) => plain(String(found[change])))]];
  });
  if (rows.length === 0) return null;
  const [title, note] =
    status === 'held'
      ? ['What it would have changed', 'It was held, so not all of this was written, or none of it.']
      : ['What it changed', 'In each table.'];
  const columns = ['Of', 'Added', 'Changed', 'Removed', 'Returned'];
  return <ReportedList table={{ title, note, columns, rows, numbers: true }} />;
}

function Differences(props: Props) {
  const { place, first, counted, asked, total, page, pages } = props;
  const { pipeline, school } = place;
  const at = addresses.run(school.id, first.runId);
  const kinds = [...new Set(counted.map(({ kind }) => kind))];
  return (
    <>
      <h2>Each difference</h2>
      {counted.length === 0 ? (
        <p>{whyNone(props)}</p>
      ) : (
        <>
          <Choose
            at={at}
            choices={[
              {
                name: 'kind',
                label: 'Of',
                chosen: asked.kind,
                values: kinds.map((kind) => [kind, label(pipeline, kind, 2)]),
              },
              {
                name: 'change',
                label: 'That were',
                chosen: asked.change,
                values: changeKinds.map((one) => [one, one]),
              },
            ]}
          />
          <p role="status">{String(total)} found</p>
          {total > 0 && <Rows {...props} />}
          <Parts page={page} pages={pages} at={(part) => `${at}${partQuery({ ...asked }, part)}`} />
        </>
      )}
    </>
  );
}

function whyNone({ first, wasLoadedBefore }: Props): string {
  const { status, changes } = first;
  if (status === 'failed') return 'It failed, so nothing of this school was changed.';
  if (standingAfter(first) === 'paused') return 'It was paused, so nothing of this school was changed.';
  if (status === 'held') return 'It was held, so nothing of this school was changed.';
  if (Object.values(changes).every((of) => changeKinds.every((change) => of[change] === 0)))
    return 'Nothing about this school was different.';
  if (!wasLoadedBefore)
    return 'It was the first load of this school: everything was new, and no single differences are kept.';
  return 'They are no longer kept.';
}

function Rows({ place, changes, names }: Props) {
  const { pipeline } = place;
  const columns = new Map(kindsOf(pipeline).map(({ name }) => [name, columnsByName(pipeline, name)]));
  return (
    <List
      name="Differences"
      caption="For each change, the value before and after."
      columns={['Who or what', 'Kind', 'Change', 'Fields']}
      rows={changes.map(({ kind, id, change, fields }) => [
        <Who {...{ place, names, kind, id }} />,
        label(pipeline, kind, 1),
        change,
        changesShown(pipeline, kind, fields).map(([column, field], index) => (
          <>
            {index > 0 && '; '}
            <FieldChange name={column} column={columns.get(kind)?.get(column)} field={field} />
          </>
        )),
      ])}
    />
  );
}
