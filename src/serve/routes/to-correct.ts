import { Readable } from 'node:stream';
import { readRecordsById } from '../../browse/records-by-id.js';
import type { Store } from '../../load/dialect.js';
import { recordKind, type Pipeline } from '../../pipeline/pipeline.js';
import type { Format } from '../../report/format.js';
import { csv } from '../../report/findings/csv.js';
import { mailFrom } from '../../report/findings/mail.js';
import { namesNeeded } from '../../report/findings/names.js';
import type { FindingsReport, ReportedSchool } from '../../report/findings/report.js';
import { reportLastRun } from '../../report/findings/of-last-run.js';
import { addresses } from '../addresses.js';
import { fileName } from '../file-name.js';
import { lookUpsFor, namesFor, type ShownNames } from '../names-for.js';
import type { KeptValues } from '../pages/duplicates.js';
import { ToCorrectPage } from '../pages/to-correct.js';
import { ofSchool } from '../place.js';
import { lastRunInWords } from '../time.js';
import { plain } from '../../words/phrase.js';
import type { Route, Visit } from '../route.js';

/** The page shows this many of each kind of correction, unless all are asked for, as for paper. A pair is a table. */
const mostShown = { records: 8, pairs: 3 };
const allShown = { records: Infinity, pairs: Infinity };

export const toCorrect: readonly Route[] = [
  {
    method: 'GET',
    path: '/schools/:school/to-correct',
    needs: 'viewer',
    answer: async (visit) => {
      const names = await namesFor(visit, { detail: 'names of what to correct' });
      const most = visit.query.isYes('all') ? allShown : mostShown;
      return visit.db.readingBriefly(async (store) => {
        const found = await ofSchool(store, visit);
        if (found === null) return null;
        const { school } = found.line;
        const report = await reported(store, visit, school, names);
        const kept = await readKept(store, visit.pipeline, school, report.duplicates.slice(0, most.pairs));
        const place = { ...found.place, at: addresses.toCorrect(school) };
        const mayShowNames = lookUpsFor(visit) !== null;
        return { page: ToCorrectPage({ place, report, kept, most, names, mayShowNames }) };
      });
    },
  },
  written('csv', () => csv, 'text/csv; charset=utf-8'),
  written('txt', mailOnPages, 'text/plain; charset=utf-8'),
];

/** Who pastes it into an email gives no extract, and reads days as the pages say them. */
function mailOnPages({ timezone }: Pipeline): Format<FindingsReport> {
  return mailFrom(({ at, held = false }) => plain(lastRunInWords({ at, timezone, held })));
}

/** The same as a file. */
function written(ending: string, format: (pipeline: Pipeline) => Format<FindingsReport>, type: string): Route {
  return {
    method: 'GET',
    path: `/schools/:school/to-correct.${ending}`,
    needs: 'viewer',
    answer: async (visit) => {
      visit.query.leave('all');
      const names = await namesFor(visit, { detail: `names in to-correct.${ending}` });
      return visit.db.readingBriefly(async (store) => {
        const found = await ofSchool(store, visit);
        if (found === null) return null;
        const report = await reported(store, visit, found.line.school, names);
        const text = format(visit.pipeline).write({ schools: [report], pipeline: visit.pipeline });
        const name = `${fileName('To correct', found.line, visit)}.${ending}`;
        return { download: Readable.from([text]), name, type };
      });
    },
  };
}

async function reported(
  store: Store,
  { configuration, pipeline }: Visit,
  school: string,
  { names }: ShownNames,
): Promise<ReportedSchool> {
  const report = await reportLastRun(store, configuration, school);
  return names === null ? report : { ...report, names: namesNeeded(pipeline, report, names) };
}

/** The stored values of likely duplicates, who come through, and of the records linked to them. */
async function readKept(
  store: Store,
  pipeline: Pipeline,
  school: string,
  pairs: ReportedSchool['duplicates'],
): Promise<KeptValues> {
  const ids = new Map<string, Set<string>>();
  const need = (kind: string, some: readonly string[]): void => {
    const all = ids.get(kind) ?? new Set<string>();
    for (const id of some) all.add(id);
    ids.set(kind, all);
  };
  for (const { kind, ids: both, linked } of pairs) {
    need(kind, both);
    for (const [other, some] of Object.entries(linked)) need(other, some.flat());
  }
  const kept = new Map<string, ReadonlyMap<string, readonly (string | null)[]>>();
  for (const [kind, some] of ids) {
    kept.set(kind, await readRecordsById(store, school, recordKind(pipeline, kind), [...some]));
  }
  return kept;
}
