import { createHmac } from 'node:crypto';
import { guarded } from '../guarded.js';
import type { Store } from '../dialect.js';

/** A row of somebody who was erased: hashes, from which nobody can read who it was. */
export interface ErasedRow {
  readonly digest: string;
  readonly kind: string;
  readonly salt: string;
  /** How the record was split when they were erased; null if nobody knows. */
  readonly split_as: string | null;
  /** How it was split in the extract that was loaded last; null if that did not have it, or nobody noted it. */
  readonly met_as: string | null;
}

export interface ErasedRows {
  /** By kind: the salt of its ids. */
  readonly salts: ReadonlyMap<string, string>;
  /** By digest. */
  readonly rows: ReadonlyMap<string, ErasedRow>;
}

export async function readErased(
  { knex, present }: Pick<Store, 'knex' | 'present'>,
  school: string,
): Promise<ErasedRows> {
  if (present?.has('forgotten') === false) return { salts: new Map(), rows: new Map() };
  // All columns, because a database that an earlier version made may lack some.
  const read = await guarded('Reading table forgotten', () =>
    knex<Partial<ErasedRow> & { school_id: string }>('forgotten').where({ school_id: school }).select('*'),
  );
  const all = read.map(({ digest = '', kind = '', salt = '', split_as = null, met_as = null }): ErasedRow => ({
    ...{ digest, kind, salt, split_as, met_as },
  }));
  const salts = new Map(all.map(({ kind, salt }) => [kind, salt]));
  return { salts, rows: new Map(all.map((row) => [row.digest, row])) };
}

/** Whether it is known that the record was two. */
export function isOfTwo(splitAs: string | null): boolean {
  return splitAs?.includes(' ') === true;
}

/** Every id of a school's extract is asked for, every night: a hash that is slow on purpose would cost minutes. */
export function digestOf(salt: string, kind: string, id: string): string {
  return hashOf(salt, kind, id);
}

export function hashOf(salt: string, ...of: readonly string[]): string {
  return createHmac('sha256', salt).update(JSON.stringify(of)).digest('hex');
}
