import type { Value } from '../table/value.js';
import { notKnown } from '../pipeline/rules/evaluate.js';
import type { LinkKind, RecordKind } from '../pipeline/pipeline.js';
import type { Judge, Perhaps, ValuePlace } from './judge.js';

/** A value that may be another. */
export interface Dimension<Place> {
  readonly place: Place;
  /** Other places that have it too: several fields may be read from one key of the extract. */
  readonly also: readonly Place[];
  readonly now: Value;
  /** Without the current one. */
  readonly options: readonly Value[];
}

/** A field of a record or link that rules read. */
export function dimensionOf(
  judge: Judge,
  kind: RecordKind | LinkKind,
  field: number,
  values: readonly Value[],
): Dimension<number> {
  const now = values[field];
  return {
    place: field,
    also: judge.twinsOf(kind, field),
    now,
    options: judge.valuesOf(kind, field).filter((value) => value !== now),
  };
}

export type Change<Place> = readonly [place: Place, value: Value];

/** Values for dimensions, in their order, some of them not known yet. */
export type Chosen = readonly Perhaps[];

/**
 * All choices in which this many values differ from now.
 * @param fails whether a choice will not do, whatever is chosen for what is not known yet
 */
export function* choices<Place>(
  dimensions: readonly Dimension<Place>[],
  size: number,
  fails: (chosen: Chosen) => boolean,
): Generator<readonly Value[]> {
  const chosen: Perhaps[] = dimensions.map(() => notKnown);
  function* from(at: number, left: number): Generator<readonly Value[]> {
    if (dimensions.length - at < left || fails(chosen)) return;
    if (at === dimensions.length) {
      yield [...chosen] as Value[];
      return;
    }
    const { now, options } = dimensions[at];
    for (const value of left === 0 ? [now] : [...options, now]) {
      chosen[at] = value;
      yield* from(at + 1, value === now ? left : left - 1);
    }
    chosen[at] = notKnown;
  }
  yield* from(0, size);
}

/** Whether any choice will do. */
export function isPossible<Place>(
  dimensions: readonly Dimension<Place>[],
  fails: (chosen: Chosen) => boolean,
): boolean {
  const chosen: Perhaps[] = dimensions.map(() => notKnown);
  const from = (at: number): boolean => {
    if (fails(chosen)) return false;
    if (at === dimensions.length) return true;
    const { now, options } = dimensions[at];
    const isDone = [now, ...options].some((value) => {
      chosen[at] = value;
      return from(at + 1);
    });
    chosen[at] = notKnown;
    return isDone;
  };
  return from(0);
}

export function changesOf<Place>(
  dimensions: readonly Dimension<Place>[],
  chosen: readonly Value[],
): readonly Change<Place>[] {
  return dimensions.flatMap(({ place, also, now }, at) =>
    chosen[at] === now ? [] : [place, ...also].map((one): Change<Place> => [one, chosen[at]]),
  );
}

/** Values with those chosen put into the places of a list. */
export function put<T extends Perhaps>(
  values: readonly T[],
  dimensions: readonly Dimension<number>[],
  chosen: readonly T[],
): T[] {
  const after = [...values];
  for (const [at, { place, also }] of dimensions.entries()) for (const one of [place, ...also]) after[one] = chosen[at];
  return after;
}

/** The same for values that rules of links read: `values` are those at one place. */
export function putAt(
  where: ValuePlace['at'],
  values: readonly Perhaps[],
  dimensions: readonly Dimension<ValuePlace>[],
  chosen: Chosen,
): Perhaps[] {
  const after = [...values];
  for (const [which, { place, also }] of dimensions.entries())
    for (const { at, field } of [place, ...also]) if (at === where) after[field] = chosen[which];
  return after;
}
