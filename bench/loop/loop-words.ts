import { join } from 'node:path';
import { median } from '../measure/statistics.js';
import { writeBetweenMarkers } from '../report/between-markers.js';
import { markdownTable } from '../report/tables.js';
import { checking, parsing } from './calls.js';
import { circumstancesLine, figure, seconds, type Cells } from '../report/words.js';
import type { LoopResults, TimedCall } from './time-calls.js';

/** Compares each call with the first, turn by turn. */
export function loopCells(calls: readonly TimedCall[]): Cells {
  const [node] = calls;
  const rows = calls.map(({ name, seconds: all }) => [
    name,
    seconds(median(all)),
    `${seconds(Math.min(...all))} – ${seconds(Math.max(...all))}`,
    figure(median(all.map((taken, turn) => taken / node.seconds[turn]))),
  ]);
  return [['command', 'median', 'range', `times ${node.name}`], ...rows];
}

export function loopLine({ students, schools, repeats }: LoopResults): string {
  const words = [`explain of a school of ${students} students`, 'run of the example into a new database'];
  return `${[...words, `${schools} schools with a file of their own`].join(', ')}; medians of ${repeats}`;
}

/** What `check` of many schools takes beside the parsing of their files, turn by turn. */
export function checkLine(calls: readonly TimedCall[]): string {
  const of = (name: string): readonly number[] => calls.find((call) => call.name === name)?.seconds ?? [];
  const parsed = of(parsing);
  return `${checking}: ${figure(median(of(checking).map((taken, turn) => taken / parsed[turn])))} times ${parsing}`;
}

export function writeLoop(docs: string, results: LoopResults): void {
  const parts = [
    `${circumstancesLine(results)}; ${loopLine(results)}.`,
    markdownTable(loopCells(results.calls)),
    `${checkLine(results.calls)}.`,
  ];
  writeBetweenMarkers(join(docs, 'performance.md'), 'loop', parts.join('\n\n'));
}
