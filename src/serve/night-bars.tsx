import { scaleLinear } from 'd3-scale';
import { troubles, type Trouble, type Troubled } from '../browse/nights.js';
import { joined } from '../pipeline/text/counted.js';
import { dayInWords, dayOfChart } from './time.js';

interface Night {
  /** YYYY-MM-DD */
  readonly day: string;
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
  const width = days.length * step;
  return (
    <figure class="nights">
      <figcaption>
        Schools that failed, were held or were not seen, by day. The most were {String(most)}, on{' '}
        {dayInWords(worst.day)}: {saidOf(worst.troubled)}. On the last day: {saidOf(days[days.length - 1].troubled)}.
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
      <svg
        class="bars"
        viewBox={`0 0 ${String(width)} ${String(height + 1)}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <defs>
          <pattern id="held-stripes" width="4" height="4" patternUnits="userSpaceOnUse">
            <rect class="bar-stripe" width="4" height="2.5" />
          </pattern>
        </defs>
        {days.map((night, at) => (
          <Bar night={night} x={at * step} most={most} />
        ))}
        <line class="bars-base" x1="0" x2={width} y1={height} y2={height} />
      </svg>
      <div class="bars-ends" aria-hidden="true">
        <span>{dayOfChart(days[0].day)}</span>
        <span>{dayOfChart(days[days.length - 1].day)}</span>
      </div>
    </figure>
  );
}

function Bar({ night: { day, troubled }, x, most }: { night: Night; x: number; most: number }) {
  const scale = scaleLinear([0, most], [0, height]);
  let top = height;
  return (
    <g>
      <title>{`${dayInWords(day)}: ${saidOf(troubled)}`}</title>
      {troubles.map((trouble) => {
        const tall = scale(troubled[trouble]);
        if (tall === 0) return null;
        top -= tall;
        return <rect class={`bar-${trouble}`} x={x} y={top} width={step - gap} height={tall} />;
      })}
    </g>
  );
}

function totalOf(troubled: Troubled): number {
  return troubles.reduce((sum, trouble) => sum + troubled[trouble], 0);
}

function saidOf(troubled: Troubled): string {
  const said = troubles.flatMap((one) => (troubled[one] === 0 ? [] : [`${String(troubled[one])} ${words[one]}`]));
  return said.length === 0 ? 'none' : joined(said);
}
