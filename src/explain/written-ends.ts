import type { LinkIds } from '../extract/link-ids.js';
import type { LinkEnd, LinkKind, Pipeline } from '../pipeline/pipeline.js';
import type { Table } from '../table/table.js';
import type { Tables } from '../table/tables.js';
import type { Value } from '../table/value.js';
import { fieldIndex } from '../decide/facts.js';

/** What names nothing: a record without a value cannot be named by it. */
const nothing = '';

/** How an extract writes the ends of links: as ids, or as another field of the records there. */
export class WrittenEnds {
  readonly #named: ReadonlyMap<string, LinkKind>;

  constructor(
    private readonly pipeline: Pipeline,
    private readonly tables: Tables,
  ) {
    this.#named = new Map(
      pipeline.links.filter(({ ends }) => ends.some(({ by }) => by !== null)).map((link) => [link.name, link]),
    );
  }

  /** The rows of links that join the records with these ids. */
  rowsOf(kind: string, ids: LinkIds): Int32Array {
    const table = this.tables.of(kind);
    const link = this.#named.get(kind);
    if (link === undefined) return table.rowsWith(ids);
    const [first, second] = link.ends.map((end) => this.#textsOf(end));
    const joins = (row: number, end: 0 | 1, texts: Texts | null): boolean => {
      const text = table.id(row, end);
      return (texts?.idOf.get(text) ?? text) === ids[end];
    };
    const rows = Int32Array.from({ length: table.length }, (_, row) => row);
    return rows.filter((row) => joins(row, 0, first) && joins(row, 1, second));
  }

  /** What a link between the records with these ids has at its ends. */
  idsOf(kind: string, ids: LinkIds): LinkIds {
    const link = this.#named.get(kind);
    if (link === undefined) return ids;
    const [first, second] = link.ends.map((end, side) => {
      const texts = this.#textsOf(end);
      return texts === null ? ids[side] : (texts.textOf.get(ids[side]) ?? nothing);
    });
    return [first, second];
  }

  /** The values of a record that is made up: links can only name it by a field that is not blank. */
  valuesOf(kind: string, id: string, values: readonly Value[]): readonly Value[] {
    const named = [...this.#named.values()].flatMap(({ ends }) => ends.filter(({ to }) => to === kind));
    if (named.length === 0) return values;
    const filled = [...values];
    for (const end of named) if (end.by !== null) filled[this.#fieldOf(end, end.by)] ??= id;
    return filled;
  }

  #textsOf(end: LinkEnd): Texts | null {
    return end.by === null ? null : textsOf(this.tables.of(end.to), this.#fieldOf(end, end.by));
  }

  #fieldOf({ to }: LinkEnd, by: string): number {
    const fields = this.pipeline.records.find(({ name }) => name === to)?.fields ?? [];
    return fieldIndex(fields, by, to);
  }
}

interface Texts {
  readonly textOf: ReadonlyMap<string, string>;
  /** Null for a text that several have. */
  readonly idOf: ReadonlyMap<string, string | null>;
}

function textsOf(rows: Table, field: number): Texts {
  const textOf = new Map<string, string>();
  const idOf = new Map<string, string | null>();
  for (let row = 0; row < rows.length; row++) {
    const id = rows.id(row);
    const text = rows.at(row, field);
    // The first value of a repeated id stays.
    if (typeof text !== 'string' || textOf.has(id)) continue;
    textOf.set(id, text);
    idOf.set(text, idOf.has(text) ? null : id);
  }
  return { textOf, idOf };
}
