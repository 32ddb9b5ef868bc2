import { writeAudit, type AuditEntry } from './audit.js';
import { guarded } from '../guarded.js';
import type { Database } from '../database.js';
import type { Store } from '../dialect.js';
import type { Role } from './role.js';

/** Somebody who may sign in to the Data pages. */
export interface Account {
  readonly name: string;
  readonly role: Role;
  /** The schools whose pages they see; null for all. */
  readonly schools: ReadonlySet<string> | null;
  /** ISO 8601. */
  readonly createdAt: string;
  /** ISO 8601; null if they may sign in. */
  readonly disabledAt: string | null;
  /** Whether they can sign in by a password. */
  readonly hasPassword: boolean;
  /** Since when they have a second factor, ISO 8601; null if they have none. */
  readonly secondFactorAt: string | null;
}

/** With the hash of the password, which only the comparison needs; blank as long as there is none. */
export interface AccountWithPassword extends Account {
  readonly password: string;
  /** Its secret, encrypted, and the last step of time whose code was used. */
  readonly secondFactor: { readonly secret: string; readonly step: number } | null;
}

/** A row of table accounts. */
export interface AccountRow {
  readonly name: string;
  readonly password: string;
  readonly role: Role;
  readonly sees: 'all' | 'named';
  readonly created_at: string;
  readonly disabled_at: string | null;
  readonly second_factor: string | null;
  readonly second_factor_at: string | null;
  readonly second_factor_step: number | null;
}

/** Who may not be here yet. */
type NewAccount = Pick<AccountWithPassword, 'name' | 'password' | 'role' | 'schools' | 'createdAt'>;

/** In order of name. */
export async function listAccounts(store: Pick<Store, 'knex'>): Promise<Account[]> {
  const rows = await guarded('Reading table accounts', () => store.knex<AccountRow>('accounts').orderBy('name'));
  const named = await readNamed(store, null);
  return rows.map((row) => accountOf(row, named.get(row.name)));
}

export async function readAccount(store: Pick<Store, 'knex'>, name: string): Promise<AccountWithPassword | null> {
  const row = await guarded('Reading table accounts', () => store.knex<AccountRow>('accounts').where({ name }).first());
  return row === undefined ? null : accountIn(store, row);
}

/** The account that a row of its table has. */
export async function accountIn(store: Pick<Store, 'knex'>, row: AccountRow): Promise<AccountWithPassword> {
  const { name, password, second_factor: secret, second_factor_step: step } = row;
  const named = row.sees === 'all' ? new Map<string, Set<string>>() : await readNamed(store, name);
  const secondFactor = secret === null ? null : { secret, step: step ?? 0 };
  return { ...accountOf(row, named.get(name)), password, secondFactor };
}

export async function isAnyAccount({ knex }: Pick<Store, 'knex'>): Promise<boolean> {
  const row: unknown = await guarded('Reading table accounts', () => knex('accounts').first('name'));
  return row !== undefined;
}

/** @returns false if there is one of that name */
export async function addAccount(db: Database, account: NewAccount, audit: AuditEntry): Promise<boolean> {
  return alone(db, async (store) => {
    if ((await readAccount(store, account.name)) !== null) return false;
    const { name, password, role, schools, createdAt } = account;
    const sees = schools === null ? 'all' : 'named';
    await store.knex('accounts').insert({ name, password, role, sees, created_at: createdAt });
    await nameSchools(store, name, schools);
    await writeAudit(store, audit);
    return true;
  });
}

/** What `changes` leaves out stays as it is. @returns null if there is none of that name */
export async function changeAccount(
  db: Database,
  name: string,
  change: Partial<Pick<Account, 'role' | 'schools'>>,
  audit: AuditEntry,
): Promise<Account | null> {
  return alone(db, async (store) => {
    const before = await readAccount(store, name);
    if (before === null) return null;
    const account = { ...before, ...change };
    const { role, schools } = account;
    await store
      .knex('accounts')
      .where({ name })
      .update({ role, sees: schools === null ? 'all' : 'named' });
    await nameSchools(store, name, schools);
    await writeAudit(store, audit);
    return account;
  });
}

