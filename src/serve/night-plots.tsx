import type { NightFigures } from '../browse/nights.js';
import { Plot } from '../report/html/plot.js';
import { dayInWords, dayOfChart } from './time.js';

interface Night extends Pick<NightFigures, 'changed' | 'notThrough'> {
  /** YYYY-MM-DD */
  readonly day: string;
}

/** How many changes each day brought, and how many records do not come through, over all schools together. */
export function NightPlots({ days }: { readonly days: readonly Night[] }) {
  const noted = days.filter(({ notThrough }) => notThrough !== null);
  if (noted.length < 2) return null;
  const since = noted[0] === days[0] ? '' : ` Noted since ${dayInWords(noted[0].day)}.`;
  return (
    <>
      <h2>Over these days</h2>
      <p class="quiet">
        Of all the schools together: a school that was not loaded counts as it was before. First loads are no changes.
        {since}
      </p>
      <div class="plots">
        <PlotOf id="changes" title="Changes" of={({ changed }) => changed} days={days} />
        <PlotOf id="not-through" title="Records not coming through" of={({ notThrough }) => notThrough} days={days} />
      </div>
    </>
  );
}

interface PlotOfProps {
  readonly id: string;
  readonly title: string;
  readonly of: (night: Night) => number | null;
  readonly days: readonly Night[];
}

function PlotOf({ id, title, of, days }: PlotOfProps) {
  const points = days.flatMap((night) => {
    const value = of(night);
    return value === null ? [] : [{ at: Date.parse(night.day), day: night.day, value }];
  });
  const most = points.reduce((one, other) => (other.value > one.value ? other : one));
  const last = points[points.length - 1];
  const [first, today] = [days[0].day, days[days.length - 1].day];
  return (
    <Plot
      id={id}
      title={title}
      description={`${String(last.value)} on ${dayInWords(last.day)}; the most were ${String(most.value)}, on ${dayInWords(most.day)}.`}
      points={points}
      from={{ at: Date.parse(first), label: dayOfChart(first) }}
      until={{ at: Date.parse(today), label: dayOfChart(today) }}
    />
  );
}
