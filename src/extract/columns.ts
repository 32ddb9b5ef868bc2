import { isBlank } from '../pipeline/text.js';
import { nested, RawObject, type Nested, type RawRecord, type RawScalar, type RawValue } from './raw.js';
import type { Definition } from './definition.js';
import type { Shape } from './shape.js';

/** One value that is read of each item of a section, or one of each entry of a list in it. */
export interface Column {
  /** As findings name it. */
  readonly path: string;
  readonly definition: Definition;
  readonly isList: boolean;
  /** Indexes of the steps that lead to the value or the list. */
  readonly steps: readonly number[];
  /** Of a list: the steps within an entry; none where the entries are the values. */
  readonly inEntry: readonly number[];
}

type Kept = RawObject['values'][number];
type Literal = string | undefined;
type Plain = RawScalar | Nested;

/** Whether each column is one key of the items, in the order of their shape: then what was built of an item is its row. */
export function areKeys(columns: readonly Column[], { paths }: Shape): boolean {
  return (
    columns.length === paths.length &&
    columns.every(({ steps, inEntry }, index) => steps.length === 1 && steps[0] === index && inEntry.length === 0)
  );
}

/** The values of an item, column by column, of columns that are keys. */
export function rowOfKeys(object: RawObject, columns: readonly Column[]): RawRecord {
  const values = object.values as (RawValue | undefined)[];
  const { literals } = object;
  for (let index = 0; index < columns.length; index++) {
    const value = values[index];
    if (value === undefined) {
      values[index] = null;
    } else if (columns[index].isList && !Array.isArray(value)) {
      const blank = isBlank(value);
      values[index] = blank ? null : [value];
      literals[index] = blank ? undefined : [literals[index] as Literal];
    }
  }
  return { values: values as RawValue[], literals, repeated: repeatedIn(object) };
}

/** The values of an item, column by column. */
export function rowOf(object: RawObject, columns: readonly Column[]): RawRecord {
  const row: RawRecord = { values: [], literals: [], repeated: repeatedIn(object) };
  for (const { steps, isList, inEntry } of columns) {
    const holder = steps.length === 1 ? object : holderOf(object, steps);
    const last = steps[steps.length - 1] ?? 0;
    if (!(holder instanceof RawObject)) addValue(row, holder, undefined, isList);
    else if (isList && inEntry.length > 0) addEntries(row, holder.values[last], inEntry);
    else addValue(row, holder.values[last], holder.literals[last], isList);
  }
  return row;
}

/** A single value where a list is expected is a list of one, and a blank there an empty one. */
function addValue(row: RawRecord, value: Kept, literal: Literal | Literal[], isList: boolean): void {
  if (!isList) {
    const scalar = asScalar(value);
    row.values.push(scalar);
    row.literals.push(scalar === nested ? undefined : literal);
  } else if (Array.isArray(value)) {
    row.values.push(value.some((entry) => entry instanceof RawObject) ? value.map(asScalar) : (value as Plain[]));
    row.literals.push(literal);
  } else {
    const blank = isBlank(value);
    row.values.push(blank ? null : [asScalar(value)]);
    row.literals.push(blank ? undefined : [literal as Literal]);
  }
}

/** Of each entry of a list the value behind a path in it. */
function addEntries(row: RawRecord, value: Kept, path: readonly number[]): void {
  const entries = Array.isArray(value) ? value : isBlank(value) ? null : [value ?? null];
  const last = path[path.length - 1] ?? 0;
  const values: Plain[] = [];
  const literals: Literal[] = [];
  for (const entry of entries ?? []) {
    const holder = entry instanceof RawObject ? holderOf(entry, path) : isBlank(entry) ? null : nested;
    const scalar = holder instanceof RawObject ? asScalar(holder.values[last]) : holder;
    values.push(scalar);
    literals.push(holder instanceof RawObject && scalar !== nested ? (holder.literals[last] as Literal) : undefined);
  }
  row.values.push(entries === null ? null : values);
  row.literals.push(literals);
}

/** The object in which a path's last step is; a blank in its place is a blank, and anything else there no object. */
function holderOf(object: RawObject, steps: readonly number[]): RawObject | Nested | null {
  let holder = object;
  for (let step = 0; step < steps.length - 1; step++) {
    const next = holder.values[steps[step] ?? 0];
    if (!(next instanceof RawObject)) return isBlank(next) ? null : nested;
    holder = next;
  }
  return holder;
}

/** Where one value is expected, an object or a list is known to be there, and nothing of it. */
function asScalar(value: Kept): Plain {
  return typeof value === 'object' && value !== null ? nested : (value ?? null);
}

const none: readonly string[] = [];

function repeatedIn(object: RawObject): readonly string[] {
  const found = object.repeated === null ? none : object.repeated.map((index) => object.shape.paths[index] ?? '');
  if (!object.shape.hasInner) return found;
  const inner = object.values.flatMap((value) =>
    value instanceof RawObject
      ? repeatedIn(value)
      : Array.isArray(value)
        ? value.flatMap((entry) => (entry instanceof RawObject ? repeatedIn(entry) : none))
        : none,
  );
  return inner.length === 0 ? found : [...new Set([...found, ...inner])];
}
