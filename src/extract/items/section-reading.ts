import type { LinkKind, RecordKind } from '../../pipeline/pipeline.js';
import type { Cell, Dictionary } from '../../table/dictionary.js';
import { Table } from '../../table/table.js';
import type { ExtractFinding } from '../extract.js';
import type { SectionPlan } from '../plan/section-plan.js';

/** A record's id, or those of a link's two ends. */
export type IdNumbers = readonly [Cell] | readonly [Cell, Cell];

/** The schools of a document to which an entry belongs, as it says them; null if it says none. */
export type OwnSchools = readonly Cell[] | null;

/** Where a document holds several schools, with what says whose it is; then each names its section. */
export interface NotedFinding extends ExtractFinding {
  readonly schools?: OwnSchools;
}

/** What is read of a kind. */
export interface SectionReading {
  readonly table: Table;
  /** How many have no usable id. */
  rejected: number;
  /** By row, and of those without a usable id; nothing if no entry of the kind says its school. */
  readonly schools: OwnSchools[];
  readonly rejectedOf: OwnSchools[];
  /** How many no view takes, and which records these are. */
  outside: number;
  readonly leftOut: Table;
  /** What they have in fields by which links name them (`leftOutBy`). */
  readonly leftOutBy: Set<string>;
}

export function leftOutBy(field: string, text: string): string {
  return `${field}\0${text}`;
}

/** How much was read of a kind at some point. */
export interface ReadingMark {
  readonly table: number;
  readonly leftOut: number;
  readonly rejected: number;
  readonly outside: number;
}

/** What is read of each kind of a section, before any entry has come. */
export function emptyReadings({ records, links }: SectionPlan, dictionary: Dictionary): Map<string, SectionReading> {
  const readings = new Map<string, SectionReading>();
  const begin = (type: 'record' | 'link', { name, fields }: RecordKind | LinkKind): void => {
    readings.set(name, {
      ...{ table: Table.empty(dictionary, type, fields.length), rejected: 0, outside: 0, schools: [], rejectedOf: [] },
      leftOut: Table.empty(dictionary, 'record', 0),
      leftOutBy: new Set(),
    });
  };
  for (const { views } of records) {
    const [{ kind, within }] = views;
    begin('record', kind);
    for (const link of within) begin('link', link.kind);
  }
  for (const { views } of links) begin('link', views[0].kind);
  return readings;
}

export function markOf({ table, leftOut, rejected, outside }: SectionReading): ReadingMark {
  return { table: table.length, leftOut: leftOut.length, rejected, outside };
}

/** Forgets what was read since. */
export function goBackTo({ table, leftOut, rejected, outside }: ReadingMark, reading: SectionReading): void {
  reading.table.cut(table);
  reading.leftOut.cut(leftOut);
  Object.assign(reading, { rejected, outside });
  reading.schools.splice(table);
  reading.rejectedOf.splice(rejected);
}
