import { linkId, linkIdsIn } from '../extract/link-ids.js';
import type { ExtractFinding } from '../extract/extract.js';
import type { LinkKind, RecordKind } from '../pipeline/pipeline.js';
import { nowhere, type Table } from '../table/table.js';

/** In place of a row, if several have the same text. */
const several = -2;

/** The records of a kind by the text of a field, as the ends of some links name them. */
export class RecordsBy {
  readonly #rowOf = new Map<string, number>();

  constructor(
    private readonly rows: Table,
    field: number,
  ) {
    for (let row = 0; row < rows.length; row++) {
      const text = rows.at(row, field);
      if (typeof text === 'string') this.#rowOf.set(text, this.#rowOf.has(text) ? several : row);
    }
  }

  /** The id of the record that has a text; null if none or more than one has. */
  idOf(text: string): string | null {
    const row = this.#rowOf.get(text) ?? nowhere;
    return row < 0 ? null : this.rows.id(row);
  }

  /** Whether more than one record has a text. */
  isAmbiguous(text: string): boolean {
    return this.#rowOf.get(text) === several;
  }
}

/** For each end of links: null if it names records by their ids. */
export type NamedBy = readonly [RecordsBy | null, RecordsBy | null];

const byIds: NamedBy = [null, null];

/** @param records those at each end */
export function namedBy(
  { ends }: LinkKind,
  records: readonly { readonly kind: RecordKind; readonly rows: Table }[],
): NamedBy {
  if (ends.every(({ by }) => by === null)) return byIds;
  const [first, second] = ends.map(({ by }, side) => {
    const { kind, rows } = records[side];
    return by === null
      ? null
      : new RecordsBy(
          rows,
          kind.fields.findIndex(({ name }) => name === by),
        );
  });
  return [first, second];
}

/**
 * Puts ids in place of the texts by which links name records. A text that no record has, or several have, joins with
 * nothing, even if it is the id of some record.
 */
export function putIds(links: Table, by: NamedBy): void {
  by.forEach((records, side) => {
    if (records === null) return;
    const unknown = new Map<string, number[]>();
    for (let row = 0; row < links.length; row++) {
      const text = links.id(row, side);
      const id = records.idOf(text);
      if (id !== null) links.putId(row, side, id);
      else addTo(unknown, text, row);
    }
    for (const rows of unknown.values()) links.unjoin(rows, side);
  });
}

/** What was found while a link was read, with the ids of the records that it names. */
export function withIds<Found extends Pick<ExtractFinding, 'kind' | 'recordId'>>(
  finding: Found,
  links: readonly { readonly kind: LinkKind; readonly by: NamedBy }[],
): Found {
  if (finding.recordId === null) return finding;
  const by = links.find(({ kind }) => kind.name === finding.kind)?.by;
  if (by === undefined || by.every((one) => one === null)) return finding;
  const [first, second] = linkIdsIn(finding.recordId).map((text, side) => by[side]?.idOf(text) ?? text);
  return { ...finding, recordId: linkId([first, second]) };
}

function addTo(all: Map<string, number[]>, text: string, row: number): void {
  const known = all.get(text);
  if (known === undefined) all.set(text, [row]);
  else known.push(row);
}
