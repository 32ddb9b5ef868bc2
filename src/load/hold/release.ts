import { guarded } from '../guarded.js';
import type { Database } from '../database.js';
import type { Store } from '../dialect.js';
import { areEnough, endAnswers, isSamePerson, standing, writeAnswer, type Answer } from './answers.js';
import { readHold, type StoredHold } from './stored-hold.js';

/** Which hold a person looked at. */
export interface SeenHold {
  readonly runId: string;
  /** As the hold has it. */
  readonly fingerprint: string;
}

export interface GivenAnswer {
  readonly at: Date;
  readonly by: string | null;
  readonly why: string | null;
}

/** The approvals of all that is held now. */
export function approvalsOf({ answers, fingerprint }: StoredHold): readonly Answer[] {
  return standing(answers, fingerprint);
}

/**
 * Whether all that is held now is approved for the next run. A run that finds less than was approved holds nothing, so
 * what is held has to be exactly what was approved.
 * @param needed by how many people
 */
export function isApproved(hold: StoredHold, needed: number): boolean {
  const by = approvalsOf(hold).map((answer) => answer.by);
  return areEnough(by, needed);
}

/** Whether a person has approved what is held now: they count once. */
export function hasApproved(hold: StoredHold, by: string | null): boolean {
  return approvalsOf(hold).some((answer) => isSamePerson(answer.by, by));
}

/** The latest word of somebody who wants it to stay held; null once somebody has approved it after that. */
export function keptBy({ answers }: StoredHold): Answer | null {
  return answers.find(({ what, ended }) => what === 'kept' && ended === null) ?? null;
}

/** The approvals that counted until that word. */
export function endedByKeeping({ answers }: StoredHold): readonly Answer[] {
  const kept = answers.findIndex(({ what, ended }) => what === 'kept' && ended === null);
  const before = answers.slice(0, Math.max(kept, 0));
  const since = before.findLastIndex(({ what }) => what === 'kept') + 1;
  return before.slice(since).filter(({ what, ended }) => what === 'approved' && ended === 'answered otherwise');
}

/**
 * Approves, once, what is held of a school: the next run whose held part is the same or smaller goes through, if as many
 * people have approved it as the pipeline asks for. What a person has approved before stays as it was.
 * @param seen the only hold that may be approved; without it, whatever is held
 * @returns the hold that there is, if any, with the approval, whether that was the one to approve, and whether the person
 *   had not approved it before
 * @throws DatabaseError
 */
export async function approveHeld(
  db: Database,
  school: string,
  given: GivenAnswer,
  seen?: SeenHold,
): Promise<{ readonly hold: StoredHold | null; readonly approved: boolean; readonly isNew: boolean }> {
  return guarded('Writing to table hold_answers', () =>
    db.forSchool(school, async (store) => {
      const hold = await readHold(store, school);
      if (hold === null || !isSeen(hold, seen)) return { hold, approved: false, isNew: false };
      const isNew = !hasApproved(hold, given.by);
      return { hold: await addApproval(store, school, hold, given), approved: true, isNew };
    }),
  );
}

/** The same within a transaction that has the school. @returns the hold with it */
export async function addApproval(
  store: Pick<Store, 'knex'>,
  school: string,
  hold: StoredHold,
  { at, by, why }: GivenAnswer,
): Promise<StoredHold | null> {
  if (hasApproved(hold, by)) return hold;
  const time = at.toISOString();
  await endAnswers(store, school, { ended: 'answered otherwise', at: time, what: 'kept' });
  await writeAnswer(store, school, { what: 'approved', fingerprint: hold.fingerprint, at: time, by, why });
  return readHold(store, school);
}

/**
 * Notes why what is held stays so: nobody's approval counts any longer.
 * @returns whether there is the hold that the person looked at
 * @throws DatabaseError
 */
export async function keepHeld(
  db: Database,
  school: string,
  { at, by, why }: GivenAnswer,
  seen: SeenHold,
): Promise<boolean> {
  return guarded('Writing to table hold_answers', () =>
    db.forSchool(school, async (store) => {
      const hold = await readHold(store, school);
      if (hold === null || !isSeen(hold, seen)) return false;
      const time = at.toISOString();
      await endAnswers(store, school, { ended: 'answered otherwise', at: time });
      await writeAnswer(store, school, { what: 'kept', fingerprint: hold.fingerprint, at: time, by, why });
      return true;
    }),
  );
}

/**
 * Takes back a person's approval that no run has used.
 * @returns the hold that had it; null if it had none
 * @throws DatabaseError
 */
export async function takeBackApproval(
  db: Database,
  school: string,
  { at, by }: Pick<GivenAnswer, 'at' | 'by'>,
): Promise<StoredHold | null> {
  return guarded('Writing to table hold_answers', () =>
    db.forSchool(school, async (store) => {
      const hold = await readHold(store, school);
      const own = hold === null ? [] : approvalsOf(hold).filter((answer) => isSamePerson(answer.by, by));
      const ending = { ended: 'taken back', at: at.toISOString(), what: 'approved' } as const;
      // A person may have been written otherwise at the command line.
      for (const answer of own) await endAnswers(store, school, { ...ending, by: answer.by });
      return own.length === 0 ? null : hold;
    }),
  );
}

/** Whether a hold is the one that a person looked at. */
export function isSeen({ runId, fingerprint }: StoredHold, seen?: SeenHold): boolean {
  return seen === undefined || (seen.runId === runId && seen.fingerprint === fingerprint);
}
