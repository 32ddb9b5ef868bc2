import type { LinkKind, Pipeline, RecordKind } from '../../pipeline/pipeline.js';
import { sourceTypeNamed, typeOf, type ColumnType } from '../../pipeline/vocabulary/source-types.js';

/** A value as a column holds it. */
export type Stored = string | number | null;

export interface SqlColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Whether its texts are decimals, which lists put in the order of their values. */
  readonly isDecimal?: true;
}

/** A row: its key columns, then its kept columns. */
export interface TableRow {
  readonly key: readonly string[];
  readonly values: readonly Stored[];
}

/** A table that follows from the pipeline. */
export interface PipelineTable {
  readonly name: string;
  readonly kind: string;
  /** Columns that say which row it is, beside school_id, which comes first. */
  readonly key: readonly string[];
  /** Columns that a run writes, in the order of the kind's kept fields. */
  readonly kept: readonly SqlColumn[];
  /** Columns that stay, and hold nothing. */
  readonly emptied: readonly string[];
  /** Columns that only people write. */
  readonly local: readonly string[];
  /** Whether rows stay, with the time they left, or go. */
  readonly keepsLeft: boolean;
  /** Whether people search it, and put it in order. */
  readonly isSearched: boolean;
  /** The column, of several in the key, by which rows are looked up although it is not the first; null if by none. */
  readonly lookedUpBy: string | null;
  /** The places, among `kept`, of the columns by whose words records are found in all schools. */
  readonly found: readonly number[];
}

/** The sum of what a run writes into a row: it shows the next run whether someone else edited it. */
export const digestColumn = 'row_digest';

export function tablesOf(pipeline: Pipeline): PipelineTable[] {
  return [...pipeline.records.map(recordTable), ...pipeline.links.map(linkTable)];
}

function keptColumns(kind: RecordKind | LinkKind): SqlColumn[] {
  return kind.fields
    .filter((field) => field.kept)
    .map((field) => ({
      name: field.column,
      type: typeOf(field).column,
      ...(typeOf(field) === sourceTypeNamed.decimal ? { isDecimal: true } : {}),
    }));
}

export function recordTable(kind: RecordKind): PipelineTable {
  const local = kind.local.map((field) => field.column);
  const kept = kind.fields.filter((field) => field.kept);
  return {
    name: kind.table,
    kind: kind.name,
    key: ['id'],
    kept: keptColumns(kind),
    emptied: kind.emptied,
    local,
    keepsLeft: true,
    isSearched: true,
    lookedUpBy: null,
    found: kind.find.map((name) => kept.findIndex((field) => field.name === name)).filter((at) => at >= 0),
  };
}

function linkTable(kind: LinkKind): PipelineTable {
  return {
    name: kind.table,
    kind: kind.name,
    key: kind.ends.map((end) => end.column),
    kept: keptColumns(kind),
    emptied: kind.emptied,
    local: [],
    keepsLeft: false,
    isSearched: false,
    // Lists and the search show the records of the first end beside those of the second.
    lookedUpBy: kind.ends[0].beside === null ? null : kind.ends[1].column,
    found: [],
  };
}
