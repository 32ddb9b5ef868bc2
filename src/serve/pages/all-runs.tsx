import { totalOf, type Troubled } from '../../browse/nights.js';
import { schoolsIn, type RunLine } from '../../browse/runs.js';
import { addresses, partQuery } from '../addresses.js';
import { Calendar, type CalendarDay } from '../calendar.js';
import type { DayOfRuns } from '../days-of-runs.js';
import { Page } from '../layout.js';
import { List } from '../list.js';
import { gravest, outcomes, outcomesInWords, type RunOutcome } from '../outcomes.js';
import { Parts } from '../parts.js';
import type { PagePlace } from '../place.js';
import { Time } from '../time.js';
import { capital } from '../../pipeline/text/text.js';

interface DayOfAllRuns extends DayOfRuns<RunLine> {
  readonly troubled: Troubled;
}

interface Props {
  readonly place: PagePlace;
  /** The last days; none on the parts of the list after the first. */
  readonly days: readonly DayOfAllRuns[];
  /** Newest first. */
  readonly runs: readonly RunLine[];
  readonly page: number;
  readonly pages: number;
}

/** How runs ended for all schools that the visitor sees. */
export function AllRunsPage({ place, days, runs, page, pages }: Props) {
  return (
    <Page place={place} title="Runs">
      <h1>Runs</h1>
      {page === 1 && (
        <>
          <h2>The last {String(days.length)} days</h2>
          <Calendar
            days={days.map(calendarDay)}
            note={`The number is how many schools failed, were held (or paused) or were not seen. Where they are one in ${String(fewFor)} or more, the day is filled.`}
          />
          <h2>All runs</h2>
        </>
      )}
      {runs.length === 0 ? (
        <p class="quiet">There are no runs.</p>
      ) : (
        <List
          name="Runs"
          class="counts"
          caption="How many schools each run met, and how it ended for them. The newest comes first."
          columns={['When', ...outcomes.map(capital), 'Run']}
          rows={runs.map(({ id, startedAt, status, part, counts }) => [
            <a href={addresses.runOfAll(id)}>
              <Time at={startedAt} timezone={place.pipeline.timezone} />
            </a>,
            ...outcomes.map((outcome) => <Count outcome={outcome} count={counts[outcome] ?? 0} />),
            part === null ? runStatus(status) : `part ${part}, ${runStatus(status)}`,
          ])}
        />
      )}
      <Parts page={page} pages={pages} at={(part) => `${addresses.allRuns}${partQuery({}, part)}`} />
    </Page>
  );
}

/** One that says that somebody is needed stands out; a zero says nothing. */
function Count({ outcome, count }: { readonly outcome: RunOutcome; readonly count: number }) {
  if (count === 0) return <span class="quiet">0</span>;
  return outcome === 'failed' || outcome === 'held' ? (
    <span class={`status status-${outcome}`}>{String(count)}</span>
  ) : (
    <>{String(count)}</>
  );
}

/** How a run ended as a whole; the numbers say that some of its schools failed. */
export function runStatus(status: string): string {
  if (status === 'running') return 'not ended';
  return status === 'interrupted' ? 'interrupted' : 'ended';
}

/** A day on which at most one school in so many needs somebody is an ordinary day. */
const fewFor = 10;

function calendarDay({ day, runs, troubled }: DayOfAllRuns): CalendarDay {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = runs.reduce((sum, run) => sum + (run.counts[outcome] ?? 0), 0);
  const ended = outcomes.find((one) => (counts[one] ?? 0) > 0) ?? null;
  const [gravestRun] = runs.filter((run) => gravestOf(run) === ended).reverse();
  const nothing = runs.length === 0 ? 'no run' : 'a run that met no school';
  const isUnseen = troubled.unseen > 0 && ended !== 'failed' && ended !== 'held';
  const needing = totalOf(troubled);
  const met = Math.max(0, ...runs.map(schoolsIn)) + troubled.unseen;
  return {
    day,
    outcome: isUnseen ? 'unseen' : ended,
    needing,
    isFilled: needing * fewFor >= met && needing > 0,
    said: [
      ended === null ? nothing : outcomesInWords(counts),
      ...(troubled.unseen > 0 ? [`${String(troubled.unseen)} not seen`] : []),
    ].join(', '),
    to: gravestRun === undefined ? null : addresses.runOfAll(gravestRun.id),
  };
}

function gravestOf({ counts }: RunLine) {
  return gravest(Object.keys(counts).filter((status) => (counts[status] ?? 0) > 0));
}
