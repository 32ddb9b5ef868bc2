import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { DatabaseError } from '../database-error.js';
import type { Dialect, Store } from '../dialect.js';
import { emptyColumn } from './empty-column.js';
import { fillFolded } from './fill-folded.js';
import { foldedColumnsOf, foldingVersion } from './folded-columns.js';
import { fillWords } from '../words/search-words.js';
import { digestColumn, tablesOf, type SqlColumn, type PipelineTable } from './tables.js';

/** What was written down of a table when it was made. */
interface TableShape {
  readonly key: readonly string[];
  readonly kept: Readonly<Record<string, string>>;
  readonly local: readonly string[];
  /** Columns of fields that were stored once. */
  readonly emptied?: readonly string[];
  /** Whether there is a column for the digest of a row: an earlier version made none. */
  readonly digest?: true;
  /** Columns that rows are found by beside the key. */
  readonly indexed?: readonly string[];
  /** What its folded texts were made of, in this order, and how: an earlier version made none. */
  readonly folded?: {
    readonly version: number;
    readonly kept: readonly string[];
    readonly local: readonly string[];
    /** Those of `kept` whose values are decimals: an earlier version had other keys for them, and none of these. */
    readonly decimals?: readonly string[];
  };
  /** What `search_words` was filled with, and how: an earlier version had none. */
  readonly words?: { readonly version: number; readonly found: readonly string[] };
}

/** @param before the shape of a table that stands */
function shapeOf(table: PipelineTable, before: TableShape | null = null): TableShape {
  return {
    key: table.key,
    kept: Object.fromEntries(table.kept.map((column) => [column.name, typeIn(before, column)])),
    local: table.local,
    ...withEmptied(table, before),
    digest: true,
    ...withIndexed(table),
    ...(table.isSearched ? { folded: foldedOf(table) } : {}),
    ...(table.found.length > 0 ? { words: wordsOf(table) } : {}),
  };
}

function withIndexed({ keepsLeft, lookedUpBy }: PipelineTable): Pick<TableShape, 'indexed'> {
  const indexed = [...(keepsLeft ? ['left_at'] : []), ...(lookedUpBy === null ? [] : [lookedUpBy])];
  return indexed.length === 0 ? {} : { indexed };
}

/** Of a column that was never there nothing has to be emptied. */
function withEmptied({ emptied }: PipelineTable, before: TableShape | null): Pick<TableShape, 'emptied'> {
  const there = before === null ? [] : columnsOf(before);
  const some = emptied.filter((column) => there.includes(column));
  return some.length === 0 ? {} : { emptied: some };
}

/** The columns of fields, now and before. */
function columnsOf({ kept, local, emptied = [] }: TableShape): readonly string[] {
  return [...Object.keys(kept), ...local, ...emptied];
}

/** A column that takes larger numbers stays what it is where smaller ones are enough. */
function typeIn(before: TableShape | null, { name, type }: SqlColumn): SqlColumn['type'] {
  return type === 'integer' && before?.kept[name] === 'bigint' ? 'bigint' : type;
}

function isWidened(before: string | undefined, now: string | undefined): boolean {
  return before === 'integer' && now === 'bigint';
}

function foldedOf({ kept, local }: PipelineTable): NonNullable<TableShape['folded']> {
  const decimals = kept.filter(({ isDecimal }) => isDecimal).map(({ name }) => name);
  const folded = { version: foldingVersion, kept: kept.map(({ name }) => name), local };
  return decimals.length === 0 ? folded : { ...folded, decimals };
}

function wordsOf({ kept, found }: PipelineTable): NonNullable<TableShape['words']> {
  return { version: foldingVersion, found: found.map((at) => kept[at].name) };
}

/** The shape of a table that is still being made: MySQL commits each step, so a process may die between them. */
const unfinished = '';

/** Whether `preparePipelineTables` has nothing to do. */
export async function arePipelineTablesReady(knex: Knex, pipeline: Pipeline): Promise<boolean> {
  const known = await readShapes(knex);
  for (const table of tablesOf(pipeline)) {
    const written = known.get(table.name) ?? unfinished;
    if (written === unfinished) return false;
    const shape = shapeOf(table, JSON.parse(written) as TableShape);
    if (written !== JSON.stringify(shape)) return false;
    // A run that began with an older pipeline may have written values since.
    for (const column of shape.emptied ?? []) if (await hasValues(knex, table.name, column)) return false;
  }
  return true;
}

/**
 * Creates the pipeline's tables that are missing, and columns for new fields, and empties those that are to be. It drops
 * and renames nothing: a database whose tables have another shape is refused, except for columns that are gone and
 * hold nothing.
 * @returns whether it emptied a column
 */
