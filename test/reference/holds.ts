import { foldName } from './duplicates.js';
import { ENDS, type LinkKind } from './rules.js';
import type { Tables } from './tables.js';

export interface Guard {
  removals: { share: number; above: number };
  changes: { share: number; above: number };
  hold: 'all' | 'removals';
  letGo: readonly string[];
  firstLoad: 'hold' | 'load';
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
  /** What the tables hold while it is held. */
  rest: Tables;
  /** The links that are gone since the last load though the school is held, by kind and key. */
  went: Set<string>;
  /** How many of these go now. */
  going: number;
}

/** What is known from the last load, and of what it did not do. */
interface Last {
  /** How many items each kind's section held; null before the first load. */
  read: Record<string, number> | null;
  /** How many rows it left in each table; null before the first. Of rows that were added since, beside a hold, removals are no smaller a share. */
  rows: Record<string, number> | null;
  /** Links that went since. */
  went: ReadonlySet<string>;
}

/** What of a load is held, given what the tables hold and what they would. */
export function heldOf(
  before: Tables,
  after: Tables,
  last: Last,
  readNow: Record<string, number>,
  guard: Guard,
  isWithdrawn: (kind: LinkKind, ends: readonly string[]) => boolean,
): Held {
  const part = new Set<string>();
  const rest: Tables = { ...before };
  const went = new Set(last.went);
  const records = Object.keys(KINDS).filter((table) => !table.includes('_'));
  if (last.read === null && guard.firstLoad === 'hold' && records.every((table) => after[table].length === 0)) {
    for (const kind of records) if (readNow[kind] > 0) part.add(`nothing comes through of ${kind}`);
    return { part, rest, went, going: 0 };
  }
  const moved = contactsThatMoved(before.contacts, after.contacts);
  let allGoing = 0;
  for (const [table, [kind, width]] of Object.entries(KINDS)) {
    const key = (row: unknown[]) => JSON.stringify(row.slice(0, width));
    const old = new Map(before[table].map((row) => [key(row), row]));
    const wanted = new Map(after[table].map((row) => [key(row), row]));
    const columns = Array.from(after[table][0] ?? [], (_, index) => index).slice(width);
    const removed = [...old.keys()].filter((id) => !wanted.has(id));
    const fresh = [...wanted.keys()].filter((id) => !old.has(id));
    const changed = [...old.keys()].filter(
      (id) => wanted.has(id) && differing(old.get(id)!, wanted.get(id)!).length > 0,
    );
    const isClear = (id: string) =>
      width < 3 ||
      !ENDS[kind as LinkKind].some((end, at) => end === 'contacts' && moved.has((JSON.parse(id) as string[])[at + 1]));
    const wentOf = (id: string) => last.went.has(`${kind} ${id}`);
    const back = fresh.filter((id) => wentOf(id));
    const returning = back.filter(isClear);
    const coming = guard.hold === 'removals' ? fresh.filter(isClear) : returning;
    const everGone = [...last.went].filter((one) => one.startsWith(`${kind} `)).length;
    const isTooMuch = (count: number, { share, above }: Guard['removals']) =>
      count > above && count * 100 > share * Math.min(old.size + everGone, last.rows?.[table] ?? Infinity);

    const stillGone = everGone - back.length;

    const cameEmpty = (last.read?.[kind] ?? 0) > 0 && readNow[kind] === 0;
    const isEmptied = old.size > 0 && wanted.size === 0;
    const removals =
      cameEmpty || isEmptied || (removed.length > 0 && isTooMuch(removed.length + stillGone, guard.removals));
    const changes = isTooMuch(changed.length, guard.changes);
    const lost = columns.filter(
      (column) =>
        [...wanted.values()].every((row) => row[column] === null) &&
        [...wanted.keys()].some((id) => old.has(id) && old.get(id)![column] !== null),
    );

    const mayGo = guard.letGo.includes(kind) && !cameEmpty && !isEmptied;
    const withdrawn = mayGo
      ? removed.filter((id) => isClear(id) && isWithdrawn(kind as LinkKind, (JSON.parse(id) as string[]).slice(1)))
      : [];
    const stay = old.size - withdrawn.length + coming.length;
    const areTooMany = isTooMuch(withdrawn.length + everGone - returning.length, guard.removals);
    const going = areTooMany || stay === 0 ? [] : withdrawn;

    if (cameEmpty) part.add(`${kind} came empty`);
    if (removals) for (const id of removed) if (!going.includes(id)) part.add(`${kind} ${id} removed`);
    for (const id of changed)
      for (const column of differing(old.get(id)!, wanted.get(id)!))
        if (changes || lost.includes(column)) part.add(`${kind} ${id} changed in ${String(column)}`);

    const writesRest = guard.hold === 'removals';
    const mayChange = writesRest && !changes && lost.length === 0;
    const rows = new Map(old);
    for (const id of coming) rows.set(id, wanted.get(id)!);
    for (const id of changed) if (mayChange) rows.set(id, wanted.get(id)!);
    for (const id of going) rows.delete(id);
    for (const id of returning) went.delete(`${kind} ${id}`);
    for (const id of going) went.add(`${kind} ${id}`);
    allGoing += going.length;
    rest[table] = [...rows.values()];
  }
  return { part, rest, went, going: allGoing };
}

/** Both ids of a contact whose name goes from one to the other: nobody knows whose their links are until that is written. */
function contactsThatMoved(before: unknown[][], after: unknown[][]): Set<string> {
  const moved = new Set<string>();
  const whole = (row: unknown[]) => String(row[1]).replace(/#2$/, '');
  for (const id of new Set([...before, ...after].map(whole)))
    for (const columns of [
      [2, 3, 4],
      [3, 4],
    ]) {
      const nameIn = (rows: unknown[][], of: string) => {
        const row = rows.find((one) => one[1] === of);
        const name = columns.map((column) => foldName((row?.[column] ?? '') as string));
        return name.every((part) => part === '') ? null : JSON.stringify(name);
      };
      for (const [from, to] of [
        [id, `${id}#2`],
        [`${id}#2`, id],
      ]) {
        const name = nameIn(before, from);
        if (name !== null && name === nameIn(after, to) && ![nameIn(after, from), nameIn(before, to)].includes(name))
          moved.add(id).add(`${id}#2`);
      }
    }
  return moved;
}

function differing(a: unknown[], b: unknown[]): number[] {
  return Array.from(a, (_, index) => index).filter((index) => a[index] !== b[index]);
}
