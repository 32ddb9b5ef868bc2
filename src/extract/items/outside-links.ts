import { recordKind, type LinkEnd, type LinkKind, type Pipeline } from '../../pipeline/pipeline.js';
import { nowhere, type Table } from '../../table/table.js';
import { leftOutBy, type SectionReading } from './section-reading.js';

type IsOutside = (row: number) => boolean;

/** What was read of each kind, and of each of its sections. */
export interface ReadKinds {
  readonly tables: ReadonlyMap<string, Table>;
  readonly parts: ReadonlyMap<string, readonly SectionReading[]>;
}

/** The links that name a record which the views of its kind leave out, and which no other entry brings. */
export function outsideLinks({ name, ends }: LinkKind, pipeline: Pipeline, read: ReadKinds): number[] {
  const links = read.tables.get(name);
  if (links === undefined || links.length === 0) return [];
  const tests = ends.flatMap(
    (end, side) =>
      (end.by === null ? byId(links, side as 0 | 1, end, read) : byField(links, side, end, end.by, pipeline, read)) ??
      [],
  );
  const outside: number[] = [];
  for (let row = 0; tests.length > 0 && row < links.length; row++) if (tests.some((is) => is(row))) outside.push(row);
  return outside;
}

/** Null if no record is left out that an end could name. */
function byId(links: Table, side: 0 | 1, { to }: LinkEnd, { tables, parts }: ReadKinds): IsOutside | null {
  const leftOut = (parts.get(to) ?? []).map((part) => part.leftOut).filter((table) => table.length > 0);
  if (leftOut.length === 0) return null;
  const left = leftOut.map((table) => table.rowsAt(links, side));
  const known = tables.get(to)?.rowsAt(links, side);
  return (row) => known?.[row] === nowhere && left.some((rows) => rows[row] !== nowhere);
}

function byField(
  links: Table,
  side: number,
  { to }: LinkEnd,
  by: string,
  pipeline: Pipeline,
  { tables, parts }: ReadKinds,
): IsOutside | null {
  const left = (parts.get(to) ?? []).map((part) => part.leftOutBy).filter(({ size }) => size > 0);
  if (left.length === 0) return null;
  const records = tables.get(to);
  const field = recordKind(pipeline, to).fields.findIndex(({ name }) => name === by);
  const known = new Set<unknown>();
  for (let row = 0; row < (records?.length ?? 0); row++) known.add(records?.at(row, field));
  return (row) => {
    const text = links.id(row, side);
    return !known.has(text) && left.some((texts) => texts.has(leftOutBy(by, text)));
  };
}
