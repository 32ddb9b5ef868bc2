import type { Stored } from '../load/tables/tables.js';
import type { Field, RecordKind } from '../pipeline/pipeline.js';
import { naturalKey } from '../pipeline/text/folding.js';
import { factTypeNamed } from '../pipeline/vocabulary/fact-types.js';
import { typeOf } from '../pipeline/vocabulary/source-types.js';

/** A column of a kind's records, as people see it. */
export interface ShownColumn {
  readonly name: string;
  readonly column: string;
  readonly label: string;
  /** Whether people type it, not runs. */
  readonly typed: boolean;
  /** Whether the database has numbers in it. */
  readonly isNumber: boolean;
  /** Whether its values are days, YYYY-MM-DD, unless the pipeline stores words in their place. */
  readonly isDay: boolean;
}

/** Everything kept of a kind's records that is shown, in the order of the pipeline; never their ids. */
export function shownColumns({ fields, local }: RecordKind): ShownColumn[] {
  const kept = fields.filter(isOnPages);
  const typed = local.map(({ name, column, label }) => ({
    name,
    column,
    label,
    typed: true,
    isNumber: false,
    isDay: false,
  }));
  return [...kept.map(shownField), ...typed];
}

/** Whether a field has a column that people see. */
export function isOnPages({ kept, isShown }: Field): boolean {
  return kept && isShown;
}

/** A value as people see it. */
export function asText(value: Stored | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** The column of a field that is kept. */
export function shownField(field: Field): ShownColumn {
  const { name, column, label } = field;
  const { column: stored, fact } = typeOf(field);
  return { name, column, label, typed: false, isNumber: stored !== 'text', isDay: fact === factTypeNamed.date };
}

/** The columns whose values narrow a list. */
export function filterColumns(kind: RecordKind): ShownColumn[] {
  const columns = shownColumns(kind);
  return kind.filters.flatMap((name) => columns.filter((column) => column.name === name));
}

/** The column by which people look a record up in a list. */
export function leadColumn(kind: RecordKind): ShownColumn | undefined {
  const columns = nameColumns(kind);
  return columns.find(({ name }) => name === kind.order[0]) ?? columns[0];
}

/** The columns by which people know a record; if the kind has no name, its first column. */
export function nameColumns(kind: RecordKind): ShownColumn[] {
  const columns = shownColumns(kind);
  const named = kind.nameFields.flatMap((name) => columns.filter((column) => column.name === name));
  return named.length > 0 ? named : columns.slice(0, 1);
}

/** The columns that put a kind's records in order: those of its lists; if it has none, those of its name. */
export function orderColumns(kind: RecordKind): ShownColumn[] {
  const columns = shownColumns(kind);
  const ordering = kind.order.flatMap((name) => columns.filter((column) => column.name === name));
  return ordering.length > 0 ? ordering : nameColumns(kind);
}

/** The key of a record in natural order, from a row that has these columns of it: by the first, then the next; blanks come last. */
export function orderIn(row: Readonly<Record<string, Stored>>, columns: readonly string[]): string {
  return columns.map((column) => orderKey(asText(row[column]))).join('\0');
}

/** The same for one text. */
export function orderKey(text: string | null): string {
  return text === null || text === '' ? '1' : `0${naturalKey(text)}`;
}

/** A record's name in a row that has these columns of it; blank if it has none. */
export function nameIn(row: Readonly<Record<string, Stored>>, columns: readonly string[]): string {
  return columns
    .map((column) => asText(row[column]) ?? '')
    .filter((part) => part !== '')
    .join(' ');
}

/** @throws Error if the kind has no such field: callers check a field's name that comes from outside */
export function shownColumn(kind: RecordKind, field: string): ShownColumn {
  const found = shownColumns(kind).find(({ name }) => name === field);
  if (found === undefined) throw new Error(`${kind.name} have no field ${field}`);
  return found;
}
