import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeBetweenMarkers } from '../report/between-markers.js';
import { lines } from '../report/lines.js';
import { markdownTable } from '../report/tables.js';
import { circumstancesLine } from '../report/words.js';
import type { GrownAxis, GrowthResults } from './grow.js';
import { grownCells, memoryTargetCells, slopeLine } from './growth-words.js';

/** Writes how things grew into the documentation, with a plot for each axis. */
export function writeGrowth(docs: string, results: GrowthResults): void {
  const folder = join(docs, 'performance');
  mkdirSync(folder, { recursive: true });
  const targets = memoryTargetCells(results.axes);
  const parts = [
    `${circumstancesLine(results)}.`,
    ...(targets.length > 1 ? [markdownTable(targets)] : []),
    ...results.axes.flatMap((axis) => {
      writeFileSync(join(folder, `growth-${axis.name}.svg`), plot(axis));
      const image = `![${axis.title}](performance/growth-${axis.name}.svg)`;
      return [`### ${axis.title}`, slopeLine(axis), markdownTable(grownCells(axis)), image];
    }),
  ];
  writeBetweenMarkers(join(docs, 'performance.md'), 'growth', parts.join('\n\n'));
}

function plot({ title, unit, grown }: GrownAxis): string {
  return lines(`${title} (log scales)`, unit, [
    { name: 'seconds', points: grown.map(({ point, seconds }) => ({ x: point, y: seconds })) },
    { name: 'peak MB', points: grown.map(({ point, megabytes }) => ({ x: point, y: megabytes })) },
    { name: 'extract, MB', points: grown.map(({ point, inputMegabytes }) => ({ x: point, y: inputMegabytes })) },
  ]);
}
