import { readBadRuns, readUnseenRuns } from '../../browse/needing-schools.js';
import type { SchoolLine } from '../../browse/school-list.js';
import type { Store } from '../../load/dialect.js';
import type { StoredHold } from '../../load/hold/stored-hold.js';
import { shownSince } from '../days-of-runs.js';
import { differencesOf } from '../differences.js';
import type { NeedingSchool } from '../needing.js';
import type { Visit } from '../route.js';

/** What is to be said of schools that need somebody. */
export async function needingSchools(
  store: Store,
  { configuration, now }: Pick<Visit, 'configuration' | 'now'>,
  lines: readonly SchoolLine[],
  holds: ReadonlyMap<string, StoredHold>,
): Promise<NeedingSchool[]> {
  const from = shownSince(now());
  const unseen = lines.filter(({ isUnseen }) => isUnseen);
  const bad = await readBadRuns(
    store,
    lines.filter(({ isUnseen }) => !isUnseen),
  );
  const missed = await readUnseenRuns(
    store,
    unseen.map(({ school }) => school),
    from,
  );
  return lines.map((line) => {
    const { school, isUnseen, lastRun } = line;
    return {
      line,
      runs: (isUnseen ? missed : bad).get(school) ?? [],
      mayBeOlder: isUnseen && lastRun < from,
      hold: holds.get(school) ?? null,
      isOwnFileFaulty: (differencesOf(configuration, school)?.reason ?? null) !== null,
    };
  });
}
