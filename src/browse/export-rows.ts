import type { Part } from './part.js';
import type { Store } from '../load/dialect.js';
import type { Stored } from '../load/tables/tables.js';
import type { BesideShows, LinkKind, Pipeline, RecordKind } from '../pipeline/pipeline.js';
import { besideColumns, readBeside, type Linked, type LinkedOnes } from './beside.js';
import { shownColumns } from './columns.js';
import { linkColumns, listLinks } from './list-links.js';
import { everything, listRecords, type Listing } from './list-records.js';

const rowsAtATime = 1000;

/**
 * What an export has: a heading for each column, and rows in parts, so a large school is never completely in memory.
 */
export interface ExportedRows {
  readonly columns: readonly { readonly name: string; readonly label: string }[];
  readonly parts: AsyncIterable<readonly (readonly Stored[])[]>;
}

/** All that comes through of a kind, as the Data pages show it: without ids. */
export function exportRows(
  store: Store,
  pipeline: Pipeline,
  school: string,
  kind: RecordKind | LinkKind,
  listing: Listing = everything,
): ExportedRows {
  if (kind.type === 'link')
    return {
      columns: linkColumns(pipeline, kind),
      parts: inParts((part) => listLinks(store, pipeline, school, kind, part)),
    };
  const beside = besideColumns(pipeline, kind);
  const values = async (part: Part): Promise<(readonly Stored[])[]> => {
    const records = await listRecords(store, school, kind, listing, part, beside);
    const ids = records.map(({ id }) => id);
    const linked: Linked[] = [];
    for (const column of beside) linked.push(await readBeside(store, school, column, ids));
    return records.map(({ id, values }) => [
      ...values,
      ...beside.map(({ shows }, at) => exportedOf(shows, linked[at]?.get(id))),
    ]);
  };
  return { columns: [...shownColumns(kind), ...beside], parts: inParts(values) };
}

function exportedOf(shows: BesideShows, linked: LinkedOnes | undefined): Stored {
  if (shows === 'count') return linked?.count ?? 0;
  return linked?.named.map(({ name }) => name).join(', ') ?? null;
}

async function* inParts<T>(read: (part: Part) => Promise<T[]>): AsyncGenerator<T[]> {
  for (let offset = 0; ; offset += rowsAtATime) {
    const rows = await read({ offset, limit: rowsAtATime });
    if (rows.length > 0) yield rows;
    if (rows.length < rowsAtATime) return;
  }
}
