import type { Database } from '../database.js';
import { guarded } from '../guarded.js';

/** One notice among all: whom it is for, and of which night. No address is kept, only its hash. */
export interface NoticeKey {
  readonly address: string;
  /** Of the night's feed; the run's id if it has none. */
  readonly feed: string;
  /** The day on which the night ended, YYYY-MM-DD. */
  readonly night: string;
}

/** A notice that could not be sent. */
export interface UnsentNotice extends NoticeKey {
  readonly run: string;
}

/** `sending` of one that a process was sending when it died: nobody knows whether it arrived, and it is not repeated. */
type State = 'sending' | 'sent' | 'failed';

interface NoticeRow {
  readonly address: string;
  readonly feed: string;
  readonly night: string;
  readonly state: State;
  readonly run_id: string;
  readonly at: string;
}

const lockSeconds = 30;

/**
 * Takes those that nobody has sent or is sending, so that two runs do not send the same.
 * @returns which of them the caller may send now
 * @throws DatabaseError
 */
export async function claimNotices<N extends NoticeKey>(
  db: Database,
  notices: readonly N[],
  { run, now }: { readonly run: string; readonly now: Date },
): Promise<N[]> {
  if (notices.length === 0) return [];
  const heldByAnother = `Other runs have been sending notices for ${String(lockSeconds)} s: run again.`;
  return guarded('Writing to table notices', () =>
    db.dialect.alone(db.knex, [{ name: 'notices', seconds: lockSeconds, heldByAnother }], async (trx) => {
      const taken = new Set<string>();
      for (const night of new Set(notices.map((notice) => notice.night))) {
        const rows = await trx<NoticeRow>('notices').where({ night }).whereNot({ state: 'failed' });
        for (const row of rows) taken.add(textOf(row));
      }
      const free = notices.filter((notice) => !taken.has(textOf(notice)));
      await db.dialect.put(trx, {
        table: 'notices',
        key: [...keyColumns],
        columns,
        update: ['state', 'run_id', 'at'],
        rows: free.map(({ address, feed, night }) => [address, feed, night, 'sending', run, now.toISOString()]),
        isNew: false,
      });
      return free;
    }),
  );
}

/** Notes what became of one that was claimed. @throws DatabaseError */
export async function noteNotice(db: Database, { address, feed, night }: NoticeKey, state: 'sent' | 'failed') {
  await guarded('Writing to table notices', () =>
    db.knex<NoticeRow>('notices').where({ address, feed, night }).update({ state }),
  );
}

/**
 * Those that could not be sent.
 * @param since the first day whose night still counts, YYYY-MM-DD
 * @throws DatabaseError
 */
export async function unsentNotices({ knex }: Pick<Database, 'knex'>, since: string): Promise<UnsentNotice[]> {
  const rows = await guarded('Reading table notices', () =>
    knex<NoticeRow>('notices').where({ state: 'failed' }).where('night', '>=', since).orderBy('night'),
  );
  return rows.map(({ address, feed, night, run_id: run }) => ({ address, feed, night, run }));
}

/** Forgets those of a night that could not be sent: it was run again, and what they say is old. @throws DatabaseError */
export async function forgetUnsent(
  { knex }: Pick<Database, 'knex'>,
  { feed, night }: Pick<NoticeKey, 'feed' | 'night'>,
): Promise<void> {
  await guarded('Deleting from table notices', () =>
    knex<NoticeRow>('notices').where({ feed, night, state: 'failed' }).delete(),
  );
}

const keyColumns = ['address', 'feed', 'night'] as const;
const columns = [...keyColumns, 'state', 'run_id', 'at'].map((name) => ({ name, type: 'text' }) as const);

function textOf({ address, feed, night }: NoticeKey): string {
  return [address, feed, night].join(' ');
}
