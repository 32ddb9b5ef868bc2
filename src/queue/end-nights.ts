import type { Database } from '../load/database.js';
import { changeEnding, endOnce, openNights, type EnqueuedNight } from '../load/runs/enqueued-nights.js';
import { emptyOutcomes, giveUp, isAnyOpen, partsOf } from '../load/runs/parts.js';
import { noteSchoolRuns } from '../load/runs/runs.js';
import type { SchoolFault } from '../load/runs/school-fault.js';
import type { Configuration } from '../pipeline/configuration.js';
import { loadShared } from '../run/loading.js';
import type { SchoolReport } from '../run/run-result.js';
import type { Ending } from '../run/work.js';
import type { Engine } from './engine.js';
import { nightSoFar } from './night-so-far.js';
import { runTermsOf, termsOf } from './night-terms.js';

/** What is kept of a night's end, for those who report on it. */
export type NightEnding = Ending & {
  readonly isInterrupted: boolean;
  /** Whether all who are to be told how it ended could be; missing until that was tried. */
  readonly isTold?: boolean;
};

export interface EndingNights {
  readonly configuration: Configuration;
  readonly now: () => Date;
  readonly trouble: (message: string) => void;
}

export function endingOf({ ending }: Pick<EnqueuedNight, 'ending'>): NightEnding | null {
  return ending === null ? null : (JSON.parse(ending) as NightEnding);
}

/** For whoever waits for the night, and ends as a run does. */
export async function noteTold(db: Database, { id, ending }: EndedNight, isTold: boolean): Promise<void> {
  await changeEnding(db.knex, id, JSON.stringify({ ...ending, isTold } satisfies NightEnding));
}

export interface EndedNight {
  readonly id: string;
  /** Whether it brought all that its feed brings: those who want to hear of nights hear of no other. */
  readonly isWhole: boolean;
  readonly schools: readonly SchoolReport[];
  readonly ending: NightEnding;
  /** From when it was enqueued. */
  readonly seconds: number;
}

/** Ends the nights of which every part is done. */
export async function endNights(db: Database, on: EndingNights): Promise<EndedNight[]> {
  const ended: EndedNight[] = [];
  for (const night of await openNights(db.knex)) {
    if (await isAnyOpen(db.knex, night.id)) continue;
    const made: Awaited<ReturnType<typeof end>>[] = [];
    const isEnded = await endOnce(db, night, async () => {
      const one = await end(db, night, on);
      made.push(one);
      return JSON.stringify(one.ending);
    });
    const last = made.at(-1);
    if (!isEnded || last === undefined) continue;
    const { schools, looks, cancelled } = termsOf(night);
    const isWhole = schools.length === 0 && looks !== false && cancelled !== true;
    const seconds = (on.now().getTime() - Date.parse(night.startedAt)) / 1000;
    ended.push({ id: night.id, isWhole, seconds, ...last });
  }
  return ended;
}

/** What a run does at its end: it looks which schools did not arrive, and purges. */
async function end(
  db: Database,
  night: EnqueuedNight,
  on: EndingNights,
): Promise<Pick<EndedNight, 'schools' | 'ending'>> {
  const terms = termsOf(night);
  const isInterrupted = terms.cancelled === true;
  const { schools, met } = await nightSoFar(db, night);
  const begun = { started: night, wereLoaded: terms.wereLoaded };
  const loading = loadShared(db, runTermsOf(terms, on), begun, on);
  const ending = await loading.end({ inputs: [], schools, met, isInterrupted });
  await emptyOutcomes(db.knex, on.now());
  return { schools, ending: { ...ending, isWell: ending.isWell && !isInterrupted, isInterrupted } };
}

const jobGone =
  'Its job is no longer in the queue: it was removed there, or waited for more than two weeks. Enqueue it again. No table was touched.';

/**
 * Gives up the parts whose jobs are gone, which nobody will ever take.
 * @returns the nights that had such parts
 */
export async function giveUpLost(db: Database, engine: Engine): Promise<string[]> {
  const nights: string[] = [];
  for (const night of await openNights(db.knex)) {
    const parts = await partsOf(db.knex, night.id, ['waiting', 'active']);
    const alive = await engine.alive(parts.map(({ job }) => job));
    const gone = parts.filter(({ job }) => !alive.has(job));
    if (gone.length === 0) continue;
    const given = new Set(
      await giveUp(
        db.knex,
        night.id,
        { waiting: jobGone, active: jobGone },
        gone.map(({ job }) => job),
      ),
    );
    const lost = gone.filter(({ job }) => given.has(job));
    const fault: SchoolFault = { code: 'job-gone' };
    const counts = { sections: {}, changes: {}, fault };
    const runs = lost.map(({ school, document }) => ({
      ...{ school, run: night, document, status: 'failed', counts, reason: jobGone },
    }));
    await noteSchoolRuns(db, runs);
    if (lost.length > 0) nights.push(night.id);
  }
  return nights;
}
