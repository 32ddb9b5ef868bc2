import { scaleLinear } from 'd3-scale';
import { curveStepAfter, line } from 'd3-shape';

/** A number, and when it was so, in milliseconds. */
export interface Point {
  readonly at: number;
  readonly value: number;
}

interface Props {
  /** Tells its parts from those of other plots on a page. */
  readonly id: string;
  readonly title: string;
  /** What it shows, for those who do not see it. */
  readonly description: string;
  /** In order of time; at least one. */
  readonly points: readonly Point[];
  /** The ends of the whole width: times, and what they are called. */
  readonly from: { readonly at: number; readonly label: string };
  readonly until: { readonly at: number; readonly label: string };
}

const [width, height] = [320, 120];
const inner = { left: 40, right: width - 50, top: 22, bottom: height - 20 };

/**
 * How one number went, on a scale from zero. Each number has a plot of its own, so nobody has to tell lines apart by
 * colour, and small numbers are not flat beside large ones.
 */
export function Plot({ id, title, description, points, from, until }: Props) {
  const x = scaleLinear([from.at, until.at], [inner.left, inner.right]).clamp(true);
  const most = Math.max(1, ...points.map(({ value }) => value));
  const y = scaleLinear([0, most], [inner.bottom, inner.top]);
  const path = line<Point>(
    ({ at }) => x(at),
    ({ value }) => y(value),
  ).curve(curveStepAfter)(points);
  const last = points.at(-1);
  const [titleId, descriptionId] = [`${id}-title`, `${id}-description`];
  return (
    <svg
      class="plot"
      viewBox={`0 0 ${String(width)} ${String(height)}`}
      role="img"
      aria-labelledby={`${titleId} ${descriptionId}`}
      fill="currentColor"
      font-size="11"
    >
      <title id={titleId}>{title}</title>
      <desc id={descriptionId}>{description}</desc>
      <text x="0" y="12" font-size="13" font-weight="600">
        {title}
      </text>
      {[0, most].map((value) => (
        <>
          <line
            {...{ x1: inner.left, x2: inner.right, y1: y(value), y2: y(value) }}
            stroke="currentColor"
            stroke-opacity="0.25"
          />
          <text x={inner.left - 6} y={y(value) + 4} text-anchor="end">
            {String(value)}
          </text>
        </>
      ))}
      <path class="plot-line" d={path ?? ''} fill="none" stroke="currentColor" stroke-width="2" />
      {last !== undefined && (
        <>
          <circle class="plot-end" cx={x(last.at)} cy={y(last.value)} r="3" />
          <text x={x(last.at) + 7} y={y(last.value) + 4} font-weight="600">
            {String(last.value)}
          </text>
        </>
      )}
      <text x={inner.left} y={height - 4}>
        {from.label}
      </text>
      <text x={inner.right} y={height - 4} text-anchor="end">
        {until.label}
      </text>
    </svg>
  );
}