export async function preparePipelineTables({ knex, dialect }: Store, pipeline: Pipeline): Promise<boolean> {
  const known = await readShapes(knex);
  let isEmptied = false;
  for (const table of tablesOf(pipeline)) {
    const shape = known.get(table.name);
    if (shape === undefined || shape === unfinished) await createTable({ knex, dialect }, table, shape === unfinished);
    else if (await extendTable({ knex, dialect }, table, JSON.parse(shape) as TableShape)) isEmptied = true;
  }
  return isEmptied;
}

async function readShapes(knex: Knex): Promise<ReadonlyMap<string, string>> {
  const rows = await knex<{ table_name: string; shape: string }>('pullthrough_tables').select();
  return new Map(rows.map((row) => [row.table_name, row.shape]));
}

/** By the name of each table that is made: its columns, except those that every table has. */
export async function readColumns(knex: Knex): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  if (!(await knex.schema.hasTable('pullthrough_tables'))) return new Map();
  const made = [...(await readShapes(knex))].filter(([, shape]) => shape !== unfinished);
  return new Map(
    made.map(([table, written]) => {
      const { key, kept, local } = JSON.parse(written) as TableShape;
      return [table, new Set([...key, ...Object.keys(kept), ...local])];
    }),
  );
}

async function createTable({ knex, dialect }: Store, table: PipelineTable, isBegun: boolean): Promise<void> {
  const isThere = await knex.schema.hasTable(table.name);
  if (isThere && !isBegun) {
    throw new DatabaseError(
      'incompatible',
      `The database has a table ${table.name} that pullthrough did not make. Use another database, or rename that table.`,
    );
  }
  if (!isBegun) await knex('pullthrough_tables').insert({ table_name: table.name, shape: unfinished });
  if (!isThere) {
    const made = knex.schema.createTable(table.name, (create) => {
      for (const column of ['school_id', ...table.key]) dialect.keyColumn(create, column).notNullable();
      for (const column of table.kept) addColumn(dialect, create, column);
      for (const column of [digestColumn, ...foldedColumnsOf(table), ...table.local])
        dialect.textColumn(create, column);
      if (table.keepsLeft) dialect.textColumn(create, 'left_at');
      create.primary(['school_id', ...table.key]);
      dialect.finishTable(create);
    });
    await dialect.createKeyed(knex, made);
  }
  await finish({ knex, dialect }, table);
}

function addColumn(dialect: Dialect, table: Knex.CreateTableBuilder, { name, type }: SqlColumn): void {
  if (type === 'integer') table.integer(name);
  else if (type === 'bigint') table.bigInteger(name);
  else dialect.textColumn(table, name);
}

/** What MySQL commits step by step is finished when its shape is written down. */
async function finish({ knex, dialect }: Store, table: PipelineTable, before: TableShape | null = null): Promise<void> {
  // A table's name may be as long as the database allows, which leaves no room for a word more.
  const digest = createHash('sha256').update(table.name).digest('hex').slice(0, 12);
  if (table.keepsLeft)
    await dialect.addTextIndex(knex, { name: `left_at_${digest}`, table: table.name, columns: ['left_at'] });
  if (table.lookedUpBy !== null)
    await dialect.addIndex(knex, {
      name: `by_end_${digest}`,
      table: table.name,
      columns: ['school_id', table.lookedUpBy],
    });
  await knex('pullthrough_tables')
    .where({ table_name: table.name })
    .update({ shape: JSON.stringify(shapeOf(table, before)) });
}

/**
 * The pipeline's tables that exist, with the columns that a plan may ask for, and those of ours that it reads.
 * @throws DatabaseError if another pipeline made them
 */
export async function presentTables(knex: Knex, pipeline: Pipeline): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const known = await readShapes(knex);
  const present = new Map<string, ReadonlySet<string>>();
  for (const name of ['holds', 'hold_answers', 'forgotten'])
    if (await knex.schema.hasTable(name)) present.set(name, new Set());
  for (const table of tablesOf(pipeline)) {
    const written = known.get(table.name);
    if (written === undefined || written === unfinished) continue;
    const shape = JSON.parse(written) as TableShape;
    await assertExtends(knex, table, shape);
    const left = table.keepsLeft ? ['left_at'] : [];
    const digest = shape.digest === true ? [digestColumn] : [];
    present.set(table.name, new Set([...shape.key, ...Object.keys(shape.kept), ...shape.local, ...left, ...digest]));
  }
  return present;
}

