import { createHmac } from 'node:crypto';
import type { IsForgotten } from '../decide/fixpoint.js';
import { DatabaseError, guarded } from './database-error.js';
import type { Store } from './dialect.js';

/** Who of a school was erased on request, as hashes: nobody can read from them who it was. */
export interface Forgotten {
  /** Null where nobody was. */
  readonly isForgotten: IsForgotten | null;
  /** By kind: what its ids are hashed with. */
  readonly salts: ReadonlyMap<string, string>;
  readonly digests: ReadonlySet<string>;
}

export async function readForgotten(
  { knex, present }: Pick<Store, 'knex' | 'present'>,
  school: string,
): Promise<Forgotten> {
  if (present?.has('forgotten') === false) return { isForgotten: null, salts: new Map(), digests: new Set() };
  const rows = await guarded('Reading table forgotten', () =>
    knex<{ school_id: string; digest: string; kind: string; salt: string }>('forgotten')
      .where({ school_id: school })
      .select('digest', 'kind', 'salt'),
  );
  const salts = new Map(rows.map(({ kind, salt }) => [kind, salt]));
  const digests = new Set(rows.map(({ digest }) => digest));
  const isForgotten: IsForgotten = (kind, id) => {
    const salt = salts.get(kind);
    return salt !== undefined && digests.has(digestOf(salt, kind, id));
  };
  return { isForgotten: rows.length === 0 ? null : isForgotten, salts, digests };
}

/** Every id of a school's extract is asked for, every night: a hash that is slow on purpose would cost minutes. */
export function digestOf(salt: string, kind: string, id: string): string {
  return createHmac('sha256', salt)
    .update(JSON.stringify([kind, id]))
    .digest('hex');
}

/**
 * For one who is alone with the school, and decided about it before.
 * @throws DatabaseError `overtaken` where a person was erased, or an erasure undone, since then
 */
export async function assertDecidedWith(
  store: Pick<Store, 'knex'>,
  school: string,
  known: Forgotten | null,
): Promise<void> {
  const now = await readForgotten(store, school);
  const before = known?.digests ?? new Set<string>();
  const isSame = now.digests.size === before.size && [...now.digests].every((digest) => before.has(digest));
  if (!isSame)
    throw new DatabaseError(
      'overtaken',
      'Whom to leave out, as erased on request, was changed after the school was decided: run it again.',
    );
}
