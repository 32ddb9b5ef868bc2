import { Readable } from 'node:stream';
import { shownColumns } from '../../browse/columns.js';
import { besideColumns, choicesBeside, readBeside } from '../../browse/beside.js';
import { exportRows } from '../../browse/export-rows.js';
import { isNarrowed, countRecords, listRecords, type Listing } from '../../browse/list-records.js';
import { choicesOfFilters } from '../../browse/values-of.js';
import type { Stored } from '../../load/tables/tables.js';
import type { RecordKind } from '../../pipeline/pipeline.js';
import { csv } from '../../report/writers/csv.js';
import { TooManyRowsError, xlsx } from '../../report/writers/xlsx.js';
import { readHidden } from '../hidden-columns.js';
import { readJustSaved } from '../just-saved.js';
import { NoticePage, notices } from '../pages/notice.js';
import { RecordsPage } from '../pages/records.js';
import { partOf } from '../parts.js';
import { fileName } from '../file-name.js';
import { ofKind } from '../place.js';
import { readListing } from '../asked.js';
import type { Route, Visit } from '../route.js';
import { may } from '../visitor.js';

export const lists: readonly Route[] = [
  {
    method: 'GET',
    path: '/schools/:school/:kind',
    needs: 'viewer',
    answer: (visit) =>
      visit.db.readingBriefly(async (store) => {
        const found = await ofKind(store, visit);
        if (found === null) return null;
        const { line, kind, place } = found;
        const { listing, page: number } = readListing(visit.pipeline, kind, visit.query);
        const columns = besideColumns(visit.pipeline, kind);
        const total = await countRecords(store, line.school, kind, listing, columns);
        const { page, pages, part } = partOf(number, total);
        const records = await listRecords(store, line.school, kind, listing, part, columns);
        const ids = records.map(({ id }) => id);
        const beside = [];
        for (const column of columns)
          beside.push({
            column,
            linked: await readBeside(store, line.school, column, ids),
            choices: await choicesBeside(store, line.school, column),
          });
        const names = [...shownColumns(kind), ...columns].map(({ name }) => name);
        const { hidden, keep } = readHidden(visit, kind.name, names);
        const choices = await choicesOfFilters(store, line.school, kind);
        const token = may(visit.visitor, 'editor') ? visit.token() : null;
        const justSaved = readJustSaved(visit, place.at);
        const shown = { listing, records, total, page, pages, choices, beside, hidden };
        return {
          page: RecordsPage({ place, ...shown, token, justSaved }),
          ...(keep === null ? {} : { keep }),
          ...(justSaved === null ? {} : { saved: null }),
        };
      }),
  },
  exportAs('csv', 'text/csv; charset=utf-8', ({ columns, parts }) =>
    Promise.resolve(Readable.from(csv(columns, parts))),
  ),
  exportAs('xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', ({ label, columns, parts }) =>
    xlsx({ name: label, heading: columns, rows: parts.flat() }),
  ),
];

interface Exported {
  readonly label: string;
  /** The headings. */
  readonly columns: readonly string[];
  /** The rows, in pieces that are each written at once. */
  readonly parts: readonly (readonly (readonly Stored[])[])[];
}

/** The list as a file; read whole before it is sent: a slow reader would keep a connection, or get the rows of two nights. */
function exportAs(ending: string, type: string, written: (of: Exported) => Promise<Readable>): Route {
  return {
    method: 'GET',
    path: `/schools/:school/:kind/export.${ending}`,
    needs: 'viewer',
    answer: async (visit) => {
      const found = await visit.db.readingBriefly((store) => ofKind(store, visit));
      if (found === null) return null;
      const { line, kind } = found;
      visit.query.leave('columns');
      const { listing } = readListing(visit.pipeline, kind, visit.query);
      const read = await exported(visit, line.school, kind, listing);
      await visit.note({ what: 'export', school: line.school, kind: kind.name });
      try {
        const download = await written({ label: kind.label, ...read });
        const what = isNarrowed(listing) ? `Some ${kind.label.toLowerCase()}` : kind.label;
        return { download, name: `${fileName(what, line, visit)}.${ending}`, type };
      } catch (error) {
        if (!(error instanceof TooManyRowsError)) throw error;
        return { page: NoticePage(visit, notices.tooManyRows), status: 400 };
      }
    },
  };
}

async function exported(
  { db, pipeline }: Visit,
  school: string,
  kind: RecordKind,
  listing: Listing,
): Promise<Omit<Exported, 'label'>> {
  return db.reading(async (store) => {
    const { columns, parts } = exportRows(store, pipeline, school, kind, listing);
    const read = [];
    for await (const part of parts) read.push(part);
    return { columns: columns.map(({ label }) => label), parts: read };
  });
}
