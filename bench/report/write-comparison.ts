import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reached } from '../measure/reached.js';
import type { Measured, Results } from '../measure/results.js';
import { bars } from './bars.js';
import { writeBetweenMarkers } from './between-markers.js';
import { markdownTable } from './tables.js';
import { circumstancesLine, measuredCells, rateOf, sizeLine, targetCells } from './words.js';

interface Plot {
  readonly file: string;
  readonly title: string;
  readonly has: (measured: Measured) => boolean;
  readonly scale: 'linear' | 'logarithmic';
}

const plots: readonly Plot[] = [
  {
    file: 'schools',
    title: 'Schools a second, SQLite and files (log scale)',
    has: ({ group, name }) => (group === 'schools' || group === 'limits') && name !== 'ours: start-up',
    scale: 'logarithmic',
  },
  {
    file: 'servers',
    title: 'Schools a second, servers',
    has: ({ group }) => group === 'postgres' || group === 'mariadb',
    scale: 'linear',
  },
  {
    file: 'engine',
    title: 'Contacts judged a second (log scale)',
    has: ({ group, amount }) => group === 'engine' && amount.of === 'records',
    scale: 'logarithmic',
  },
];

/** Writes tables and plots of a comparison into the documentation. */
export function writeComparison(docs: string, results: Results, reached: readonly Reached[]): void {
  const folder = join(docs, 'performance');
  mkdirSync(folder, { recursive: true });
  const drawn = plots.flatMap(({ file, title, has, scale }) => {
    const chosen = results.measured.filter(has);
    if (chosen.length === 0) return [];
    writeFileSync(join(folder, `${file}.svg`), bars(title, chosen.map(toBar), scale));
    return [`![${title}](performance/${file}.svg)`];
  });
  const left = Object.entries(results.leftOut).map(([name, reason]) => `- ${name}: ${reason}`);
  const parts = [
    `${circumstancesLine(results)}; ${sizeLine(results)}.`,
    markdownTable(targetCells(reached)),
    markdownTable(measuredCells(results.measured)),
    ...drawn,
    ...(left.length === 0 ? [] : ['Left out:', left.join('\n')]),
  ];
  writeBetweenMarkers(join(docs, 'performance.md'), 'comparison', parts.join('\n\n'));
}

function toBar(measured: Measured) {
  return { name: measured.name, value: rateOf(measured), isOurs: measured.name.startsWith('ours') };
}
