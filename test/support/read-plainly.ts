import { solve } from '../reference/fixpoint.js';
import { schoolOf, type Options } from '../reference/reference.js';
import { tablesOf } from '../reference/tables.js';
import { sorted, type Tables } from './tables.js';

/** An entry of an extract as JSON.parse gives it. */
export type Entry = Record<string, unknown>;
export type Lists = Record<string, Entry[]>;

/** What the criteria decide of a school that is written in the shape of the shipped pipeline. */
export function decidedPlainly(school: object, options: Options): Tables {
  const { extract, school: united } = schoolOf(JSON.stringify(school), options);
  const tables = tablesOf(extract, united, solve(united, options).state, options);
  return Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, sorted(rows)]));
}

/** The same tables with other values in a column. */
export function withColumn(tables: Tables, table: string, column: number, value: (row: unknown[]) => unknown): Tables {
  const rows = (tables[table] ?? []).map((row) => row.map((cell, at) => (at === column ? value(row) : cell)));
  return { ...tables, [table]: sorted(rows) };
}

/** A value as an id or a text: null for a blank, and for what is neither text nor number. */
export function textOf(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : null;
}

/** Whether a day is within two others, each of which may be blank and belongs to the time between them. */
export function isWithin(day: string, from: unknown, until: unknown): boolean {
  const [first, last] = [dayOf(from), dayOf(until)];
  return first !== 'bad' && last !== 'bad' && (first ?? day) <= day && day <= (last ?? day);
}

/** The day of a value: null for a blank, and `bad` for what is no day. */
function dayOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') return 'bad';
  const day = textOf(value)?.slice(0, 10) ?? null;
  const time = Date.parse(`${day ?? '2000-01-01'}T00:00:00Z`);
  const exists = !Number.isNaN(time) && (day === null || new Date(time).toISOString().startsWith(day));
  return exists ? day : 'bad';
}

/** The entries in the order of a number or a day of each, those without one last. */
export function inOrder(entries: readonly Entry[], key: string, first: 'lowest' | 'highest'): Entry[] {
  const by = (entry: Entry) => textOf(entry[key]);
  const given = entries.filter((entry) => by(entry) !== null);
  given.sort((a, b) => compare(by(a) ?? '', by(b) ?? '') * (first === 'lowest' ? 1 : -1));
  return [...given, ...entries.filter((entry) => by(entry) === null)];
}

function compare(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  return Number.isNaN(x) || Number.isNaN(y) ? (a < b ? -1 : a > b ? 1 : 0) : x - y;
}

/** The first of some values that is a text, neither blank nor bad. */
export function firstText(...values: readonly unknown[]): string | null {
  return values.map(textOf).find((text) => text !== null) ?? null;
}

/** What follows the last sign of a text. */
export function lastPart(value: unknown, sign: string): string | null {
  const text = textOf(value);
  return text === null ? null : text.slice(text.lastIndexOf(sign) + 1);
}

/** A change of one entry of some list, as three numbers say: it goes, comes twice, or one of its values is blank. */
export interface Edit {
  readonly list: number;
  readonly entry: number;
  readonly way: number;
}

/** A copy of lists with some changes. @param isKept values that stay as they are */
export function edited(lists: Lists, edits: readonly Edit[], isKept: (list: string, key: string) => boolean): Lists {
  const copy = structuredClone(lists);
  for (const edit of edits) {
    const [name, list] = Object.entries(copy)[edit.list % Object.keys(copy).length] ?? ['', []];
    const at = edit.entry % Math.max(1, list.length);
    const entry = list[at];
    if (entry === undefined) continue;
    const keys = Object.keys(entry).filter((key) => !isKept(name, key));
    const key = keys[edit.way % (keys.length + 2)];
    if (key !== undefined) entry[key] = null;
    else if (edit.way % 2 === 0) list.splice(at, 1);
    else list.push(structuredClone(entry));
  }
  return copy;
}
