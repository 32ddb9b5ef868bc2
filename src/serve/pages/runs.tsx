import type { SchoolLine } from '../../browse/school-list.js';
import type { SchoolRunLine } from '../../browse/school-runs.js';
import type { StoredHold } from '../../load/hold/stored-hold.js';
import { timeOfRunId } from '../../load/runs/run-ids.js';
import { daysIn } from '../../pipeline/guard/day.js';
import type { Pipeline, RecordKind } from '../../pipeline/pipeline.js';
import { Plot } from '../../report/html/plot.js';
import { addresses, partQuery } from '../addresses.js';
import { Calendar, type CalendarDay } from '../calendar.js';
import { changesInWords } from '../changes-in-words.js';
import type { DayOfRuns } from '../days-of-runs.js';
import { HoldNotice } from '../hold-notice.js';
import { Page } from '../layout.js';
import { List } from '../list.js';
import { gravest } from '../outcomes.js';
import { Parts } from '../parts.js';
import { standingAfter } from '../paused.js';
import type { SchoolPlace } from '../place.js';
import { Status } from '../status.js';
import { dayOfChart, Time } from '../time.js';
import { WhyOfRun } from '../why-held.js';

interface Props {
  readonly place: SchoolPlace;
  readonly line: SchoolLine;
  readonly days: readonly DayOfRuns<SchoolRunLine>[];
  /** Newest first. */
  readonly runs: readonly SchoolRunLine[];
  readonly page: number;
  readonly pages: number;
  readonly hold: StoredHold | null;
}

/** How runs ended for a school. */
export function RunsPage({ place, line, days, runs, page, pages, hold }: Props) {
  const { pipeline, school } = place;
  const at = addresses.runs(school.id);
  return (
    <Page place={place} title="Runs">
      <h1>Runs</h1>
      {page === 1 && (
        <>
          {hold !== null && line.pausedUntil === null && <HoldNotice place={place} hold={hold} />}
          <h2>The last {String(days.length)} days</h2>
          <Calendar
            days={days.map((one) => calendarDay(school.id, one))}
            note="A day with several runs shows the gravest."
          />
          <Plots pipeline={pipeline} days={days} />
          <h2>All runs</h2>
        </>
      )}
      {runs.length === 0 ? (
        <p class="quiet">There are no runs.</p>
      ) : (
        <List
          name="Runs"
          caption="The newest comes first."
          columns={['When', { label: 'Outcome', isPlain: true }, 'What changed', { label: 'Why', isPlain: true }]}
          rows={runs.map((run) => [
            <a href={addresses.run(school.id, run.runId)}>
              <Time at={timeOfRunId(run.runId) ?? run.runId} timezone={pipeline.timezone} />
            </a>,
            <Status of={standingAfter(run)} />,
            changesInWords(run),
            <WhyOfRun place={place} school={school.id} run={{ ...run, id: run.runId }} hold={hold} />,
          ])}
        />
      )}
      <Parts page={page} pages={pages} at={(part) => `${at}${partQuery({}, part)}`} />
    </Page>
  );
}

function calendarDay(school: string, { day, runs }: DayOfRuns<SchoolRunLine>): CalendarDay {
  const outcome = gravest(runs.map(standingAfter));
  const [last] = runs.filter((run) => standingAfter(run) === outcome).reverse();
  const more = runs.length > 1 ? `, the gravest of ${String(runs.length)} runs` : '';
  return {
    day,
    outcome,
    said: outcome === null ? 'no run' : `${outcome}${more}`,
    to: last === undefined ? null : addresses.run(school, last.runId),
  };
}

/** How many records come through after each run that says so; one that was held or failed left everything as it was. */
function Plots({
  pipeline,
  days,
}: {
  readonly pipeline: Pipeline;
  readonly days: readonly DayOfRuns<SchoolRunLine>[];
}) {
  const runs = days
    .flatMap((day) => day.runs)
    .filter(({ status }) => status === 'loaded' || status === 'unchanged')
    .map(({ runId, sections }) => ({ at: Date.parse(timeOfRunId(runId) ?? ''), sections }));
  if (runs.length < 2) return null;
  return (
    <>
      <h2>What comes through</h2>
      <div class="plots">
        {pipeline.records.map((kind) => (
          <PlotOfKind
            kind={kind}
            timezone={pipeline.timezone}
            points={runs.flatMap(({ at, sections }) => {
              const value = sections[kind.name]?.through;
              return value === undefined ? [] : [{ at, value }];
            })}
          />
        ))}
      </div>
    </>
  );
}

interface PlotOfKindProps {
  readonly kind: RecordKind;
  readonly timezone: string;
  readonly points: readonly { readonly at: number; readonly value: number }[];
}

function PlotOfKind({ kind, timezone, points }: PlotOfKindProps) {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return null;
  const dayOf = daysIn(timezone);
  const named = ({ at }: { readonly at: number }) => ({
    at,
    label: dayOfChart(dayOf(new Date(at))),
  });
  const [from, until] = [named(first), named(last)];
  const values = points.map(({ value }) => value);
  const description = `${String(first.value)} on ${from.label}, ${String(last.value)} on ${until.label}; between ${String(Math.min(...values))} and ${String(Math.max(...values))}.`;
  return <Plot id={`plot-${kind.name}`} title={kind.label} {...{ description, points, from, until }} />;
}