/** What a table that stands has otherwise than a pipeline wants it. */
export interface ColumnsThatDiffer {
  readonly table: PipelineTable;
  /** Columns of fields that are new: a load fills them. */
  readonly added: readonly string[];
  /** Columns with values that no field has: the database is refused. */
  readonly gone: readonly string[];
  /** Columns whose fields have another type now: the database is refused. */
  readonly moved: readonly string[];
}

/** Of each table of the pipeline that stands and has rows, what a load would find different in its columns. */
export async function columnsThatDiffer(knex: Knex, pipeline: Pipeline): Promise<readonly ColumnsThatDiffer[]> {
  const known = (await knex.schema.hasTable('pullthrough_tables')) ? await readShapes(knex) : new Map<string, string>();
  const found: ColumnsThatDiffer[] = [];
  for (const table of tablesOf(pipeline)) {
    const written = known.get(table.name) ?? unfinished;
    if (written === unfinished || (await knex(table.name).first('school_id')) === undefined) continue;
    const before = JSON.parse(written) as TableShape;
    const added = table.kept.map(({ name }) => name).filter((column) => !(column in before.kept));
    found.push({ table, added, ...(await refusedColumns(knex, table, before)) });
  }
  return found;
}

async function refusedColumns(
  knex: Knex,
  table: PipelineTable,
  before: TableShape,
): Promise<Pick<ColumnsThatDiffer, 'gone' | 'moved'>> {
  const now = shapeOf(table, before);
  const gone: string[] = [];
  for (const column of columnsOf(before)) {
    if (columnsOf(now).includes(column)) continue;
    if (await hasValues(knex, table.name, column)) gone.push(column);
  }
  const moved = Object.entries(before.kept)
    .filter(([column, type]) => column in now.kept && now.kept[column] !== type && !isWidened(type, now.kept[column]))
    .map(([column]) => column);
  return { gone, moved };
}

async function assertExtends(knex: Knex, table: PipelineTable, before: TableShape): Promise<void> {
  const now = shapeOf(table, before);
  const { gone, moved } = await refusedColumns(knex, table, before);
  if (JSON.stringify(before.key) !== JSON.stringify(now.key) || gone.length > 0 || moved.length > 0) {
    const differing = [...gone, ...moved].join(', ') || 'its key';
    const isOnlyGone = JSON.stringify(before.key) === JSON.stringify(now.key) && moved.length === 0;
    const what = isOnlyGone
      ? `The pipeline has no such field, and rows have values: put it back, or write emptied: [${gone.join(', ')}] under ${table.kind}, which empties it for good (docs/changing-fields.md).`
      : 'Nothing is dropped or renamed here: use another database, or change the table and its row in pullthrough_tables.';
    throw new DatabaseError(
      'incompatible',
      `An incompatible pipeline made this database: table ${table.name} differs in ${differing}. ${what}`,
    );
  }
}

/** A run that was held or failed may have added a column for a field that was then taken back. */
async function hasValues(knex: Knex, table: string, column: string): Promise<boolean> {
  if (!(await knex.schema.hasColumn(table, column))) return false;
  return (await knex(table).whereNotNull(column).first(column)) !== undefined;
}

/** @returns whether it emptied a column */
async function extendTable({ knex, dialect }: Store, table: PipelineTable, before: TableShape): Promise<boolean> {
  await assertExtends(knex, table, before);
  const added = table.kept.filter((column) => !(column.name in before.kept));
  const addedLocal = table.local.filter((column) => !before.local.includes(column));
  const isFilled = JSON.stringify(before.folded) === JSON.stringify(shapeOf(table).folded);
  const addedText = [
    ...(before.digest === true ? [] : [digestColumn]),
    ...(isFilled ? [] : foldedColumnsOf(table)),
    ...addedLocal,
  ];
  for (const column of [...added, ...addedText.map((name) => ({ name, type: 'text' }) as const)]) {
    // It is there already if a process died before it could write the shape.
    if (await knex.schema.hasColumn(table.name, column.name)) continue;
    await knex.schema.alterTable(table.name, (alter) => addColumn(dialect, alter, column));
  }
  for (const { name, type } of table.kept)
    if (isWidened(before.kept[name], type)) await dialect.widenColumn(knex, table.name, name);
  const { emptied = [] } = shapeOf(table, before);
  for (const column of emptied) await emptyColumn(knex, table.name, column);
  if (!isFilled) await fillFolded(knex, table);
  if (JSON.stringify(before.words) !== JSON.stringify(shapeOf(table).words)) await fillWords({ knex, dialect }, table);
  await finish({ knex, dialect }, table, before);
  return emptied.length > 0;
}
