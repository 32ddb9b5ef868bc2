import { alone, readAccount, type AccountWithPassword } from './accounts.js';
import { writeAudit, type AuditEntry } from './audit.js';
import { guarded } from '../guarded.js';
import type { Database } from '../database.js';
import type { Store } from '../dialect.js';

/** Somebody as a sign-in provider knows them. */
export interface Identity {
  /** The name of the provider in the pipeline. */
  readonly provider: string;
  /** What the provider calls them; it never calls anybody else so. */
  readonly subject: string;
}

interface Row extends Identity {
  readonly account: string;
}

/** Longer ones are nobody's: a key has no more room on MySQL. */
export const longestSubject = 200;

/** By account. */
export async function listIdentities(
  { knex }: Pick<Store, 'knex'>,
  accounts: readonly string[],
): Promise<ReadonlyMap<string, readonly Identity[]>> {
  const rows = await guarded('Reading table account_identities', () =>
    knex<Row>('account_identities').whereIn('account', accounts).orderBy(['provider', 'subject']),
  );
  const found = new Map<string, Identity[]>();
  for (const { account, provider, subject } of rows)
    found.set(account, [...(found.get(account) ?? []), { provider, subject }]);
  return found;
}

/**
 * Whose account it is. Somebody who comes for the first time is known by a verified email address that is the name of an
 * account, and from then on by the subject: an address may be given to somebody else one day.
 * @param email null if the provider does not vouch for it
 * @param audit what is noted if they come for the first time
 * @returns null if it is nobody's, or that of somebody whom the provider calls otherwise
 */
export async function accountOfIdentity(
  db: Database,
  { provider, subject }: Identity,
  email: string | null,
  audit: (name: string) => AuditEntry,
): Promise<AccountWithPassword | null> {
  const row = await guarded('Reading table account_identities', () =>
    db.knex<Row>('account_identities').where({ provider, subject }).first('account'),
  );
  if (row !== undefined) return enabled(await readAccount(db, row.account));
  if (email === null || subject.length > longestSubject) return null;
  return alone(db, async (store) => {
    const account = enabled(await readAccount(store, email));
    if (account === null || !(await addTo(store, account.name, { provider, subject }))) return null;
    await writeAudit(store, audit(account.name));
    return account;
  });
}

/** @returns false if there is no such account, if it has an identity of the provider, or if the identity is another's */
export async function addIdentity(
  db: Database,
  account: string,
  identity: Identity,
  audit: AuditEntry,
): Promise<boolean> {
  return alone(db, async (store) => {
    if ((await readAccount(store, account)) === null || !(await addTo(store, account, identity))) return false;
    await writeAudit(store, audit);
    return true;
  });
}

/** Takes all identities of an account away, and ends its sessions. */
export async function removeIdentities(db: Database, account: string, audit: AuditEntry): Promise<void> {
  await alone(db, async (store) => {
    for (const table of ['account_identities', 'sessions', 'begun_sign_ins'])
      await store.knex(table).where({ account }).delete();
    await writeAudit(store, audit);
  });
}

async function addTo({ knex }: Store, account: string, { provider, subject }: Identity): Promise<boolean> {
  const taken: unknown = await knex<Row>('account_identities')
    .where({ provider })
    .where((either) => void either.where({ subject }).orWhere({ account }))
    .first('account');
  if (taken !== undefined) return false;
  await knex('account_identities').insert({ provider, subject, account });
  return true;
}

function enabled(account: AccountWithPassword | null): AccountWithPassword | null {
  return account?.disabledAt === null ? account : null;
}
