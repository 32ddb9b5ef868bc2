import type { Tables } from './tables.js';

export interface Guard {
  removals: { share: number; above: number };
  changes: { share: number; above: number };
  hold: 'all' | 'removals';
  letGo: readonly string[];
}

/** A table's kind, and how many of its columns say which row it is, the school's first. */
const KINDS: Record<string, [kind: string, key: number]> = {
  students: ['students', 2],
  contacts: ['contacts', 2],
  teachers: ['teachers', 2],
  classes: ['classes', 2],
  groups: ['groups', 2],
  contact_links: ['contactLinks', 3],
  class_students: ['classStudents', 3],
  class_teachers: ['classTeachers', 3],
  group_students: ['groupStudents', 3],
};

export interface Held {
  /** What would be approved, as a line for each row that would go, and each column of a row that would change. */
  part: Set<string>;
  /** What the tables hold where only removals are held. */
  rest: Tables;
}

/**
 * What of a load is held, given what the tables hold and what they would.
 * @param last how many items each kind's section held at the last load, and rows each table after it; null before the
 *   first. Of rows that were added since, beside a hold, removals are no smaller a share.
 */
export function heldOf(
  before: Tables,
  after: Tables,
  last: { read: Record<string, number> | null; rows: Record<string, number> | null },
  readNow: Record<string, number>,
  guard: Guard,
): Held {
  const part = new Set<string>();
  const rest: Tables = { ...before };
  for (const [table, [kind, width]] of Object.entries(KINDS)) {
    const key = (row: unknown[]) => JSON.stringify(row.slice(0, width));
    const old = new Map(before[table].map((row) => [key(row), row]));
    const wanted = new Map(after[table].map((row) => [key(row), row]));
    const columns = Array.from(after[table][0] ?? [], (_, index) => index).slice(width);
    const removed = [...old.keys()].filter((id) => !wanted.has(id));
    const changed = [...old.keys()].filter(
      (id) => wanted.has(id) && differing(old.get(id)!, wanted.get(id)!).length > 0,
    );
    const isTooMuch = (count: number, { share, above }: Guard['removals']) =>
      count > above && count * 100 > share * Math.min(old.size, last.rows?.[table] ?? Infinity);

    const cameEmpty = (last.read?.[kind] ?? 0) > 0 && readNow[kind] === 0;
    const isEmptied = old.size > 0 && wanted.size === 0;
    const removals = cameEmpty || isEmptied || isTooMuch(removed.length, guard.removals);
    const changes = isTooMuch(changed.length, guard.changes);
    const lost = columns.filter(
      (column) =>
        [...wanted.values()].every((row) => row[column] === null) &&
        [...wanted.keys()].some((id) => old.has(id) && old.get(id)![column] !== null),
    );

    if (cameEmpty) part.add(`${kind} came empty`);
    if (removals) for (const id of removed) part.add(`${kind} ${id} removed`);
    for (const id of changed)
      for (const column of differing(old.get(id)!, wanted.get(id)!))
        if (changes || lost.includes(column)) part.add(`${kind} ${id} changed in ${String(column)}`);

    const mayGo = guard.letGo.includes(kind) && !cameEmpty && !isEmptied;
    const mayChange = !changes && lost.length === 0;
    const rows = new Map(old);
    for (const [id, row] of wanted) if (!old.has(id) || mayChange) rows.set(id, row);
    for (const id of removed) if (mayGo) rows.delete(id);
    rest[table] = [...rows.values()];
  }
  return { part, rest: guard.hold === 'removals' ? rest : before };
}

function differing(a: unknown[], b: unknown[]): number[] {
  return Array.from(a, (_, index) => index).filter((index) => a[index] !== b[index]);
}
