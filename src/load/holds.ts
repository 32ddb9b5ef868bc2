import { createHash } from 'node:crypto';
import { guarded } from './database-error.js';
import type { Store } from './dialect.js';
import type { HeldItem } from './hold.js';

/** What is written down of a school's latest hold, until the school is loaded again. */
export interface StoredHold {
  readonly runId: string;
  /** ISO 8601 with milliseconds. */
  readonly heldAt: string;
  readonly reason: string;
  readonly part: readonly HeldItem[];
  /** Of the part, by which one sees whether what is held is still what it was. */
  readonly fingerprint: string;
  /** What a person approved, for one run; null where nobody did. */
  readonly released: readonly HeldItem[] | null;
  readonly approval: Approval | null;
}

/** A person's word that what is held is right. */
export interface Approval {
  /** ISO 8601 with milliseconds. */
  readonly at: string;
  /** Null where it was somebody without an account, or at the command line. */
  readonly by: string | null;
  readonly why: string | null;
}

interface HoldRow {
  readonly school_id: string;
  readonly run_id: string;
  readonly held_at: string;
  readonly reason: string;
  readonly part: string;
  readonly released_at: string | null;
  readonly released_part: string | null;
  /** Absent in a database that an earlier version made. */
  readonly released_by?: string | null;
  readonly released_why?: string | null;
}

export async function readHold({ knex }: Pick<Store, 'knex'>, school: string): Promise<StoredHold | null> {
  const row = await guarded('Reading table holds', () => knex<HoldRow>('holds').where({ school_id: school }).first());
  if (row === undefined) return null;
  const { run_id: runId, held_at: heldAt, reason, part, released_part: released } = row;
  const { released_at: at, released_by: by = null, released_why: why = null } = row;
  return {
    runId,
    heldAt,
    reason,
    part: JSON.parse(part) as HeldItem[],
    fingerprint: createHash('sha256').update(part).digest('hex'),
    released: released === null ? null : (JSON.parse(released) as HeldItem[]),
    approval: at === null ? null : { at, by, why },
  };
}

/** Notes a hold in the place of the one before; what was approved of that one stays approved. */
export async function writeHold(
  { knex }: Store,
  school: string,
  { runId, heldAt, reason, part }: Omit<StoredHold, 'fingerprint' | 'released' | 'approval'>,
): Promise<void> {
  const row = { run_id: runId, held_at: heldAt, reason, part: JSON.stringify(part) };
  await guarded('Writing to table holds', () =>
    knex('holds')
      .insert({ school_id: school, ...row })
      .onConflict('school_id')
      .merge(Object.keys(row)),
  );
}

/** Approves for one run what is held. */
export async function releaseHold({ knex }: Store, school: string, { at, by, why }: Approval): Promise<void> {
  const row = { released_at: at, released_by: by, released_why: why, released_part: knex.ref('part') };
  await guarded('Writing to table holds', () => knex('holds').where({ school_id: school }).update(row));
}

/** Takes an approval back that no run has used. */
export async function unreleaseHold({ knex }: Store, school: string): Promise<void> {
  const row = { released_at: null, released_by: null, released_why: null, released_part: null };
  await guarded('Writing to table holds', () => knex('holds').where({ school_id: school }).update(row));
}

/** A school that is loaded is not held any more, and what was approved is used up. */
export async function dropHold({ knex }: Store, ...schools: readonly string[]): Promise<void> {
  await guarded('Deleting from table holds', () => knex('holds').whereIn('school_id', schools).delete());
}
