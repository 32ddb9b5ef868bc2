import { guarded } from '../guarded.js';
import type { Store } from '../dialect.js';

interface Row {
  readonly account: string;
  readonly digest: string;
  readonly seen_at: string;
}

/** How many addresses of an account are kept: the latest. */
const mostOfAccount = 100;

/** Whether an account has signed in from an address, by the digest of both. */
export async function isKnownAddress({ knex }: Pick<Store, 'knex'>, account: string, digest: string): Promise<boolean> {
  const row: unknown = await guarded('Reading table known_addresses', () =>
    knex<Row>('known_addresses').where({ account, digest }).first('digest'),
  );
  return row !== undefined;
}

/** Call it in a transaction. */
export async function noteAddress(
  { knex }: Pick<Store, 'knex'>,
  account: string,
  digest: string,
  now: Date,
): Promise<void> {
  await guarded('Writing to table known_addresses', async () => {
    const of = () => knex<Row>('known_addresses').where({ account });
    await of().where({ digest }).delete();
    await knex<Row>('known_addresses').insert({ account, digest, seen_at: now.toISOString() });
    const old = await of()
      .orderBy('seen_at', 'desc')
      .orderBy('digest')
      .offset(mostOfAccount)
      .limit(mostOfAccount)
      .select('digest');
    if (old.length > 0)
      await of()
        .whereIn(
          'digest',
          old.map((row) => row.digest),
        )
        .delete();
  });
}
