import { named } from '../decide/world.js';
import { blank } from '../extract/dictionary.js';
import type { Extract, ExtractedLinks, ExtractedRecords, Value } from '../extract/extract.js';
import { linkId } from '../extract/items/section-reader.js';

type Ids = readonly [string, string];

/** One thing that a person does at the source. */
export type Edit =
  | {
      readonly type: 'write';
      readonly kind: string;
      readonly id: string;
      readonly field: number;
      readonly value: Value;
    }
  | {
      readonly type: 'write link';
      readonly kind: string;
      readonly ids: Ids;
      readonly field: number;
      readonly value: Value;
    }
  | { readonly type: 'add'; readonly kind: string; readonly id: string; readonly values: readonly Value[] }
  | {
      readonly type: 'link';
      readonly kind: string;
      readonly ids: Ids;
      readonly key: string;
      /** None where links of the kind are but ids within records. */
      readonly values: readonly Value[];
    }
  | { readonly type: 'unlink'; readonly kind: string; readonly ids: Ids; readonly key: string }
  /** A reference stands under another key than before. */
  | { readonly type: 'move'; readonly kind: string; readonly ids: Ids; readonly key: string }
  /** A reference names another record. */
  | { readonly type: 'point'; readonly kind: string; readonly ids: Ids; readonly to: Ids };

/** An extract by the numbers of its ids, to be copied with edits made. */
export class Source {
  readonly #ids = new Map<string, number>();

  constructor(private readonly extract: Extract) {
    const note = (numbers: Int32Array): void => {
      for (const number of numbers) this.#ids.set(String(extract.values[number]), number);
    };
    for (const { ids } of extract.records.values()) note(ids);
    for (const { first, second } of extract.links.values()) [first, second].forEach(note);
  }

  /** The extract as it would be. What is not edited is shared with what there is. */
  with(edits: readonly Edit[]): Extract {
    const { extract } = this;
    const copy = new Copy(extract, this.#ids);
    for (const edit of edits) copy.make(edit);
    return { ...extract, values: copy.values, records: copy.records, links: copy.links };
  }
}

class Copy {
  readonly values: Value[];
  readonly records: Map<string, ExtractedRecords>;
  readonly links: Map<string, ExtractedLinks>;
  readonly #newIds = new Map<string, number>();

  constructor(
    extract: Extract,
    private readonly ids: ReadonlyMap<string, number>,
  ) {
    this.values = [...extract.values];
    this.records = new Map(extract.records);
    this.links = new Map(extract.links);
  }

