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

/** What shows that it is the person: by a second factor that they have. */
export type Given =
  /** The step of time of a code that was right. */
  { readonly type: 'code'; readonly step: number } | { readonly type: 'recovery'; readonly digest: string };

/** Or the first code of a new one, and the digests of its recovery codes. */
export type Proof = Given | { readonly type: 'new'; readonly step: number; readonly recovery: readonly string[] };

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
    await insertSession(store, { digest: session, account, from, now, hasCode: true });
    await writeAudit(store, ...audit);
    return true;
  });
}

async function takeProof(
  store: Store,
  { begun, account }: NonNullable<Awaited<ReturnType<typeof findBegun>>>,
  proof: Proof,
  now: Date,
): Promise<boolean> {
  if (proof.type !== 'new') return begun.secret === null && takeGiven(store, account, proof);
  // Whoever set one up in the meantime was first.
  if (account.secondFactor !== null || begun.secret === null) return false;
  await setFactor(store, account.name, { ...proof, secret: begun.secret, now });
  return true;
}

/** Each counts once. */
async function takeGiven({ knex }: Store, { name, secondFactor }: AccountWithPassword, given: Given): Promise<boolean> {
  if (given.type === 'recovery')
    return (await knex('recovery_codes').where({ account: name, digest: given.digest }).delete()) === 1;
  if (secondFactor === null || given.step <= secondFactor.step) return false;
  await knex('accounts').where({ name }).update({ second_factor_step: given.step });
  return true;
}

/** A second factor with its recovery codes. */
interface NewFactor {
  /** Encrypted. */
  readonly secret: string;
  /** The step of time of its first code. */
  readonly step: number;
  /** The digests of its recovery codes. */
  readonly recovery: readonly string[];
  readonly now: Date;
}

async function setFactor(store: Store, name: string, { secret, step, recovery, now }: NewFactor): Promise<void> {
  const factor = { second_factor: secret, second_factor_at: now.toISOString(), second_factor_step: step };
  await store.knex('accounts').where({ name }).update(factor);
  await setRecoveryCodes(store, name, recovery);
}

/** Those from before end at once. */
async function setRecoveryCodes({ knex }: Store, account: string, digests: readonly string[]): Promise<void> {
  await knex('recovery_codes').where({ account }).delete();
  await knex('recovery_codes').insert(digests.map((digest) => ({ account, digest })));
}

/** Somebody who is signed in and has shown again who they are. */
export interface Again {
  /** As it was when the password was compared. */
  readonly account: AccountWithPassword;
  readonly given: Given;
}

/** @returns false if the code was used already, or the account is another one than it was */
export async function proveAgain(db: Database, again: Again, audit: AuditEntry): Promise<boolean> {
  return alone(db, async (store) => {
    if (!(await takeAgain(store, again))) return false;
    await writeAudit(store, audit);
    return true;
  });
}

/** As `proveAgain`, with new recovery codes in the place of the old ones. */
export async function renewRecoveryCodes(
  db: Database,
  again: Again,
  digests: readonly string[],
  audit: AuditEntry,
): Promise<boolean> {
  return alone(db, async (store) => {
    if (!(await takeAgain(store, again))) return false;
    await setRecoveryCodes(store, again.account.name, digests);
    await writeAudit(store, audit);
    return true;
  });
}

async function takeAgain(store: Store, { account, given }: Again): Promise<boolean> {
  const now = await readAccount(store, account.name);
  return now !== null && isAsBefore(now, account) && takeGiven(store, now, given);
}

function isAsBefore(now: AccountWithPassword, { password, secondFactor }: AccountWithPassword): boolean {
  const isSameFactor = now.secondFactor?.secret === secondFactor?.secret;
  return now.disabledAt === null && now.password === password && isSameFactor;
}

/**
 * Another second factor in the place of the one that an account had. All its sessions end, and one begins.
 * @param account as it was when the new factor was begun
 * @returns false if it is another one than it was
 */
export async function replaceSecondFactor(
  db: Database,
  account: AccountWithPassword,
  factor: NewFactor,
  session: { readonly digest: string; readonly from: string },
  audit: AuditEntry,
): Promise<boolean> {
  return alone(db, async (store) => {
    const { name } = account;
    const known = await readAccount(store, name);
    if (known === null || !isAsBefore(known, account)) return false;
    await setFactor(store, name, factor);
    for (const table of ['begun_sign_ins', 'sessions']) await store.knex(table).where({ account: name }).delete();
    await insertSession(store, { ...session, account: name, now: factor.now, hasCode: true });
    await writeAudit(store, audit);
    return true;
  });
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
