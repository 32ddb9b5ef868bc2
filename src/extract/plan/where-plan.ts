import { blank } from '../../table/dictionary.js';
import {
  compared,
  nearly,
  type Comparison,
  type PathTest,
  type Test,
  type Where,
} from '../../pipeline/source/where.js';
import { isList, listIn, scalarIn } from '../items/row.js';
import type { Scalar, Scalars } from '../items/scalar.js';
import type { RawRecord } from '../json/raw-object.js';
import { definitionOf } from './definition.js';

/** Whether a row of a section fits; null if a value that it asks for is bad, so it fits neither this nor its opposite. */
export type RowTest = (row: RawRecord, scalars: Scalars) => boolean | null;

/** Where the values that are asked for are listed. */
export interface TestedColumns {
  readonly addPath: (path: string, definition: number) => number;
  readonly addList: (list: string, value: string | null, definition: number) => number;
}

/** Columns that some row should have, because no blank in them would fit: of each of these lists one. */
export type AskedColumns = readonly (readonly number[])[];

export interface WherePlan {
  readonly fits: RowTest | null;
  /** The same, but for case and spaces. */
  readonly nearly: RowTest | null;
  readonly asked: AskedColumns;
  /** Columns without which nobody knows which rows fit: those, and each in which a blank would. */
  readonly deciding: AskedColumns;
  /** Of a row of which nobody knows whether it fits: the columns with bad values, but where it does not fit anyway. */
  readonly badIn: BadColumns;
}

export type BadColumns = (row: RawRecord, definitions: readonly number[], scalars: Scalars) => readonly number[];

export const everything: WherePlan = { fits: null, nearly: null, asked: [], deciding: [], badIn: () => [] };

export function planWhere(where: Where, columns: TestedColumns): WherePlan {
  const columnOf: Place['columnOf'] = (path, { type, isList }) =>
    isList ? columns.addList(path, null, definitionOf(type)) : columns.addPath(path, definitionOf(type));
  const fits = planAny(where, { columnOf, columns });
  const near = planAny(nearly(where), { columnOf, columns });
  return {
    fits: (row, scalars) => fits(row, 0, scalars),
    nearly: (row, scalars) => near(row, 0, scalars),
    asked: askedBy(where, { columnOf, columns }),
    deciding: decidedBy(where, { columnOf, columns }),
    badIn: planBad(where, { columnOf, columns }),
  };
}

function planBad(where: Where, place: Place): BadColumns {
  const any = where.map((tests) => tests.map((test) => planTest(test, place)));
  return (row, definitions, scalars) => {
    const isBad = (column: number) => {
      const value = row.values[column];
      const read = isList(value) ? value : value === undefined ? [] : [value];
      return read.some((scalar) => scalars.cellOf(scalar, definitions[column]) === null);
    };
    const open = any.filter((tests) => tests.every(({ fits }) => fits(row, 0, scalars) !== false));
    return [...new Set(open.flat().flatMap(({ columns }) => columns))].filter(isBad);
  };
}

/** Where a blank fits, a path that is missing lets in what it should leave out, whatever else there is. */
function decidedBy(where: Where, place: Place): AskedColumns {
  const forBlank = askedByAll(where.flat(), place, (test) => holdsForBlank(test)).map((column) => [column]);
  return [...askedBy(where, place), ...forBlank];
}

/** A test of a row, or of an entry of a list in it, with the columns that it looks at. */
export interface PlannedTest {
  /** Null if a value that it asks for is bad. */
  readonly fits: (row: RawRecord, entry: number, scalars: Scalars) => boolean | null;
  readonly columns: readonly number[];
}

/** Which entries of a list in a row fit: one of these lists, each of whose tests holds. */
export interface EntriesPlan {
  readonly any: readonly (readonly PlannedTest[])[];
  /** The same, but for case and spaces. */
  readonly nearly: (row: RawRecord, entry: number, scalars: Scalars) => boolean | null;
  readonly asked: AskedColumns;
}

/** @param list the path of the list in a row */
export function planEntries(where: Where, list: string, columns: TestedColumns): EntriesPlan {
  const columnOf: Place['columnOf'] = (path, { type }) => columns.addList(list, path, definitionOf(type));
  const any = where.map((tests) => tests.map((test) => planTest(test, { columnOf, columns, isInList: true })));
  const place: Place = { columnOf, columns, isInList: true };
  return { any, nearly: planAny(nearly(where), place), asked: askedBy(where, place) };
}

function planTest(test: PathTest, { columnOf, columns, ...place }: Place): PlannedTest {
  const used = new Set<number>();
  const noted = (column: number): number => {
    used.add(column);
    return column;
  };
  const fits = planPath(test, {
    ...place,
    columnOf: (path, comparison) => noted(columnOf(path, comparison)),
    columns: {
      addPath: (path, definition) => noted(columns.addPath(path, definition)),
      addList: (list, value, definition) => noted(columns.addList(list, value, definition)),
    },
  });
  return { fits, columns: [...used] };
}

