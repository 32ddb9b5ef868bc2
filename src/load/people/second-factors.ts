import { alone, readAccount, type AccountWithPassword } from './accounts.js';
import { writeAudit, type AuditEntry } from './audit.js';
import { guarded } from '../guarded.js';
import type { Database } from '../database.js';
import type { Store } from '../dialect.js';
import { insertSession } from './sessions.js';

/** How long somebody who gave the password may take to give the code, in milliseconds. */
export const signInEnds = 10 * 60 * 1000;

/** A sign-in whose password was right, and whose code is still to come. */
export interface BegunSignIn {
  /** Of the token that the browser keeps meanwhile. */
  readonly digest: string;
  readonly account: string;
  /** The hash that the given password was compared with. */
  readonly password: string;
  /** The digest of the account at the address that it signs in from. */
  readonly from: string;
  /** The encrypted secret of the second factor that is being set up; null if they have one. */
  readonly secret: string | null;
}

interface Row {
  readonly digest: string;
  readonly account: string;
  readonly password: string;
  readonly address_digest: string;
  readonly second_factor: string | null;
  readonly began_at: string;
}

export async function beginSignIn(db: Database, begun: BegunSignIn, now: Date): Promise<void> {
  const { digest, account, password, from, secret } = begun;
  await alone(db, async ({ knex }) => {
    await knex('begun_sign_ins').where('began_at', '<', since(now)).delete();
    await knex('begun_sign_ins').insert({
      ...{ digest, account, password, address_digest: from, second_factor: secret, began_at: now.toISOString() },
    });
  });
}

/** Null if it took too long, or if the account has been disabled or removed since, or has another password. */
export async function findBegun(
  store: Pick<Store, 'knex'>,
  digest: string,
  now: Date,
): Promise<{ readonly begun: BegunSignIn; readonly account: AccountWithPassword } | null> {
  const row = await guarded('Reading table begun_sign_ins', () =>
    store.knex<Row>('begun_sign_ins').where({ digest }).where('began_at', '>=', since(now)).first(),
  );
  const account = row === undefined ? null : await readAccount(store, row.account);
  if (row === undefined || account === null) return null;
  if (account.disabledAt !== null || account.password !== row.password) return null;
  const { password, address_digest: from, second_factor: secret } = row;
  return { begun: { digest, account: account.name, password, from, secret }, account };
}

/** What shows that it is the person. */
export type Proof =
  /** The step of time of a code that was right. */
  | { readonly type: 'code'; readonly step: number }
  | { readonly type: 'recovery'; readonly digest: string }
  /** The first code of a new second factor, and the digests of its recovery codes. */
  | { readonly type: 'new'; readonly step: number; readonly recovery: readonly string[] };

/**
 * Ends a begun sign-in: a session begins.
 * @param session the digest of its token
 * @returns false if the code was used already, or the sign-in no longer holds
 */
export async function endSignIn(
  db: Database,
  {
    digest,
    proof,
    session,
    now,
  }: { readonly digest: string; readonly proof: Proof; readonly session: string; readonly now: Date },
  ...audit: readonly AuditEntry[]
): Promise<boolean> {
  return alone(db, async (store) => {
    const found = await findBegun(store, digest, now);
    if (found === null || !(await takeProof(store, found, proof, now))) return false;
    const { account, from } = found.begun;
    await store.knex('begun_sign_ins').where({ digest }).delete();
    await insertSession(store, { digest: session, account, from, now });
    await writeAudit(store, ...audit);
    return true;
  });
}

async function takeProof(
  { knex }: Store,
  { begun, account: { name, secondFactor } }: NonNullable<Awaited<ReturnType<typeof findBegun>>>,
  proof: Proof,
  now: Date,
): Promise<boolean> {
  if (proof.type === 'recovery')
    return (await knex('recovery_codes').where({ account: name, digest: proof.digest }).delete()) === 1;
  if (proof.type === 'code') {
    if (secondFactor === null || begun.secret !== null || proof.step <= secondFactor.step) return false;
    await knex('accounts').where({ name }).update({ second_factor_step: proof.step });
    return true;
  }
  // Whoever set one up in the meantime was first.
  if (secondFactor !== null || begun.secret === null) return false;
  const factor = { second_factor: begun.secret, second_factor_at: now.toISOString(), second_factor_step: proof.step };
  await knex('accounts').where({ name }).update(factor);
  await knex('recovery_codes').where({ account: name }).delete();
  await knex('recovery_codes').insert(proof.recovery.map((digest) => ({ account: name, digest })));
  return true;
}

/** Takes the second factor away and ends the sessions, so the next sign-in sets up another. False if there is no such account. */
export async function resetSecondFactor(db: Database, name: string, audit: AuditEntry): Promise<boolean> {
  return alone(db, async (store) => {
    const none = { second_factor: null, second_factor_at: null, second_factor_step: null };
    if ((await store.knex('accounts').where({ name }).update(none)) === 0) return false;
    for (const table of ['recovery_codes', 'begun_sign_ins', 'sessions'])
      await store.knex(table).where({ account: name }).delete();
    await writeAudit(store, audit);
    return true;
  });
}

export async function countRecoveryCodes({ knex }: Pick<Store, 'knex'>, account: string): Promise<number> {
  const rows = await guarded('Reading table recovery_codes', () =>
    knex('recovery_codes').where({ account }).select('digest'),
  );
  return rows.length;
}

function since(now: Date): string {
  return new Date(now.getTime() - signInEnds).toISOString();
}
