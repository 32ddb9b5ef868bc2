import { median } from '../measure/statistics.js';
import type { Circumstances, Measured, Results } from '../measure/results.js';
import type { Reached } from '../measure/reached.js';

/** A table as rows of cells; the first row is its head. */
export type Cells = readonly (readonly string[])[];

/** Three figures: a noisy machine allows no more. */
export function figure(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 6));
}

export function seconds(value: number): string {
  if (value < 0.001) return `${figure(value * 1e6)} µs`;
  return value < 1 ? `${figure(value * 1000)} ms` : `${figure(value)} s`;
}

export function rate(perSecond: number): string {
  return perSecond >= 1e6
    ? `${figure(perSecond / 1e6)} M`
    : perSecond >= 1e4
      ? `${figure(perSecond / 1e3)} k`
      : figure(perSecond);
}

export function secondsOf({ samples }: Measured): number[] {
  return samples.map((sample) => sample.seconds);
}

export function rateOf(measured: Measured): number {
  return measured.amount.count / median(secondsOf(measured));
}

export function measuredCells(measured: readonly Measured[]): Cells {
  const rows = measured.map((one) => {
    const all = secondsOf(one);
    return [
      one.name,
      seconds(median(all)),
      `${seconds(Math.min(...all))} – ${seconds(Math.max(...all))}`,
      `${rate(rateOf(one))} ${one.amount.of}/s`,
      seconds(median(one.samples.map(({ cpuSeconds }) => cpuSeconds))),
      `${median(one.samples.map(({ megabytes }) => megabytes)).toFixed(0)} MB`,
    ];
  });
  return [['measure', 'median', 'range', 'rate', 'processor', 'peak memory'], ...rows];
}

export function targetCells(reached: readonly Reached[]): Cells {
  const rows = reached.map(({ target: { name, bound }, ratio, isMet }) => [
    name,
    ratio === null ? 'not measured' : figure(ratio),
    'least' in bound ? `at least ${bound.least}` : `at most ${bound.most}`,
    ratio === null ? '' : isMet ? 'met' : 'NOT MET',
  ]);
  return [['ratio', 'reached', 'must be', ''], ...rows];
}

/** Ratios to an older run: below 1 is faster now. */
export function comparedCells(now: readonly Measured[], old: readonly Measured[]): Cells {
  const rows = now.flatMap((one) => {
    const before = old.find(({ name }) => name === one.name);
    if (before === undefined) return [];
    const [after, then] = [one, before].map((measured) => median(secondsOf(measured)) / measured.amount.count);
    return [[one.name, seconds(median(secondsOf(before))), seconds(median(secondsOf(one))), figure(after / then)]];
  });
  return [['measure', 'then', 'now', 'now / then'], ...rows];
}

/** What was measured, where, and by which command. */
export function circumstancesLine(results: Circumstances): string {
  const { machine, node, commit, date, command } = results;
  return (
    `\`${command}\` on ${machine.cpu}, ${machine.cores} cores, ${machine.gigabytes} GB, Node ${node.slice(1)}, ` +
    `${date.slice(0, 10)}${commit === null ? '' : `, commit ${commit}`}`
  );
}

export function sizeLine({ schools, students, megabytes, rows, repeats }: Results): string {
  return `${schools} schools of ${students} students, ${figure(megabytes)} MB of JSON, ${rows} rows; medians of ${repeats}`;
}
