import type { SchoolRunLine } from '../browse/school-runs.js';
import { timeOfRunId } from '../load/runs/run-ids.js';
import type { Pipeline, RecordKind } from '../pipeline/pipeline.js';
import { numberInWords } from '../words/number-words.js';
import { addresses } from './addresses.js';
import { List } from './list.js';
import { Day } from './time.js';

const week = 7 * 24 * 60 * 60 * 1000;

interface Props {
  readonly pipeline: Pipeline;
  readonly school: string;
  /** How many records come through now. */
  readonly counts: readonly { readonly kind: RecordKind; readonly records: number }[];
  /** Of the last weeks, oldest first. */
  readonly runs: readonly SchoolRunLine[];
  readonly wasLoaded: boolean;
}

/** How many records come through and how many do not, and what they were a week before. */
export function SchoolFigures({ pipeline, school, counts, runs, wasLoaded }: Props) {
  const well = runs.filter(isWell);
  const latest = latestTold(runs, wasLoaded);
  const before = latest === undefined ? undefined : well.findLast((run) => timeOf(latest) - timeOf(run) >= week);
  return (
    <List
      name="Figures"
      caption={
        before === undefined ? (
          'There is nothing to compare with: no run of a week earlier is noted.'
        ) : (
          <>
            Compared with the run of <Day at={new Date(timeOf(before)).toISOString()} timezone={pipeline.timezone} />.
          </>
        )
      }
      columns={['Records', 'Come through', ...(before === undefined ? [] : ['Since then']), 'Do not come through']}
      class="numbers"
      rows={counts.map(({ kind, records }) => [
        kind.label,
        <a href={addresses.list(school, kind)}>{numberInWords(records)}</a>,
        ...(before === undefined ? [] : [differenceOf(records, before.sections[kind.name]?.through)]),
        <NotThrough school={school} count={latest?.sections[kind.name]?.not} />,
      ])}
    />
  );
}

/**
 * The last run that loaded the school or found it unchanged. Of a school that was never loaded, the last first load that
 * was held: the pages say of that one who does not come through.
 */
export function latestTold(runs: readonly SchoolRunLine[], wasLoaded: boolean): SchoolRunLine | undefined {
  return runs.findLast(isWell) ?? (wasLoaded ? undefined : runs.findLast(({ status }) => status === 'held'));
}

function isWell({ status }: SchoolRunLine): boolean {
  return status === 'loaded' || status === 'unchanged';
}

function NotThrough({ school, count }: { readonly school: string; readonly count: number | undefined }) {
  if (count === undefined) return <>not noted</>;
  return count === 0 ? <>0</> : <a href={addresses.notThrough(school)}>{numberInWords(count)}</a>;
}

function timeOf({ runId }: SchoolRunLine): number {
  return Date.parse(timeOfRunId(runId) ?? '');
}

/** A kind may be new in the pipeline since then. */
function differenceOf(records: number, before: number | undefined): string {
  if (before === undefined) return 'not noted';
  const more = records - before;
  return more === 0 ? 'the same' : more > 0 ? `${numberInWords(more)} more` : `${numberInWords(-more)} fewer`;
}
