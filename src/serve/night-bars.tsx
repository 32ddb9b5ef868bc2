import { scaleLinear } from 'd3-scale';
import { totalOf, troubles, type Trouble, type Troubled } from '../browse/nights.js';
import { joined } from '../pipeline/text/counted.js';
import { addresses } from './addresses.js';
import { dayInWords, dayOfChart } from './time.js';

interface Night {
  /** YYYY-MM-DD */
  readonly day: string;
  /** The run that its bar leads to; null if there is none. */
  readonly run: string | null;
  /** How many began on it. */
  readonly runs: number;
  readonly troubled: Troubled;
}

const words: Readonly<Record<Trouble, string>> = { failed: 'failed', held: 'held', unseen: 'not seen' };
const [step, gap, height] = [8, 2, 96];

/** How many schools were not up to date on each day: bars that differ in filling as well as in colour. */
export function NightBars({ days }: { readonly days: readonly Night[] }) {
  const totals = days.map(({ troubled }) => totalOf(troubled));
  const most = Math.max(...totals, 0);
  if (most === 0) return <p>On none of these days a school failed, was held or was not seen.</p>;
  const worst = days[totals.indexOf(most)];
  const width = days.length * step - gap;
  const top = most === 1 ? 1 : 2 * Math.ceil(most / 2);
  const lines = top === 1 ? [1, 0] : [top, top / 2, 0];
  const y = scaleLinear([0, top], [height, 0]);
  return (
    <figure class="nights">
      <figcaption>
        Schools that failed, were held (or paused) or were not seen, by day. The most were {String(most)}, on{' '}
        {dayInWords(worst.day)}
        {foundBy(worst)}. On the last day{foundBy(days[days.length - 1])}.{' '}
        <a href={addresses.allRuns}>The runs of each day</a>
      </figcaption>
      <ul class="legend">
        {troubles.map((trouble) => (
          <li>
            <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
              <rect class={`bar-${trouble}`} x="1" y="1" width="10" height="10" />
            </svg>{' '}
            {words[trouble]}
          </li>
        ))}
      </ul>
      <div class="bars-frame" aria-hidden="true">
        <div class="bars-scale">
          {lines.map((value) => (
            <span>{String(value)}</span>
          ))}
        </div>
        <svg class="bars" viewBox={`0 0 ${String(width)} ${String(height)}`} preserveAspectRatio="none">
          <defs>
            <pattern id="held-stripes" width="4" height="4" patternUnits="userSpaceOnUse">
              <rect class="bar-stripe" width="4" height="2.5" />
            </pattern>
          </defs>
          {lines.map((value) => (
            <line
              class={value === 0 ? 'bars-base' : 'bars-line'}
              x1="0"
              x2={String(width)}
              y1={String(y(value))}
              y2={String(y(value))}
            />
          ))}
          {days.map((night, at) => (
            <Bar night={night} x={at * step} y={y} />
          ))}
        </svg>
        <div class="bars-ends">
          <span>{dayOfChart(days[0].day)}</span>
          <span>{dayOfChart(days[days.length - 1].day)}</span>
        </div>
      </div>
    </figure>
  );
}

interface BarProps {
  readonly night: Night;
  readonly x: number;
  readonly y: (value: number) => number;
}

/** Too narrow for a finger or for going through by keys: the calendar of the runs is the same for everybody. */
function Bar({ night, x, y }: BarProps) {
  const { day, run, troubled } = night;
  let below = 0;
  const inside = (
    <>
      <title>{`${dayInWords(day)}${foundBy(night)}`}</title>
      <rect class="bar-day" x={x} y="0" width={step - gap} height={height} />
      {troubles.map((trouble) => {
        if (troubled[trouble] === 0) return null;
        const bottom = y(below);
        below += troubled[trouble];
        const top = y(below);
        return <rect class={`bar-${trouble}`} x={x} y={top} width={step - gap} height={bottom - top} />;
      })}
    </>
  );
  if (run === null) return <g>{inside}</g>;
  return (
    <a href={addresses.runOfAll(run)} tabIndex={-1}>
      {inside}
    </a>
  );
}

/** A day has all that its runs found, also what a later one found mended. */
function foundBy({ runs, troubled }: Night): string {
  return `${runs > 1 ? `, in any of its ${String(runs)} runs` : ''}: ${saidOf(troubled)}`;
}

function saidOf(troubled: Troubled): string {
  const said = troubles.flatMap((one) => (troubled[one] === 0 ? [] : [`${String(troubled[one])} ${words[one]}`]));
  return said.length === 0 ? 'none' : joined(said);
}
