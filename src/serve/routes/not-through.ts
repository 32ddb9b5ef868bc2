import {
  listDoubtedChoices,
  listFindingGroups,
  listFoundRecords,
  readFindingGroup,
  type DoubtedChoice,
  type FindingGroup,
} from '../../browse/finding-groups.js';
import { readLastRunSums } from '../../load/runs/last-run.js';
import { readsTheSame } from '../../report/findings/corrections.js';
import { keysOfSchool } from '../../report/findings/of-last-run.js';
import { addresses } from '../addresses.js';
import { FoundPage } from '../pages/found.js';
import { NotThroughPage } from '../pages/not-through.js';
import { lookUpsFor, namesFor } from '../names-for.js';
import { partOf } from '../parts.js';
import { ofSchool } from '../place.js';
import { readFindingKey } from '../asked.js';
import { schoolPage } from './school-page.js';
import type { Store } from '../../load/dialect.js';
import type { Route, Visit } from '../route.js';

/** The warnings of what a choice of the school read. */
async function readDoubted(
  store: Store,
  { configuration }: Visit,
  school: string,
  groups: readonly FindingGroup[],
): Promise<readonly DoubtedChoice[]> {
  const hasChoices = groups.some(({ among, causeKind }) => among === 'choices' && causeKind === null);
  const hasWarnings = groups.some(({ severity, fix }) => severity === 'warning' && fix !== null);
  if (!hasChoices || !hasWarnings) return [];
  const keys = keysOfSchool(configuration, school);
  const pairs = await listDoubtedChoices(store, school);
  return pairs.filter(({ kind, warning, choice }) => readsTheSame(keys, kind, [warning, choice]));
}

export const notThrough: readonly Route[] = [
  schoolPage('/schools/:school/not-coming-through', addresses.notThrough, async ({ store, school, place }, visit) => {
    const run = await readLastRunSums(store, school);
    const groups = run === null ? [] : await listFindingGroups(store, school);
    const doubted = await readDoubted(store, visit, school, groups);
    const token = lookUpsFor(visit) === null ? null : visit.token();
    return { page: NotThroughPage({ place, run, groups, doubted, token }) };
  }),
  {
    method: 'GET',
    path: '/schools/:school/not-coming-through/records',
    needs: 'viewer',
    answer: async (visit) => {
      const key = readFindingKey(visit.query);
      const read = await visit.db.readingBriefly(async (store) => {
        const found = await ofSchool(store, visit);
        if (found === null) return null;
        const { school } = found.line;
        const group = await readFindingGroup(store, school, key);
        if (group === null) return null;
        const { page, pages, part } = partOf(visit.query.page(), group.count);
        const records = await listFoundRecords(store, school, key, part);
        return { place: { ...found.place, at: addresses.notThrough(school) }, group, records, page, pages };
      });
      if (read === null) return null;
      const detail = `names of ${key.rule}, part ${String(read.page)}`;
      const kind = key.kind === null ? {} : { kind: key.kind };
      const names = await namesFor(visit, { ...kind, detail });
      return { page: FoundPage({ ...read, names, mayShowNames: lookUpsFor(visit) !== null }) };
    },
  },
];
