import { countRunChanges, listRunChanges } from '../../browse/run-changes.js';
import { readNames } from '../../browse/names-of.js';
import {
  countSchoolRuns,
  listSchoolRuns,
  readSchoolRun,
  schoolRunsSince,
  wasLoadedBefore,
} from '../../browse/school-runs.js';
import { readRun } from '../../browse/runs.js';
import { readHold } from '../../load/hold/stored-hold.js';
import { kindsOf } from '../../pipeline/pipeline.js';
import { addresses } from '../addresses.js';
import { daysOfRuns, shownSince } from '../days-of-runs.js';
import { RunsPage } from '../pages/runs.js';
import { changeKinds } from '../changes-in-words.js';
import { SchoolRunPage } from '../pages/school-run.js';
import { partOf } from '../parts.js';
import { textOf } from '../requests.js';
import { schoolPage } from './school-page.js';
import type { Route } from '../route.js';

export const runs: readonly Route[] = [
  schoolPage('/schools/:school/runs', addresses.runs, async ({ store, school, line, place }, visit) => {
    const { timezone } = visit.pipeline;
    const now = visit.now();
    const { page, pages, part } = partOf(visit.query.page(), await countSchoolRuns(store, school));
    const lately = await schoolRunsSince(store, school, shownSince(now));
    const hold = await readHold(store, school);
    return {
      page: RunsPage({
        ...{ place, line },
        days: daysOfRuns(lately, { idOf: ({ runId }) => runId, timezone, now }),
        // The newest are read already.
        runs:
          page === 1 && lately.length >= part.limit
            ? lately.slice(-part.limit).reverse()
            : await listSchoolRuns(store, school, part),
        ...{ page, pages, hold },
      }),
    };
  }),
  schoolPage('/schools/:school/runs/:run', addresses.runs, async ({ store, school, place }, visit) => {
    const { pipeline, query } = visit;
    const run = textOf(visit.params.run);
    const met = await readSchoolRun(store, school, run);
    const [first] = met;
    if (first === undefined) return null;
    const of = { school, run };
    const counted = await countRunChanges(store, pipeline, of);
    const kinds = kindsOf(pipeline).map(({ name }) => name);
    const asked = { kind: query.oneOf('kind', kinds), change: query.oneOf('change', changeKinds) };
    const total = counted
      .filter(({ kind, change }) => kind === (asked.kind ?? kind) && change === (asked.change ?? change))
      .reduce((sum, { count }) => sum + count, 0);
    const { page, pages, part } = partOf(query.page(), total);
    const changes = await listRunChanges(store, pipeline, of, asked, part);
    return {
      page: SchoolRunPage({
        place,
        whole: await readRun(store, visit.visitor.schools, run),
        hold: await readHold(store, school),
        wasLoadedBefore: await wasLoadedBefore(store, school, run),
        names: await readNames(store, pipeline, school, changes),
        ...{ first, met, counted, asked, changes, total, page, pages },
      }),
    };
  }),
];
