import { guarded } from '../guarded.js';
import type { Database } from '../database.js';
import { readHold, releaseHold, unreleaseHold, type StoredHold } from './stored-hold.js';

/** Which hold a person looked at. */
export interface SeenHold {
  readonly runId: string;
  /** As the hold has it. */
  readonly fingerprint: string;
}

export interface GivenApproval {
  readonly at: Date;
  readonly by: string | null;
  readonly why: string | null;
}

/**
 * Whether all that is held now is approved for the next run. A run that finds less than was approved holds nothing, so
 * what is held has to be exactly what was approved.
 */
export function isApproved({ fingerprint, released }: StoredHold): boolean {
  return fingerprint === released;
}

/**
 * Approves, once, what is held of a school: the next run whose held part is the same or smaller goes through.
 * @param seen the only hold that may be approved; without it, whatever is held
 * @returns the hold that there is, if any, and whether that was approved
 * @throws DatabaseError
 */
export async function approveHeld(
  db: Database,
  school: string,
  { at, by, why }: GivenApproval,
  seen?: SeenHold,
): Promise<{ readonly hold: StoredHold | null; readonly approved: boolean }> {
  return guarded('Writing to table holds', () =>
    db.forSchool(school, async (store) => {
      const hold = await readHold(store, school);
      const isMeant =
        hold !== null && (seen === undefined || (seen.runId === hold.runId && seen.fingerprint === hold.fingerprint));
      if (isMeant) await releaseHold(store, school, hold, { at: at.toISOString(), by, why });
      return { hold, approved: isMeant };
    }),
  );
}

/**
 * Takes back an approval of a school that no run has used.
 * @returns the hold that had an approval; null if it had none
 * @throws DatabaseError
 */
export async function takeBackApproval(db: Database, school: string): Promise<StoredHold | null> {
  return guarded('Writing to table holds', () =>
    db.forSchool(school, async (store) => {
      const hold = await readHold(store, school);
      if (hold === null || hold.released === null) return null;
      await unreleaseHold(store, school, hold);
      return hold;
    }),
  );
}
