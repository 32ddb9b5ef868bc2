import type { Point } from '../measure/statistics.js';
import { line, svg, text, width } from './svg.js';
import { figure } from './words.js';

export interface Series {
  readonly name: string;
  readonly points: readonly Point[];
}

const frame = { left: 70, right: 160, top: 44, bottom: 44, height: 320 };
const colours = ['#2a6f97', '#c8553d', '#588157', '#6d597a'];

/** Lines on logarithmic scales: what grows in proportion is a straight line with slope one. */
export function lines(title: string, xName: string, all: readonly Series[]): string {
  const points = all.flatMap((series) => series.points).filter(isDrawn);
  const x = new Scale(
    points.map((point) => point.x),
    frame.left,
    width - frame.right,
  );
  const y = new Scale(
    points.map((point) => point.y),
    frame.height - frame.bottom,
    frame.top,
  );
  const parts = [
    ...x
      .ticks()
      .flatMap((value) => [
        line(x.of(value), frame.top, x.of(value), frame.height - frame.bottom),
        text(x.of(value), frame.height - frame.bottom + 16, tick(value), 'text-anchor="middle"'),
      ]),
    ...y
      .ticks()
      .flatMap((value) => [
        line(frame.left, y.of(value), width - frame.right, y.of(value)),
        text(frame.left - 6, y.of(value) + 4, tick(value), 'text-anchor="end"'),
      ]),
    text((frame.left + width - frame.right) / 2, frame.height - 8, xName, 'text-anchor="middle"'),
  ];
  all.forEach((series, at) => {
    const drawn = series.points.filter(isDrawn).map((point) => [x.of(point.x), y.of(point.y)]);
    const path = drawn.map((pair) => pair.map((value) => value.toFixed(1)).join(',')).join(' ');
    const colour = colours[at % colours.length];
    parts.push(`<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`);
    for (const [cx, cy] of drawn)
      parts.push(`<circle cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="3" fill="${colour}"/>`);
    parts.push(text(width - frame.right + 12, frame.top + 12 + at * 18, series.name, `fill="${colour}"`));
  });
  return svg(title, frame.height, parts);
}

function isDrawn({ x, y }: Point): boolean {
  return x > 0 && y > 0;
}

function tick(value: number): string {
  return value >= 1e6
    ? `${figure(value / 1e6)}M`
    : value >= 1e4
      ? `${value / 1e3}k`
      : String(Number(value.toPrecision(3)));
}

/** Whole powers of ten around the values. */
class Scale {
  readonly #low: number;
  readonly #high: number;

  constructor(
    values: readonly number[],
    private readonly from: number,
    private readonly to: number,
  ) {
    this.#low = Math.floor(Math.log10(Math.min(...values)));
    this.#high = Math.max(this.#low + 1, Math.ceil(Math.log10(Math.max(...values))));
  }

  of(value: number): number {
    return this.from + ((Math.log10(value) - this.#low) / (this.#high - this.#low)) * (this.to - this.from);
  }

  ticks(): number[] {
    return Array.from({ length: this.#high - this.#low + 1 }, (_, at) => 10 ** (this.#low + at));
  }
}
