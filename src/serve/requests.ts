import { besideColumns, fieldBeside } from '../browse/beside.js';
import { shownColumns } from '../browse/columns.js';
import type { FindingKey } from '../browse/finding-groups.js';
import type { Listing } from '../browse/list-records.js';
import type { Id } from '../explain/explanation.js';
import { kindsOf, type LinkKind, type Pipeline, type RecordKind } from '../pipeline/pipeline.js';
import { normalise, repair } from '../pipeline/text/text.js';
import { blankValue } from './addresses.js';

type Query = Readonly<Record<string, unknown>>;

/** What an address asks of a list; fields that the kind does not have are ignored. */
export function readListing(
  pipeline: Pipeline,
  kind: RecordKind,
  query: Query,
): { readonly listing: Listing; readonly page: number } {
  const valuesOf = (fields: readonly string[]): ReadonlyMap<string, string | null> =>
    new Map(
      fields.flatMap((field): [string, string | null][] => {
        const value = textOf(query[field]);
        return value === '' ? [] : [[field, value === blankValue ? null : value]];
      }),
    );
  const [, sign = '', field = ''] = /^(-?)(.*)$/s.exec(textOf(query.sort)) ?? [];
  const columns = shownColumns(kind).map(({ name }) => name);
  const columnsBeside = besideColumns(pipeline, kind);
  const beside = columnsBeside.map(({ name }) => name);
  const fieldsBeside = columnsBeside.flatMap((column) =>
    column.kind.filters.map((field) => fieldBeside(column, field)),
  );
  const linked = beside.flatMap((name): [string, string][] => {
    const id = idOf(query[name]);
    return id === '' ? [] : [[name, id]];
  });
  return {
    listing: {
      search: textOf(query.search).slice(0, 200),
      filters: valuesOf(kind.filters),
      without: oneOf([...columns, ...beside], query.without),
      linked: new Map(linked),
      linkedWith: valuesOf(fieldsBeside),
      sort: columns.includes(field) ? { field, descending: sign === '-' } : null,
    },
    page: pageOf(query),
  };
}

/** Which part of a list is asked for, from 1. */
export function pageOf({ page }: Query): number {
  return /^[1-9]\d{0,6}$/.test(textOf(page)) ? Number(page) : 1;
}

/** Of how many records a form has just saved something; null if none led here. */
export function savedOf({ saved }: Query): number | null {
  return /^\d{1,4}$/.test(textOf(saved)) ? Number(saved) : null;
}

/** One of a few words; null if it is none of them. */
export function oneOf<T extends string>(words: readonly T[], value: unknown): T | null {
  return words.find((word) => word === value) ?? null;
}

/** U+0000, which no database holds, is replaced, as in what a run reads. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? repair(value) : '';
}

/** The group of findings that an address means; it may not exist. */
export function readFindingKey(query: Query): FindingKey {
  const orNull = (name: string): string | null => textOf(query[name]) || null;
  return {
    severity: textOf(query.severity) as FindingKey['severity'],
    among: orNull('among') as FindingKey['among'],
    kind: orNull('kind'),
    rule: textOf(query.rule),
    causeKind: orNull('waitsFor'),
  };
}

/** A record by its id, or a link by the ids of both its ends. */
export interface AskedRecord {
  readonly kind: RecordKind | LinkKind;
  /** Null if the id is missing, or one of a link's. */
  readonly id: Id | null;
}

/** No id has more characters. */
const longestId = 200;

/** Blank if it is too long for an id. */
function idOf(value: unknown): string {
  const id = normalise(textOf(value));
  return [...id].length > longestId ? '' : id;
}

/** @returns null if there is no such kind */
export function readAsked(pipeline: Pipeline, query: Query): AskedRecord | null {
  const kind = kindsOf(pipeline).find(({ name }) => name === textOf(query.kind));
  if (kind === undefined) return null;
  const [first = '', second = ''] = [query.id].flat().map((id) => idOf(id));
  if (kind.type === 'record') return { kind, id: first === '' ? null : first };
  return { kind, id: first === '' || second === '' ? null : [first, second] };
}
