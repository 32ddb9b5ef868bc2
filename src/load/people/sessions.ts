import { accountIn, alone, readAccount, type Account, type AccountRow } from './accounts.js';
import { writeAudit, type AuditEntry } from './audit.js';
import { DatabaseError } from '../database-error.js';
import { guarded } from '../guarded.js';
import type { Database } from '../database.js';
import type { Store } from '../dialect.js';
import { noteAddress } from './known-addresses.js';

const minute = 60 * 1000;
const hour = 60 * minute;

/** How long a session lasts, in milliseconds: without use, and at most. */
export const sessionEnds = { unused: 12 * hour, atMost: 7 * 24 * hour } as const;

/** A page should not cost a write: the time of last use is right to within this many milliseconds. */
const seenWithin = 5 * minute;

interface Row {
  readonly digest: string;
  readonly account: string;
  readonly created_at: string;
  readonly last_seen_at: string;
  /** When a code was given for it; null if none was. */
  readonly code_at: string | null;
}

export interface NewSession {
  /** Of the browser's token: nobody who reads the database can sign in with it. */
  readonly digest: string;
  readonly account: string;
  /** The hash that the given password was compared with. */
  readonly password: string;
  /** The digest of the account at the address that it signs in from. */
  readonly from: string;
  readonly now: Date;
  /** Whether a code of a second factor was given for it. */
  readonly hasCode?: boolean;
}

/** @returns false if, since its password was compared, the account is gone or disabled, or has another password */
export async function startSession(db: Database, session: NewSession, audit: AuditEntry): Promise<boolean> {
  const { account, password } = session;
  return alone(db, async (store) => {
    const known = await readAccount(store, account);
    if (known?.password !== password || known.disabledAt !== null) return false;
    await insertSession(store, session);
    await writeAudit(store, audit);
    return true;
  });
}

/** Call it in a transaction that has the accounts to itself. */
export async function insertSession(
  store: Store,
  { digest, account, from, now, hasCode = false }: Omit<NewSession, 'password'>,
): Promise<void> {
  const [unused, begun] = limits(now);
  await store.knex('sessions').where('last_seen_at', '<', unused).orWhere('created_at', '<', begun).delete();
  const at = now.toISOString();
  await store
    .knex('sessions')
    .insert({ digest, account, created_at: at, last_seen_at: at, code_at: hasCode ? at : null });
  await noteAddress(store, account, from, now);
}

/** The account of a session, as it is now, and whether a code was given; null if the session has ended. */
export async function findSession(
  db: Pick<Database, 'knex' | 'brief'>,
  digest: string,
  now: Date,
): Promise<{ readonly account: Account; readonly hasCode: boolean } | null> {
  const [unused, begun] = limits(now);
  // In one statement with the account, because every page asks.
  const row: unknown = await guarded('Reading table sessions', () =>
    db.brief
      .knex('sessions')
      .join('accounts', 'accounts.name', 'sessions.account')
      .where({ digest })
      .where('last_seen_at', '>=', unused)
      .where('sessions.created_at', '>=', begun)
      .first('accounts.*', 'last_seen_at', 'code_at'),
  );
  if (row === undefined) return null;
  const { last_seen_at: seen, code_at: code, ...of } = row as Pick<Row, 'last_seen_at' | 'code_at'> & AccountRow;
  const account = await accountIn(db.brief, of);
  if (account.disabledAt !== null) return null;
  if (Date.parse(seen) < now.getTime() - seenWithin) await see(db, digest, now);
  return { account, hasCode: code !== null };
}

export async function endSession({ knex }: Pick<Store, 'knex'>, digest: string): Promise<void> {
  await guarded('Deleting from table sessions', () => knex('sessions').where({ digest }).delete());
}

/** Ends all sessions of an account. */
export async function endSessions({ knex }: Pick<Store, 'knex'>, account: string): Promise<void> {
  await guarded('Deleting from table sessions', () => knex('sessions').where({ account }).delete());
}

async function see({ knex }: Pick<Store, 'knex'>, digest: string, now: Date): Promise<void> {
  try {
    const seen = { last_seen_at: now.toISOString() };
    await guarded('Writing to table sessions', () => knex('sessions').where({ digest }).update(seen));
  } catch (error) {
    // The page is shown even if a run holds the database: the next page notes the time.
    if (!(error instanceof DatabaseError) || error.code !== 'busy') throw error;
  }
}

/** A session has ended if it was last seen, or begun, before these. */
function limits(now: Date): readonly [unused: string, begun: string] {
  const before = (milliseconds: number): string => new Date(now.getTime() - milliseconds).toISOString();
  return [before(sessionEnds.unused), before(sessionEnds.atMost)];
}
