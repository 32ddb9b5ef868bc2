import { scaleLinear } from 'd3-scale';
import { curveStepAfter, line } from 'd3-shape';
import type { TrendPoint } from '../browse/school-runs.js';
import { timeOfRunId } from '../load/runs/run-ids.js';
import { daysIn } from '../pipeline/guard/day.js';
import { dayOfChart } from './time.js';

const [width, height] = [72, 18];

interface Props {
  /** Oldest first. */
  readonly points: readonly TrendPoint[];
  readonly timezone: string;
}

/** How many records do not come through, and how that went: the number for everybody, the line for a glance. */
export function Sparkline({ points, timezone }: Props) {
  const timed = points.map(({ runId, notThrough }) => ({ at: Date.parse(timeOfRunId(runId) ?? ''), notThrough }));
  const [first, last] = [timed[0], timed.at(-1)];
  if (first === undefined || last === undefined) return <span class="quiet">not noted</span>;
  const dayOf = daysIn(timezone);
  const values = timed.map(({ notThrough }) => notThrough);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const x = scaleLinear([first.at, last.at], [1, width - 1]);
  // From zero, so that one more or less of many is no cliff.
  const y = scaleLinear([0, Math.max(most, 1)], [height - 1, 1]);
  const path = line<(typeof timed)[number]>(
    ({ at }) => x(at),
    ({ notThrough }) => y(notThrough),
  ).curve(curveStepAfter)(timed);
  const since = dayOfChart(dayOf(new Date(first.at)));
  const range =
    least === most ? `${String(most)} since ${since}` : `between ${String(least)} and ${String(most)} since ${since}`;
  return (
    <span class="trend">
      {String(last.notThrough)}
      {timed.length > 1 && (
        <svg class="sparkline" viewBox={`0 0 ${String(width)} ${String(height)}`} role="img" aria-label={range}>
          <title>{range}</title>
          <path d={path ?? ''} fill="none" stroke="currentColor" stroke-width="1.5" />
        </svg>
      )}
    </span>
  );
}
