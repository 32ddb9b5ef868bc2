import { Dictionary } from '../dictionary.js';
import type { Extract, ExtractedLinks, ExtractedRecords, Value } from '../extract.js';

/** The records of a kind with their values in the place of numbers, for whoever looks at them or changes them. */
export interface ListedRecords {
  readonly ids: string[];
  readonly positions: number[];
  readonly values: (readonly Value[])[];
  read: number;
  rejected: number;
}

/** The same of links. */
export interface ListedLinks extends Omit<ListedRecords, 'ids'> {
  readonly first: string[];
  readonly second: string[];
  readonly keys: string[];
}

export interface Listed {
  readonly records: Map<string, ListedRecords>;
  readonly links: Map<string, ListedLinks>;
}

export function listed({ values, records, links }: Extract): Listed {
  const texts = (numbers: Int32Array): string[] => Array.from(numbers, (number) => String(values[number]));
  const common = ({ positions, values: own, read, rejected }: ExtractedRecords | ExtractedLinks) => ({
    ...{ positions: [...positions], values: rowsOf(own, positions.length, values), read, rejected },
  });
  return {
    records: new Map([...records].map(([kind, of]) => [kind, { ...common(of), ids: texts(of.ids) }])),
    links: new Map(
      [...links].map(([kind, of]) => [
        kind,
        { ...common(of), first: texts(of.first), second: texts(of.second), keys: texts(of.keys) },
      ]),
    ),
  };
}

/** @returns the numbers of what is listed, and what they stand for */
export function numbered({ records, links }: Listed): Pick<Extract, 'values' | 'records' | 'links'> {
  const dictionary = new Dictionary();
  const ids = (list: readonly string[]): Int32Array => Int32Array.from(list, (id) => dictionary.id(id));
  const keys = (list: readonly string[]): Int32Array => Int32Array.from(list, (key) => dictionary.constant(key));
  const common = ({ positions, values, read, rejected }: ListedRecords | ListedLinks) => ({
    ...{ positions: Int32Array.from(positions), read, rejected },
    values: Int32Array.from(values.flat(), (value) => dictionary.constant(value)),
  });
  return {
    records: new Map([...records].map(([kind, of]) => [kind, { ...common(of), ids: ids(of.ids) }])),
    links: new Map(
      [...links].map(([kind, of]) => [
        kind,
        { ...common(of), first: ids(of.first), second: ids(of.second), keys: keys(of.keys) },
      ]),
    ),
    values: dictionary.values,
  };
}

/** Row after row of numbers as lists of values; none where there are no numbers. */
function rowsOf(numbers: Int32Array, rows: number, values: readonly Value[]): Value[][] {
  if (numbers.length === 0) return [];
  const width = numbers.length / rows;
  return Array.from({ length: rows }, (_, row) =>
    Array.from(numbers.subarray(row * width, (row + 1) * width), (number) => values[number]),
  );
}
