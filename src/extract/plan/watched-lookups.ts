import { isReference } from '../../pipeline/rules/evaluate.js';
import { compared, onDay, type Comparison, type Test, type Where } from '../../pipeline/source/where.js';
import type { Lookup } from '../../pipeline/pipeline.js';
import { blank } from '../../table/dictionary.js';
import { listIn, scalarIn } from '../items/row.js';
import type { Scalar, Scalars } from '../items/scalar.js';
import type { RawRecord } from '../json/raw-object.js';
import { definitionOf } from './definition.js';
import type { TestedColumns } from './where-plan.js';

/** What entries have where a look-up compares with the day of the run. */
interface Watched {
  readonly comparison: Comparison;
  readonly values: Map<string, unknown>;
}

/** The fields whose look-ups compare with the day of the run, each with all that documents have there. */
export class WatchedLookups {
  readonly #fields = new Map<string, { readonly lookup: Lookup; readonly watched: readonly Watched[] }>();
  /** By what is watched: look-ups that differ only in their value share it. */
  readonly #watched = new Map<string, readonly Watched[]>();

  /** Of a look-up that is planned: notes what a row has. */
  watch(key: string, where: Where, columns: TestedColumns): (row: RawRecord, scalars: Scalars) => void {
    const notes = where.flat().flatMap(({ path, test }) => watchesOf(path, test, null, columns));
    this.#watched.set(
      key,
      notes.map(({ watched }) => watched),
    );
    return (row, scalars) => {
      for (const { note } of notes) note(row, scalars);
    };
  }

  add(key: string, lookup: Lookup, kind: string, field: string): void {
    const watched = this.#watched.get(key) ?? [];
    if (watched.length > 0) this.#fields.set(`${kind}.${field}`, { lookup, watched });
  }

  /** By `kind.field`, what looks the value up. */
  get lookups(): ReadonlyMap<string, Lookup> {
    return new Map(Array.from(this.#fields, ([name, { lookup }]) => [name, lookup]));
  }

  /**
   * The days on which an entry begins or no longer fits, by `kind.field`.
   * @param days one after another; the first is only what the second is compared with
   */
  daysOf(days: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
    return new Map(
      Array.from(this.#fields, ([name, { watched }]) => [
        name,
        new Set(watched.flatMap((one) => [...daysOfOne(one, days)])),
      ]),
    );
  }
}

function daysOfOne({ comparison, values }: Watched, days: readonly string[]): Set<string> {
  const found = new Set<string>();
  const asked = days.map((day) => comparisonOn(comparison, day));
  for (const value of values.values())
    days.forEach((day, at) => {
      if (at > 0 && compared(asked[at], value) !== compared(asked[at - 1], value)) found.add(day);
    });
  return found;
}

function comparisonOn(comparison: Comparison, day: string): Comparison {
  return onDay([[{ path: '', test: comparison }]], day)[0][0].test as Comparison;
}

interface Watch {
  readonly watched: Watched;
  readonly note: (row: RawRecord, scalars: Scalars) => void;
}

/** @param list the path of the list whose entries are asked; null for the row itself */
function watchesOf(path: string, test: Test, list: string | null, columns: TestedColumns): Watch[] {
  if ('all' in test) return test.all.flatMap((one) => watchesOf(path, one, list, columns));
  if ('not' in test) return watchesOf(path, test.not, list, columns);
  if ('has' in test) return test.has.flat().flatMap((inner) => watchesOf(inner.path, inner.test, path, columns));
  return isReference(test.value) ? [watchOf(path, test, list, columns)] : [];
}

function watchOf(path: string, comparison: Comparison, list: string | null, columns: TestedColumns): Watch {
  const definition = definitionOf(comparison.type);
  const isOfList = list !== null || comparison.isList;
  const column = isOfList
    ? columns.addList(list ?? path, list === null ? null : path, definition)
    : columns.addPath(path, definition);
  const values = new Map<string, unknown>();
  const read = (scalar: Scalar | undefined, scalars: Scalars): unknown => {
    const cell = scalar === undefined ? blank : scalars.cellOf(scalar, definition);
    return cell === null ? undefined : scalars.dictionary.at(cell);
  };
  // A bad value fits no test on any day.
  const add = (value: unknown) => {
    if (value !== undefined) values.set(JSON.stringify(value), value);
  };
  const note = (row: RawRecord, scalars: Scalars): void => {
    if (!isOfList) add(read(scalarIn(row, column), scalars));
    else {
      const all = listIn(row, column).map((scalar) => read(scalar, scalars));
      if (comparison.isList) add(all);
      else all.forEach(add);
    }
  };
  return { watched: { comparison, values }, note };
}