/**
 * Ends the account's sessions, and the link by which somebody else could set another password. False if there is no
 * such account.
 */
export async function setPassword(db: Database, name: string, password: string, audit: AuditEntry): Promise<boolean> {
  return alone(db, async (store) => {
    const changed = await store.knex('accounts').where({ name }).update({ password });
    if (changed === 0) return false;
    await endWaysIn(store, name);
    await writeAudit(store, audit);
    return true;
  });
}

/**
 * Lets nobody sign in by an account any more, and ends its sessions and its link; or lets them in again.
 * @param at null to let them in again
 * @returns false if there is no such account
 */
export async function disableAccount(
  db: Database,
  name: string,
  at: string | null,
  audit: AuditEntry,
): Promise<boolean> {
  return alone(db, async (store) => {
    const changed = await store.knex('accounts').where({ name }).update({ disabled_at: at });
    if (changed === 0) return false;
    await endWaysIn(store, name);
    await writeAudit(store, audit);
    return true;
  });
}

/** The sessions of an account, those that wait for a code, and the link to set its password. */
export async function endWaysIn({ knex }: Store, account: string): Promise<void> {
  for (const table of ['sessions', 'begun_sign_ins', 'password_links']) await knex(table).where({ account }).delete();
}

/** Ends the account's sessions. False if there is no such account. */
export async function removeAccount(db: Database, name: string, audit: AuditEntry): Promise<boolean> {
  return alone(db, async (store) => {
    const removed = await store.knex('accounts').where({ name }).delete();
    if (removed === 0) return false;
    for (const table of [
      'account_schools',
      'sessions',
      'known_addresses',
      'password_links',
      'begun_sign_ins',
      'recovery_codes',
      'account_identities',
    ])
      await store.knex(table).where({ account: name }).delete();
    await writeAudit(store, audit);
    return true;
  });
}

const lockSeconds = 30;

/** Does the work in one transaction, while nobody else changes accounts or signs in. */
export function alone<T>(db: Database, work: (store: Store) => Promise<T>): Promise<T> {
  const heldByAnother = `Another program has been changing accounts for ${String(lockSeconds)} s: wait until it has ended, then do this again.`;
  const { knex, dialect } = db;
  return guarded('Writing to table accounts', () =>
    dialect.alone(knex, [{ name: 'accounts', seconds: lockSeconds, heldByAnother }], (trx) =>
      work({ knex: trx, dialect }),
    ),
  );
}

async function nameSchools({ knex }: Store, account: string, schools: Account['schools']): Promise<void> {
  await knex('account_schools').where({ account }).delete();
  const rows = [...(schools ?? [])].map((school) => ({ account, school_id: school }));
  if (rows.length > 0) await knex('account_schools').insert(rows);
}

/** The schools named for each account, in order. */
async function readNamed(
  { knex }: Pick<Store, 'knex'>,
  account: string | null,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await guarded('Reading table account_schools', () =>
    knex<{ account: string; school_id: string }>('account_schools')
      .where((query) => void (account === null || query.where({ account })))
      .orderBy(['account', 'school_id'])
      .select('account', 'school_id'),
  );
  const named = new Map<string, Set<string>>();
  for (const row of rows) named.set(row.account, (named.get(row.account) ?? new Set()).add(row.school_id));
  return named;
}

function accountOf(
  { name, password, role, sees, created_at, disabled_at, second_factor_at }: AccountRow,
  named: ReadonlySet<string> = new Set(),
): Account {
  const schools = sees === 'all' ? null : named;
  const hasPassword = password !== '';
  return {
    ...{ name, role, schools, createdAt: created_at, disabledAt: disabled_at },
    ...{ hasPassword, secondFactorAt: second_factor_at },
  };
}
