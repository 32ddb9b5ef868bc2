import { besideColumns, fieldBeside } from '../browse/beside.js';
import { shownColumns } from '../browse/columns.js';
import type { FindingKey } from '../browse/finding-groups.js';
import type { Listing } from '../browse/list-records.js';
import type { Id } from '../explain/explanation.js';
import { kindsOf, type LinkKind, type Pipeline, type RecordKind } from '../pipeline/pipeline.js';
import { normalise } from '../pipeline/text/text.js';
import { blankValue } from './addresses.js';
import type { Query } from './requests.js';

/** No search is longer. */
const longestSearch = 200;

/** What an address asks of a list. */
export function readListing(
  pipeline: Pipeline,
  kind: RecordKind,
  query: Query,
): { readonly listing: Listing; readonly page: number } {
  const valuesOf = (fields: readonly string[]): ReadonlyMap<string, string | null> =>
    new Map(
      fields.flatMap((field): [string, string | null][] => {
        const value = query.text(field);
        return value === '' ? [] : [[field, value === blankValue ? null : value]];
      }),
    );
  const columns = shownColumns(kind).map(({ name }) => name);
  const columnsBeside = besideColumns(pipeline, kind);
  const beside = columnsBeside.map(({ name }) => name);
  const fieldsBeside = columnsBeside.flatMap((column) =>
    column.kind.filters.map((field) => fieldBeside(column, field)),
  );
  const linked = beside.flatMap((name): [string, string][] => {
    const id = idIn(query, name, query.text(name));
    return id === '' ? [] : [[name, id]];
  });
  return {
    listing: {
      search: searchIn(query),
      filters: valuesOf(kind.filters),
      without: query.oneOf('without', [...columns, ...beside]),
      linked: new Map(linked),
      linkedWith: valuesOf(fieldsBeside),
      sort: sortIn(query, columns),
    },
    page: query.page(),
  };
}

/** What is searched for in a list. */
export function searchIn(query: Query): string {
  return query.text('search').slice(0, longestSearch);
}

function sortIn(query: Query, columns: readonly string[]): Listing['sort'] {
  const asked = query.oneOf('sort', [...columns, ...columns.map((name) => `-${name}`)]);
  if (asked === null) return null;
  // A name may itself begin with the sign.
  return columns.includes(asked) ? { field: asked, descending: false } : { field: asked.slice(1), descending: true };
}

/** The group of findings that an address means; it may not exist. */
export function readFindingKey(query: Query): FindingKey {
  const orNull = (name: string): string | null => query.text(name) || null;
  return {
    severity: query.text('severity') as FindingKey['severity'],
    among: orNull('among') as FindingKey['among'],
    kind: orNull('kind'),
    rule: query.text('rule'),
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
function idIn(query: Query, name: string, text: string): string {
  const id = normalise(text);
  if ([...id].length <= longestId) return id;
  query.refuse(name);
  return '';
}

/** @returns null if there is no such kind */
export function readAsked(pipeline: Pipeline, query: Query): AskedRecord | null {
  const name = query.text('kind');
  const kind = kindsOf(pipeline).find((one) => one.name === name);
  if (kind === undefined) return null;
  const [first = '', second = '', ...more] = (query.texts('id') ?? []).map((id) => idIn(query, 'id', id));
  if ([...(kind.type === 'record' ? [second] : []), ...more].some((id) => id !== '')) query.refuse('id');
  if (kind.type === 'record') return { kind, id: first === '' ? null : first };
  return { kind, id: first === '' || second === '' ? null : [first, second] };
}
