import { slope } from '../measure/statistics.js';
import { figure, seconds, type Cells } from '../report/words.js';
import type { GrownAxis } from './grow.js';
import { memoryTargets } from './memory-targets.js';

export function grownCells({ unit, grown }: GrownAxis): Cells {
  const rows = grown.map(({ point, seconds: taken, megabytes, inputMegabytes }) => [
    point.toLocaleString('en'),
    `${figure(inputMegabytes)} MB`,
    seconds(taken),
    `${megabytes.toFixed(0)} MB`,
  ]);
  return [[unit, 'extract', 'median time', 'peak memory'], ...rows];
}

/** The exponents of time and memory, over all points and between the last two, which start-up hardly affects. */
export function slopeLine({ unit, grown }: GrownAxis): string {
  if (grown.filter(({ point }) => point > 0).length < 2) return 'Too few points to say how it grows.';
  const parts = (['seconds', 'megabytes'] as const).map((of) => {
    const points = grown.filter(({ point }) => point > 0).map((one) => ({ x: one.point, y: one[of] }));
    const [all, last] = [slope(points), slope(points.slice(-2))].map((value) => value.toFixed(2));
    return `${of === 'seconds' ? 'Time' : 'memory'} grows with the power ${all} of the ${unit} (${last} between the last two points)`;
  });
  return `${parts.join('; ')}.`;
}

export function memoryTargetCells(axes: readonly GrownAxis[]): Cells {
  const rows = memoryTargets.flatMap(({ name, axis, of, most }) => {
    const found = axes.find((one) => one.name === axis);
    const value = found === undefined ? null : of(found);
    if (value === null) return [];
    return [[name, figure(value), `at most ${most}`, value <= most ? 'met' : 'NOT MET']];
  });
  return [['memory', 'reached', 'must be', ''], ...rows];
}
