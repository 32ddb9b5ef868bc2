import { isPeriodSide } from './kinds/period.js';
import { kindsOf, namedFields, type LinkKind, type Pipeline, type RecordKind, type UnfitName } from './pipeline.js';
import { isProgramIndex, programTables } from './program-tables.js';
import { snakeCase } from './text/text.js';
import type { YamlFile } from './yaml/yaml-file.js';

/** PostgreSQL cuts longer names, and MySQL refuses names of more than 64. */
const longest = 63;
const letterFirst = /^[A-Za-z][A-Za-z0-9]*$/;

/** Properties that every JavaScript object has. */
const ofObjects = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype'].map(folded));
/** Columns that a database itself puts in every table, and those that every table of ours has. */
const systemColumns = [
  'ctid',
  'oid',
  'tableoid',
  'xmin',
  'xmax',
  'cmin',
  'cmax',
  'rowid',
  'rownum',
  'row_start',
  'row_end',
];
const everyColumn = ['school_id', 'row_digest', 'row_folded', 'typed_folded', 'left_at'];

/** Names of kinds, fields and ends that some database could not tell apart from another name, or not hold at all. */
export function unfitNames(file: YamlFile, pipeline: Pipeline): UnfitName[] {
  const found: UnfitName[] = [];
  const tables = new GivenNames('table', isTakenTable);
  for (const kind of kindsOf(pipeline)) {
    const section = kind.type === 'record' ? 'records' : 'links';
    const note = (name: Named, names: GivenNames, keys: readonly string[], column: string | null) => {
      const node = file.findKey(section, kind.name, ...keys);
      const { line } = file.place(node);
      const fault = names.faultOf(name, line);
      if (fault === null) return;
      const problem = file.problemOf(file.place(node), name.name.length, 'unfit-name', fault.message, fault.hint);
      found.push({ problem, table: kind.table, column });
    };
    note({ name: kind.name, written: kind.table }, tables, [], null);
    const columns = new GivenNames('column', isTakenColumn);
    for (const { name, keys, column, isStored } of columnsOf(kind))
      note({ name, written: column }, columns, keys, isStored ? column : null);
  }
  return found;
}

interface NamedColumn {
  readonly name: string;
  readonly keys: readonly string[];
  readonly column: string;
  readonly isStored: boolean;
}

function columnsOf(kind: RecordKind | LinkKind): NamedColumn[] {
  const named = namedFields(kind).filter(({ name }) => !isPeriodSide(kind, name));
  const fields = named.map(({ name, column, kept }) => ({
    name,
    keys: [kept ? 'keep' : 'read', name],
    column,
    isStored: kept,
  }));
  if (kind.type === 'record') {
    const local = kind.local.map(({ name, column }) => ({ name, keys: ['local', name], column, isStored: true }));
    return [...fields, ...local];
  }
  const ends = kind.ends.map(({ name, column }) => ({ name, keys: ['joins', name], column, isStored: true }));
  return [...ends, ...fields];
}

interface Named {
  readonly name: string;
  /** As a table or column. */
  readonly written: string;
}

/** Names that must differ from each other; they are given one by one. */
class GivenNames {
  readonly #lines = new Map<string, { readonly name: string; readonly line: number }>();

  constructor(
    private readonly what: 'table' | 'column',
    private readonly isTaken: (written: string) => boolean,
  ) {}

  faultOf({ name, written }: Named, line: number): { message: string; hint: string } | null {
    const other = this.#lines.get(folded(name));
    if (other === undefined) this.#lines.set(folded(name), { name, line });
    if (!letterFirst.test(name)) {
      const hint = `A name is letters (a to z, A to Z) and digits, a letter first${suggestion(name)}.`;
      return { message: `"${name}" cannot be the name of a ${this.what} on every database.`, hint };
    }
    if (written.length > longest) {
      const length = String(written.length);
      const message = `"${name}" is too long for the name of a ${this.what}: ${written} has ${length} characters.`;
      return { message, hint: `At most ${String(longest)} are possible.` };
    }
    if (ofObjects.has(folded(name)) || this.isTaken(written)) {
      const message = `Databases, or pullthrough itself, use the name "${written}" for something of their own.`;
      return { message, hint: 'Choose another name.' };
    }
    // A name given twice, letter by letter, is reported elsewhere.
    if (other === undefined || other.name === name) return null;
    const message = `"${name}" differs from "${other.name}" of line ${String(other.line)} only by capital letters.`;
    return { message, hint: 'Some databases treat them as one name: choose another.' };
  }
}

function folded(name: string): string {
  return name.toLowerCase();
}

function suggestion(name: string): string {
  const [first = '', ...words] = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  const fitting = [first, ...words.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join('');
  return letterFirst.test(fitting) && snakeCase(fitting).length <= longest ? `, such as ${fitting}` : '';
}

function isTakenTable(table: string): boolean {
  return (
    programTables.includes(table) || isProgramIndex(table) || /^(?:pullthrough|left_at|sqlite|pg)_|_pkey$/.test(table)
  );
}

function isTakenColumn(column: string): boolean {
  return systemColumns.includes(column) || everyColumn.includes(column);
}