  make(edit: Edit): void {
    switch (edit.type) {
      case 'write': {
        const of = named(this.records, edit.kind);
        this.records.set(edit.kind, {
          ...of,
          values: this.#written(of.values, this.#rowsOf(of, edit.id), of.ids.length, edit),
        });
        return;
      }
      case 'add': {
        const of = named(this.records, edit.kind);
        this.records.set(edit.kind, {
          ids: with1(of.ids, this.#id(edit.id)),
          positions: with1(of.positions, 0),
          values: with1(of.values, ...edit.values.map((value) => this.#number(value))),
          read: of.read + 1,
          rejected: of.rejected,
        });
        return;
      }
      case 'link':
        this.#link(edit);
        return;
      default:
        this.#change(edit);
    }
  }

  #link({ kind, ids, key, values }: Extract1<'link'>): void {
    const of = named(this.links, kind);
    this.links.set(kind, {
      first: with1(of.first, this.#id(ids[0])),
      second: with1(of.second, this.#id(ids[1])),
      positions: with1(of.positions, 0),
      keys: with1(of.keys, this.#number(key)),
      values: with1(of.values, ...values.map((value) => this.#number(value))),
      read: of.read + 1,
      rejected: of.rejected,
    });
  }

  #change(edit: Extract1<'write link' | 'unlink' | 'move' | 'point'>): void {
    const of = named(this.links, edit.kind);
    const [first, second] = edit.ids.map((id) => this.#id(id));
    const rows = [...of.first.keys()].filter((row) => of.first[row] === first && of.second[row] === second);
    if (edit.type === 'write link') {
      this.links.set(edit.kind, { ...of, values: this.#written(of.values, rows, of.first.length, edit) });
    } else if (edit.type === 'move') {
      const keys = of.keys.slice();
      for (const row of rows) keys[row] = this.#number(edit.key);
      this.links.set(edit.kind, { ...of, keys });
    } else if (edit.type === 'point') {
      const ends = [of.first.slice(), of.second.slice()] as const;
      ends.forEach((column, end) => {
        for (const row of rows) column[row] = this.#id(edit.to[end]);
      });
      this.links.set(edit.kind, { ...of, first: ends[0], second: ends[1] });
    } else {
      const gone = new Set(rows.filter((row) => this.values[of.keys[row]] === edit.key));
      const without = (column: Int32Array, width = 1): Int32Array =>
        column.filter((_, at) => !gone.has(Math.floor(at / width)));
      const width = of.values.length / of.first.length;
      this.links.set(edit.kind, {
        first: without(of.first),
        second: without(of.second),
        positions: without(of.positions),
        keys: without(of.keys),
        values: without(of.values, width),
        read: of.read - gone.size,
        rejected: of.rejected,
      });
    }
  }

  #rowsOf({ ids }: ExtractedRecords, id: string): number[] {
    const number = this.#id(id);
    return [...ids.keys()].filter((row) => ids[row] === number);
  }

  #written(
    values: Int32Array,
    rows: readonly number[],
    length: number,
    { field, value }: { readonly field: number; readonly value: Value },
  ): Int32Array {
    const copy = values.slice();
    for (const row of rows) copy[(row * values.length) / length + field] = this.#number(value);
    return copy;
  }

  /** An id has one number, other values may have several. */
  #id(id: string): number {
    const known = this.ids.get(id) ?? this.#newIds.get(id);
    if (known !== undefined) return known;
    const number = this.#number(id);
    this.#newIds.set(id, number);
    return number;
  }

  #number(value: Value): number {
    return value === null ? blank : this.values.push(value) - 1;
  }
}

type Extract1<Type extends Edit['type']> = Edit & { readonly type: Type };

function with1(column: Int32Array, ...more: readonly number[]): Int32Array {
  const longer = new Int32Array(column.length + more.length);
  longer.set(column);
  longer.set(more, column.length);
  return longer;
}

/** What edits make of the values of a record. */
export function valuesAfter(
  edits: readonly Edit[],
  kind: string,
  id: string,
  before: readonly Value[],
): readonly Value[] {
  let values: Value[] | null = null;
  for (const edit of edits) {
    if (edit.type !== 'write' || edit.kind !== kind || edit.id !== id) continue;
    values ??= [...before];
    values[edit.field] = edit.value;
  }
  return values ?? before;
}

/** The values of a record that edits add; null where none does. */
export function addedValues(edits: readonly Edit[], kind: string, id: string): readonly Value[] | null {
  const added = edits.find((edit) => edit.type === 'add' && edit.kind === kind && edit.id === id);
  return added?.type === 'add' ? valuesAfter(edits, kind, id, added.values) : null;
}

/** What edits make of a link's own values and of the keys that name it. */
export function linkAfter(
  edits: readonly Edit[],
  kind: string,
  ids: Ids,
  before: { readonly values: readonly Value[]; readonly keys: readonly string[] },
): { readonly values: readonly Value[]; readonly keys: readonly string[] } {
  let { keys } = before;
  const values = [...before.values];
  for (const edit of edits) {
    if (edit.type === 'write' || edit.type === 'add' || edit.kind !== kind || linkId(edit.ids) !== linkId(ids))
      continue;
    if (edit.type === 'write link') values[edit.field] = edit.value;
    else if (edit.type === 'move') keys = [edit.key];
    else if (edit.type === 'link') keys = [...keys, edit.key];
    else if (edit.type === 'unlink') keys = keys.filter((key) => key !== edit.key);
  }
  return { keys, values };
}