/** Of alternatives one is enough, and none is missed if one of them asks for no column. */
function askedBy(where: Where, place: Place): AskedColumns {
  const ofEach = where.map((tests) => askedByAll(tests, place, (test) => !holdsForBlank(test)));
  const [first = [], ...others] = ofEach;
  const always = first.filter((column) => others.every((asked) => asked.includes(column)));
  const further = ofEach.map((asked) => asked.filter((column) => !always.includes(column)));
  const alternatives = further.some((asked) => asked.length === 0) ? [] : [[...new Set(further.flat())]];
  return [...always.map((column) => [column]), ...alternatives];
}

/** Listing a column twice is listing it once. */
function askedByAll(tests: readonly PathTest[], place: Place, isMeant: (test: Test) => boolean): number[] {
  const asked = new Set<number>();
  const columnOf: Place['columnOf'] = (path, comparison) => {
    const column = place.columnOf(path, comparison);
    asked.add(column);
    return column;
  };
  for (const one of tests) if (one.isOptional !== true && isMeant(one.test)) planPath(one, { ...place, columnOf });
  return [...asked];
}

/** @param at the entry of a list; nothing in a row itself */
type EntryTest = (row: RawRecord, at: number, scalars: Scalars) => boolean | null;

/** Where a test is asked: of a row, or of the entries of a list in it. */
interface Place {
  readonly columnOf: (path: string, comparison: Pick<Comparison, 'type' | 'isList'>) => number;
  readonly columns: TestedColumns;
  /** In the entries of a list. */
  readonly isInList?: boolean;
}

function planAny(where: Where, place: Place): EntryTest {
  const any = where.map((tests) => allOf(tests.map((test) => planPath(test, place))));
  if (any.length === 1) return any[0];
  return (row, at, scalars) => {
    let isBad = false;
    for (const test of any) {
      const fits = test(row, at, scalars);
      if (fits === true) return true;
      isBad ||= fits === null;
    }
    return isBad ? null : false;
  };
}

function allOf(all: readonly EntryTest[]): EntryTest {
  if (all.length === 1) return all[0];
  return (row, at, scalars) => {
    let outcome: boolean | null = true;
    for (const test of all) {
      const fits = test(row, at, scalars);
      if (fits === null) return null;
      if (!fits) outcome = false;
    }
    return outcome;
  };
}

function planPath({ path, test }: PathTest, place: Place): EntryTest {
  if ('all' in test) return allOf(test.all.map((one) => planPath({ path, test: one }, place)));
  if ('not' in test) {
    const inner = planPath({ path, test: test.not }, place);
    return (row, at, scalars) => {
      const fits = inner(row, at, scalars);
      return fits === null ? null : !fits;
    };
  }
  return 'has' in test ? planHas(path, test.has, place) : planComparison(path, test, place);
}

function planComparison(path: string, comparison: Comparison, place: Place): EntryTest {
  const column = place.columnOf(path, comparison);
  const definition = definitionOf(comparison.type);
  /** Undefined for a bad value. */
  const read = (scalar: Scalar | undefined, scalars: Scalars): unknown => {
    const cell = scalar === undefined ? blank : scalars.cellOf(scalar, definition);
    return cell === null ? undefined : scalars.dictionary.at(cell);
  };
  if (comparison.isList)
    return (row, _, scalars) => {
      const values = listIn(row, column).map((scalar) => read(scalar, scalars));
      return values.includes(undefined) ? null : compared(comparison, values);
    };
  const scalarOf = place.isInList
    ? (row: RawRecord, at: number) => listIn(row, column)[at]
    : (row: RawRecord) => scalarIn(row, column);
  // Of many entries one after the other, each has the same scalar: a role, a type.
  let last: Scalar | undefined;
  let fits: boolean | null = null;
  return (row, at, scalars) => {
    const scalar = scalarOf(row, at);
    if (scalar === undefined || scalar !== last) {
      const value = read(scalar, scalars);
      fits = value === undefined ? null : compared(comparison, value);
      last = scalar;
    }
    return fits;
  };
}

/** Some entry of the list fits. */
function planHas(list: string, where: Where, { columns }: Place): EntryTest {
  const used: number[] = [];
  const columnOf: Place['columnOf'] = (path, { type }) => {
    const column = columns.addList(list, path, definitionOf(type));
    used.push(column);
    return column;
  };
  const fits = planAny(where, { columnOf, columns, isInList: true });
  return (row, _, scalars) => {
    const { length } = listIn(row, used[0]);
    let isBad = false;
    for (let at = 0; at < length; at++) {
      const outcome = fits(row, at, scalars);
      if (outcome === true) return true;
      isBad ||= outcome === null;
    }
    return isBad ? null : false;
  };
}

/** Whether a test would hold for a blank. */
export function holdsForBlank(test: Test): boolean {
  if ('all' in test) return test.all.every(holdsForBlank);
  if ('not' in test) return !holdsForBlank(test.not);
  return 'has' in test ? false : compared(test, test.isList ? [] : null);
}
