import { join } from 'node:path';
import { writeBetweenMarkers } from '../report/between-markers.js';
import { markdownTable } from '../report/tables.js';
import { circumstancesLine, figure, type Cells } from '../report/words.js';
import type { PagesResults, TimedPage } from './time-pages.js';

/** The most that the median of each page may be, as asked. */
export const mostMilliseconds = 100;

export function pageCells(pages: readonly TimedPage[]): Cells {
  const rows = pages.map(({ name, server, client, perSecond, bytes, allowed = mostMilliseconds }) => [
    name,
    milliseconds(server.median),
    milliseconds(server.most),
    milliseconds(server.longest),
    milliseconds(client.median),
    figure(perSecond),
    `${figure(bytes / 1000)} kB`,
    allowed === null ? '' : `at most ${allowed} ms`,
    allowed === null ? '' : client.median <= allowed ? 'met' : 'NOT MET',
  ]);
  return [['page', 'median', '95 %', 'longest', 'median as asked', 'pages/s', 'size', 'median must be', ''], ...rows];
}

function milliseconds(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

export function pagesLine({ schools, students, requests, atOnce }: PagesResults): string {
  return `${schools} schools of ${students} students; each page ${requests} times, ${atOnce} at once`;
}

export function writePages(docs: string, results: PagesResults): void {
  const parts = [
    `${circumstancesLine(results)}; ${pagesLine(results)}.`,
    ...results.databases.flatMap(({ name, pages }) => [`### Pages from ${name}`, markdownTable(pageCells(pages))]),
  ];
  writeBetweenMarkers(join(docs, 'performance.md'), 'pages', parts.join('\n\n'));
}
