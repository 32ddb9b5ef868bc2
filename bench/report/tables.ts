import type { Cells } from './words.js';

/** For a terminal: columns side by side, all except the first aligned to the right. */
export function textTable(cells: Cells): string {
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join('  ');
  return cells.map((row) => `${line(row).trimEnd()}\n`).join('');
}

export function markdownTable(cells: Cells): string {
  const [head, ...rows] = cells;
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}
