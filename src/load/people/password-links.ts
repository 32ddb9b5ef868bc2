import { alone, endWaysIn, readAccount, type Account } from './accounts.js';
import { writeAudit, type AuditEntry } from './audit.js';
import { guarded } from '../guarded.js';
import type { Database } from '../database.js';
import type { Store } from '../dialect.js';

/** A link by which somebody sets the password of an account; a later one takes its place. */
export interface PasswordLink {
  readonly account: string;
  /** Of the link's token: nobody who reads the database can use it. */
  readonly digest: string;
  /** ISO 8601. */
  readonly endsAt: string;
}

interface Row {
  readonly account: string;
  readonly digest: string;
  readonly ends_at: string;
}

/** @returns false if there is no such account, or it is disabled */
export async function makeLink(
  db: Database,
  { account, digest, endsAt }: PasswordLink,
  audit: AuditEntry,
): Promise<boolean> {
  return alone(db, async (store) => {
    const known = await readAccount(store, account);
    if (known === null || known.disabledAt !== null) return false;
    await store.knex('password_links').where({ account }).delete();
    await store.knex('password_links').insert({ account, digest, ends_at: endsAt });
    await writeAudit(store, audit);
    return true;
  });
}

/** Whose password a link sets; null if it was used, replaced or has run out. */
export async function findLink(store: Pick<Store, 'knex'>, digest: string, now: Date): Promise<Account | null> {
  const row = await guarded('Reading table password_links', () =>
    store.knex<Row>('password_links').where({ digest }).where('ends_at', '>', now.toISOString()).first('account'),
  );
  const account = row === undefined ? null : await readAccount(store, row.account);
  return account === null || account.disabledAt !== null ? null : account;
}

/**
 * Sets the password, ends the account's sessions, and the link.
 * @param password its hash
 * @returns false if the link no longer holds
 */
export async function useLink(
  db: Database,
  { digest, password, now }: { readonly digest: string; readonly password: string; readonly now: Date },
  audit: AuditEntry,
): Promise<boolean> {
  return alone(db, async (store) => {
    const account = await findLink(store, digest, now);
    if (account === null) return false;
    const { name } = account;
    await store.knex('accounts').where({ name }).update({ password });
    await endWaysIn(store, name);
    await writeAudit(store, audit);
    return true;
  });
}
