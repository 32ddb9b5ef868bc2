import { Readable } from 'node:stream';
import { shownColumns } from '../../browse/columns.js';
import { exportRows } from '../../browse/export-rows.js';
import { countRecords, listRecords, valuesOf, type Listing } from '../../browse/list-records.js';
import type { RecordKind } from '../../pipeline/pipeline.js';
import { csv } from '../../report/writers/csv.js';
import { RecordsPage } from '../pages/records.js';
import { partOf } from '../parts.js';
import { fileName } from '../file-name.js';
import { ofKind } from '../place.js';
import { readListing, savedOf } from '../requests.js';
import type { Route, Visit } from '../route.js';
import { may } from '../visitor.js';

export const lists: readonly Route[] = [
  {
    method: 'GET',
    path: '/schools/:school/:kind',
    needs: 'viewer',
    answer: (visit) =>
      visit.db.reading(async (store) => {
        const found = await ofKind(store, visit);
        if (found === null) return null;
        const { line, kind, place } = found;
        const { listing, page: number } = readListing(kind, visit.query);
        const total = await countRecords(store, line.school, kind, listing);
        const { page, pages, part } = partOf(number, total);
        const records = await listRecords(store, line.school, kind, listing, part);
        const choices = [];
        for (const field of kind.filters) {
          const column = shownColumns(kind).find(({ name }) => name === field);
          if (column !== undefined) choices.push({ column, values: await valuesOf(store, line.school, kind, field) });
        }
        const token = may(visit.visitor, 'editor') ? visit.token() : null;
        const saved = savedOf(visit.query);
        return { page: RecordsPage({ place, listing, records, total, page, pages, choices, token, saved }) };
      }),
  },
  {
    method: 'GET',
    path: '/schools/:school/:kind/export.csv',
    needs: 'viewer',
    answer: async (visit) => {
      const found = await visit.db.reading((store) => ofKind(store, visit));
      if (found === null) return null;
      const { line, kind } = found;
      const { listing } = readListing(kind, visit.query);
      const text = await exported(visit, line.school, kind, listing);
      await visit.note({ what: 'export', school: line.school, kind: kind.name });
      return {
        download: Readable.from(text),
        name: `${fileName(kind.label, line, visit)}.csv`,
        type: 'text/csv; charset=utf-8',
      };
    },
  },
];

/** Read whole before it is sent: a slow reader would keep the database's one connection, or get the rows of two nights. */
async function exported(
  { db, pipeline }: Visit,
  school: string,
  kind: RecordKind,
  listing: Listing,
): Promise<AsyncGenerator<string>> {
  return db.reading(async (store) => {
    const { columns, parts } = exportRows(store, pipeline, school, kind, listing);
    const rows = [];
    for await (const part of parts) rows.push(part);
    return csv(
      columns.map(({ label }) => label),
      rows,
    );
  });
}
