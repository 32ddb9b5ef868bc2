import type { Extract, ExtractFinding, ExtractedLinks, ExtractedRecords, Value } from './extract.js';

/**
 * An extract as it is handed from one thread to another: each value once, and a number for each time it stands in the
 * extract. To copy numbers costs next to nothing; to copy each list and each text costs as much as to decide.
 */
export interface PackedExtract {
  readonly about: Pick<Extract, 'school' | 'name' | 'extractedAt' | 'extractedInstant'>;
  /** All that are named by their index. */
  readonly values: readonly Value[];
  readonly records: readonly PackedRecords[];
  readonly links: readonly PackedLinks[];
  readonly findings: readonly ExtractFinding[];
}

interface PackedRecords extends PackedRows {
  readonly ids: Int32Array;
}

interface PackedLinks extends PackedRows {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly keys: Int32Array;
}

interface PackedRows {
  readonly kind: string;
  readonly positions: Int32Array;
  /** Row after row. */
  readonly values: Int32Array;
  /** Values of a row. */
  readonly width: number;
  /** None where links have no values. */
  readonly rows: number;
  readonly read: number;
  readonly rejected: number;
}

export function pack({ records, links, findings, ...about }: Extract): PackedExtract {
  const values = new Values();
  const { school, name, extractedAt, extractedInstant } = about;
  return {
    about: { school, name, extractedAt, extractedInstant },
    records: [...records].map(([kind, of]) => ({ ...packRows(kind, of, values), ids: values.packList(of.ids) })),
    links: [...links].map(([kind, of]) => ({
      ...packRows(kind, of, values),
      first: values.packList(of.first),
      second: values.packList(of.second),
      keys: values.packList(of.keys),
    })),
    findings,
    values: values.all,
  };
}

/** What need not be copied, since whoever packed it does not look at it again. */
export function buffersOf({ records, links }: PackedExtract): ArrayBuffer[] {
  return [
    ...records.flatMap(({ ids, positions, values }) => [ids, positions, values]),
    ...links.flatMap(({ first, second, keys, positions, values }) => [first, second, keys, positions, values]),
  ].map(({ buffer }) => buffer as ArrayBuffer);
}

export function unpack({ about, values, records, links, findings }: PackedExtract): Extract {
  return {
    ...about,
    records: new Map(
      records.map((packed) => [packed.kind, { ...unpackRows(packed, values), ids: unpackTexts(packed.ids, values) }]),
    ),
    links: new Map(
      links.map((packed) => [
        packed.kind,
        {
          ...unpackRows(packed, values),
          first: unpackTexts(packed.first, values),
          second: unpackTexts(packed.second, values),
          keys: unpackTexts(packed.keys, values),
        },
      ]),
    ),
    findings,
  };
}

class Values {
  readonly all: Value[] = [];
  readonly #indexes = new Map<Value, number>();

  packList(list: readonly Value[]): Int32Array {
    const packed = new Int32Array(list.length);
    this.packInto(packed, 0, list);
    return packed;
  }

  packInto(packed: Int32Array, from: number, list: readonly Value[]): void {
    for (let at = 0; at < list.length; at++) packed[from + at] = this.#indexOf(list[at]);
  }

  #indexOf(value: Value): number {
    const known = this.#indexes.get(value);
    if (known !== undefined) return known;
    const index = this.all.push(value) - 1;
    this.#indexes.set(value, index);
    return index;
  }
}

function packRows(
  kind: string,
  { positions, values, read, rejected }: ExtractedRecords | ExtractedLinks,
  known: Values,
): PackedRows {
  const width = values[0]?.length ?? 0;
  const packed = new Int32Array(values.length * width);
  for (let row = 0; row < values.length; row++) known.packInto(packed, row * width, values[row]);
  return { kind, positions: new Int32Array(positions), values: packed, width, rows: values.length, read, rejected };
}

function unpackRows({ positions, values: packed, width, rows, read, rejected }: PackedRows, values: readonly Value[]) {
  const unpacked = new Array<Value[]>(rows);
  for (let row = 0; row < rows; row++) {
    const of = new Array<Value>(width);
    for (let at = 0; at < width; at++) of[at] = values[packed[row * width + at]];
    unpacked[row] = of;
  }
  return { positions: Array.from(positions), values: unpacked, read, rejected };
}

function unpackTexts(packed: Int32Array, values: readonly Value[]): string[] {
  const texts = new Array<string>(packed.length);
  for (let at = 0; at < packed.length; at++) texts[at] = values[packed[at]] as string;
  return texts;
}
