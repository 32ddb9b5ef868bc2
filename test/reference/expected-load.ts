import { isDeepStrictEqual } from 'node:util';
import { heldOf, type Guard } from './holds.js';
import { reference, type Options } from './reference.js';
import { ENDS, LINK_KINDS } from './rules.js';
import type { Tables } from './tables.js';

/** What is known of a school from one load to the next. */
export interface Known {
  tables: Tables;
  /** How many items each section held at the last load; null before the first. */
  read: Record<string, number> | null;
  /** How many rows each table held after the last load; null before the first. */
  rows: Record<string, number> | null;
  /** The time of the last extract that said one, of those that were loaded. */
  extractedAt: number | null;
  /** What a load that was held would have done, and what of such a person approved. */
  held: Set<string> | null;
  approved: Set<string>;
  /** Links that went since the last load though the school was held, by kind and key. */
  went: Set<string>;
  /** Ids of what the last load read and left out, by kind. */
  out: Record<string, string[]>;
  /** Records that are in their table, also those that left. */
  ever: Set<string>;
}

export const TABLES: Record<string, string> = {
  students: 'students',
  contacts: 'contacts',
  teachers: 'teachers',
  classes: 'classes',
  groups: 'groups',
  contact_links: 'contactLinks',
  class_students: 'classStudents',
  class_teachers: 'classTeachers',
  group_students: 'groupStudents',
};

export const nothingKnown: Known = {
  tables: Object.fromEntries(['schools', ...Object.keys(TABLES)].map((table) => [table, []])),
  read: null,
  rows: null,
  extractedAt: null,
  held: null,
  approved: new Set(),
  went: new Set(),
  out: {},
  ever: new Set(),
};

export interface Content {
  text: string;
  options: Options;
  extractedAt: number | null;
  /** None where a person approves whatever would be held. */
  guard: Guard | null;
}

export interface Expected {
  status: 'loaded' | 'unchanged' | 'held' | 'failed';
  changes: Record<string, Record<string, number>>;
  letGo: number;
  known: Known;
}

/** What must come of a load. */
export function expectedLoad(known: Known, { text, options, extractedAt, guard }: Content): Expected {
  if (known.extractedAt !== null && extractedAt !== null && extractedAt < known.extractedAt)
    return { status: 'failed', changes: {}, letGo: 0, known };
  const decided = reference(text, options);
  const tables = inOrder(decided.tables);
  const read = Object.fromEntries(Object.entries(decided.sums).map(([kind, sum]) => [kind, sum.read]));
  const changes = countsOf(known, tables);
  const held = guard === null ? null : heldOf(known.tables, tables, known, read, guard, decided.isWithdrawn);
  if (held !== null && [...held.part].some((line) => !known.approved.has(line))) {
    const rest = inOrder(held.rest);
    const isWritten = !isDeepStrictEqual(rest, known.tables);
    const at = isWritten ? (extractedAt ?? known.extractedAt) : known.extractedAt;
    // Of a first load only the name is written.
    const named = known.read === null ? { ...rest, schools: tables.schools } : rest;
    const noted = { held: held.part, approved: new Set<string>(), went: held.went, ever: everIn(known, rest) };
    const kept = { ...known, tables: named, ...noted, extractedAt: at };
    return { status: 'held', changes, letGo: held.going, known: kept };
  }
  return {
    status: known.read !== null && isDeepStrictEqual(tables, known.tables) ? 'unchanged' : 'loaded',
    changes,
    letGo: 0,
    known: {
      tables,
      read,
      rows: Object.fromEntries(Object.entries(tables).map(([table, { length }]) => [table, length])),
      extractedAt: extractedAt ?? known.extractedAt,
      held: null,
      approved: new Set(),
      went: new Set(),
      out: decided.out,
      ever: everIn(known, tables),
    },
  };
}

/**
 * What is known once a record was erased: it and its links are gone from what the next load is weighed against, too, and
 * what was held is no more, nor what was approved of that.
 */
export function knownWithout(known: Known, kind: 'students' | 'teachers', id: string): Known {
  const isIts = (table: string, ids: readonly unknown[]): boolean => {
    const link = LINK_KINDS.find((name) => name === TABLES[table]);
    return link === undefined
      ? TABLES[table] === kind && ids[0] === id
      : ENDS[link].some((end, at) => end === kind && ids[at] === id);
  };
  const idsIn = (table: string, row: readonly unknown[]) => row.slice(1, table.includes('_') ? 3 : 2);
  const tables = { ...known.tables };
  const [read, rows, out] = [{ ...known.read }, { ...known.rows }, { ...known.out }];
  for (const [table, name] of Object.entries(TABLES)) {
    const [before, left] = [tables[table], out[name] ?? []];
    tables[table] = before.filter((row) => !isIts(table, idsIn(table, row)));
    out[name] = left.filter((one) => !isIts(table, table.includes('_') ? (JSON.parse(one) as string[]) : [one]));
    const gone = before.length - tables[table].length;
    read[name] = Math.max(0, (read[name] ?? 0) - gone - (left.length - out[name].length));
    rows[table] = Math.max(0, (rows[table] ?? 0) - gone);
  }
  const went = [...known.went].filter((one) => {
    const [name, ids] = [one.slice(0, one.indexOf(' ')), JSON.parse(one.slice(one.indexOf(' ') + 1)) as string[]];
    const table = Object.keys(TABLES).find((other) => TABLES[other] === name);
    return !isIts(table ?? '', ids.slice(1));
  });
  const ever = [...known.ever].filter((one) => {
    const [table, , ...ids] = JSON.parse(one) as string[];
    return !isIts(table, ids);
  });
  return {
    ...known,
    tables,
    read: known.read === null ? null : read,
    rows: known.rows === null ? null : rows,
    out,
    went: new Set(went),
    ever: new Set(ever),
    held: null,
    approved: new Set(),
  };
}

function inOrder(tables: Tables): Tables {
  const sorted = (rows: unknown[][]) =>
    rows
      .map((row) => JSON.stringify(row))
      .sort()
      .map((row) => JSON.parse(row) as unknown[]);
  return Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, sorted(rows)]));
}

const keyIn = (table: string, row: unknown[]) => JSON.stringify([table, ...row.slice(0, table.includes('_') ? 3 : 2)]);

function everIn(known: Known, tables: Tables): Set<string> {
  const records = Object.keys(TABLES).filter((table) => !table.includes('_'));
  return new Set([...known.ever, ...records.flatMap((table) => tables[table].map((row) => keyIn(table, row)))]);
}

function countsOf(known: Known, tables: Tables): Expected['changes'] {
  return Object.fromEntries(
    Object.entries(TABLES).map(([table, kind]) => {
      const old = new Map(known.tables[table].map((row) => [keyIn(table, row), JSON.stringify(row)]));
      const wanted = new Map(tables[table].map((row) => [keyIn(table, row), JSON.stringify(row)]));
      const fresh = [...wanted.keys()].filter((key) => !old.has(key));
      const counts = {
        added: fresh.filter((key) => !known.ever.has(key)).length,
        changed: [...wanted].filter(([key, row]) => old.has(key) && old.get(key) !== row).length,
        removed: [...old.keys()].filter((key) => !wanted.has(key)).length,
        returned: fresh.filter((key) => known.ever.has(key)).length,
      };
      return [kind, counts];
    }),
  );
}
