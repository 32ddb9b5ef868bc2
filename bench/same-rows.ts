import type { Rows } from './stores.js';

/** Two ways of doing the job do not agree, so their times say nothing. */
export class DifferentRowsError extends Error {}

const mostShown = 3;

/** @throws DifferentRowsError with a few rows that only one of them has */
export function assertSameRows(
  way: string,
  actual: ReadonlyMap<string, Rows>,
  expected: ReadonlyMap<string, Rows>,
): void {
  const faults: string[] = [];
  for (const [table, rows] of expected) {
    const ours = asSet(rows);
    const others = asSet(actual.get(table) ?? []);
    const missing = [...ours].filter((row) => !others.has(row));
    const extra = [...others].filter((row) => !ours.has(row));
    const repeated = (actual.get(table) ?? []).length - others.size;
    if (missing.length + extra.length + repeated === 0) continue;
    faults.push(
      `${table}: ${missing.length} missing, ${extra.length} more, ${repeated} twice`,
      ...missing.slice(0, mostShown).map((row) => `  - ${row}`),
      ...extra.slice(0, mostShown).map((row) => `  + ${row}`),
    );
  }
  if (faults.length > 0) throw new DifferentRowsError(`${way} does not give the same rows.\n${faults.join('\n')}`);
}

export function countRows(rows: ReadonlyMap<string, Rows>): number {
  return [...rows.values()].reduce((total, table) => total + table.length, 0);
}

/** Rows in no order, with numbers as text: each driver has its own types for integers. */
function asSet(rows: Rows): Set<string> {
  return new Set(rows.map((row) => JSON.stringify(row.map((value) => (value === null ? null : String(value))))));
}
