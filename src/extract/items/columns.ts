import { RawObject, type RawEntry, type RawRecord } from '../json/raw-object.js';
import type { Scalar, Scalars } from './scalar.js';
import type { Shape } from '../plan/shape.js';

/** A value that is read from each item of a section, or from each entry of a list in it. */
export interface ItemColumn {
  /** As findings name it. */
  readonly path: string;
  /** As scalars name it. */
  readonly definition: number;
  /** How many entries further out its steps begin. */
  readonly up: number;
  readonly isList: boolean;
  /** Indexes of the steps that lead to the value or the list. */
  readonly steps: readonly number[];
  /** For a list: the steps within an entry; none if the entries are the values. */
  readonly inEntry: readonly number[];
}

type Kept = RawObject['values'][number];

/** Whether each column is one key of the items, in the order of their shape: an item as built is then its row. */
export function areKeys(columns: readonly ItemColumn[], { paths }: Shape): boolean {
  return (
    columns.length === paths.length &&
    columns.every(
      ({ up, steps, inEntry }, index) => up === 0 && steps.length === 1 && steps[0] === index && inEntry.length === 0,
    )
  );
}

/** The values of an item, column by column, if the columns are keys. */
export function rowOfKeys(object: RawObject, columns: readonly ItemColumn[]): RawRecord {
  const values = object.values as (Scalar | Scalar[] | undefined)[];
  for (let index = 0; index < columns.length; index++) {
    const value = values[index];
    if (value !== undefined && columns[index].isList && !Array.isArray(value))
      values[index] = value.isBlank ? undefined : [value];
  }
  return { values, repeated: repeatedIn(object) };
}

/**
 * The values of an item, column by column.
 * @param outers the entries that the item is in, from the inner to the outer
 */
export function rowOf(
  item: RawObject,
  columns: readonly ItemColumn[],
  scalars: Scalars,
  outers: readonly RawObject[],
): RawRecord {
  const values: (Scalar | Scalar[] | undefined)[] = [];
  for (const { up, steps, isList, inEntry } of columns) {
    const object = up === 0 ? item : outers[up - 1];
    const holder = steps.length === 1 ? object : holderOf(object, steps, scalars);
    const last = steps[steps.length - 1] ?? 0;
    const value = holder instanceof RawObject ? holder.values[last] : holder;
    if (!isList) values.push(asScalar(value, scalars));
    else values.push(entriesOf(value)?.map((entry) => inEntryOf(entry, inEntry, scalars)));
  }
  return { values, repeated: repeatedIn(item) };
}

/** If a list is expected, a single value is a list of one, and a blank is an empty list. */
function entriesOf(value: Kept): readonly RawEntry[] | undefined {
  if (value === undefined || Array.isArray(value)) return value;
  return !(value instanceof RawObject) && value.isBlank ? undefined : [value];
}

/** What a path leads to in an entry of a list; with no path, the entry. */
function inEntryOf(entry: RawEntry, path: readonly number[], scalars: Scalars): Scalar {
  if (path.length === 0) return entry instanceof RawObject ? scalars.nested : entry;
  if (!(entry instanceof RawObject)) return entry.isBlank ? scalars.blank : scalars.nested;
  const holder = holderOf(entry, path, scalars);
  const value = holder instanceof RawObject ? holder.values[path[path.length - 1] ?? 0] : holder;
  return asScalar(value, scalars) ?? scalars.blank;
}

/** The object that a path's last step is in; a blank in its place gives a blank, and anything else there no object. */
function holderOf(object: RawObject, steps: readonly number[], { nested }: Scalars): RawObject | Scalar | undefined {
  let holder = object;
  for (let step = 0; step < steps.length - 1; step++) {
    const next = holder.values[steps[step] ?? 0];
    if (next === undefined) return undefined;
    if (!(next instanceof RawObject)) return !Array.isArray(next) && next.isBlank ? undefined : nested;
    holder = next;
  }
  return holder;
}

/** If one value is expected, an object or a list is known to be there, and nothing of what is in it. */
function asScalar(value: Kept, { nested }: Scalars): Scalar | undefined {
  return value instanceof RawObject || Array.isArray(value) ? nested : value;
}

const none: readonly string[] = [];

function repeatedIn(object: RawObject): readonly string[] {
  const found = addRepeated(object, null);
  return found === null ? none : [...new Set(found)];
}

/** Makes the list only when there is something to add: nearly no item has a key twice. */
function addRepeated({ shape, values, repeated }: RawObject, known: string[] | null): string[] | null {
  let found = known;
  if (repeated !== null) found = [...(found ?? []), ...repeated.map((index) => shape.paths[index] ?? '')];
  if (!shape.hasInner) return found;
  for (let index = 0; index < values.length; index++) {
    // The entries of a section report their own.
    if (shape.inner[index] === null || shape.isSection[index]) continue;
    const value = values[index];
    if (value instanceof RawObject) found = addRepeated(value, found);
    else if (Array.isArray(value))
      for (const entry of value) if (entry instanceof RawObject) found = addRepeated(entry, found);
  }
  return found;
}
