import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { DatabaseError } from '../../src/load/database-error.js';
import { openDatabase, type Database } from '../../src/load/database.js';
import { loadSchool, type LoadResult } from '../../src/load/load-school.js';
import type { Patience } from '../../src/load/retrying.js';
import { cli } from '../support/cli.js';
import { cuttingProxy } from '../support/cutting-proxy.js';
import { backends, withDatabase, type TestDatabase } from '../support/databases.js';
import { decideText, shippedConfiguration } from '../support/decide-text.js';

const configuration = shippedConfiguration();
const { pipeline } = configuration;
const everything = readFileSync('test/cases/01-everything-comes-through.json', 'utf8');
const changed = everything.replace('"Surname": "Lim"', '"Surname": "Ong"');

async function load(db: Database, text: string, id: string, patience?: Patience): Promise<LoadResult> {
  const run = { id, began: 1, document: 1, now: new Date(0), ...(patience === undefined ? {} : { patience }) };
  return loadSchool(db, pipeline, await decideText(text, configuration), run);
}

/** Does something at the first wait; notes how long each was to be. */
function patienceThat(act: () => Promise<unknown>): Patience & { readonly waits: number[] } {
  const waits: number[] = [];
  return {
    waits,
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      if (waits.length === 1) await act();
    },
    random: () => 1,
  };
}

async function loaded(url: string): Promise<void> {
  const db = await openDatabase(url, pipeline);
  try {
    await load(db, everything, 'run 1');
  } finally {
    await db.close();
  }
}

async function refusal(work: () => Promise<unknown>): Promise<DatabaseError> {
  try {
    await work();
  } catch (error) {
    assert.ok(error instanceof DatabaseError, String(error));
    return error;
  }
  throw new Error('it was not refused');
}

/** Ends every connection of the program to this database; the one that asks stays. */
const endOthers: Record<string, (database: TestDatabase) => Promise<void>> = {
  PostgreSQL: async ({ query }) => {
    await query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
  },
  MySQL: async ({ query }) => {
    const others = await query(
      'select id from information_schema.processlist where db = database() and id <> connection_id()',
    );
    for (const { id, ID } of others) await query(`kill ${String(id ?? ID)}`);
  },
};

const waiting: Record<string, string> = {
  PostgreSQL: "select pid as id from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  MySQL: `select trx_mysql_thread_id as id from information_schema.innodb_trx
    join information_schema.processlist on trx_mysql_thread_id = processlist.id
    where trx_state = 'LOCK WAIT' and db = database()`,
};
const end: Record<string, (id: string) => string> = {
  PostgreSQL: (id) => `select pg_terminate_backend(${id})`,
  MySQL: (id) => `kill ${id}`,
};

/** Ends the one connection that waits for a row, as soon as there is one; whoever holds the row keeps it. */
async function endWaiting(name: string, { query }: TestDatabase): Promise<void> {
  for (let look = 0; look < 40; look++) {
    const [one] = await query(waiting[name]);
    if (one !== undefined) {
      await query(end[name](String(one.id)));
      return;
    }
    // InnoDB shows what it showed before to whoever asks again within a tenth of a second.
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('no connection waits');
}

const surnames = async ({ query }: TestDatabase) =>
  (await query('select surname from teachers order by surname')).map(({ surname }) => surname);

for (const { name, make } of backends().filter((backend) => backend.name !== 'SQLite')) {
  test(`a school that another run is at fails after the wait, says so, and is left as it was, on ${name}`, async () => {
    const database = await make();
    await loaded(database.url);
    const [first, second] = await Promise.all([
      openDatabase(database.url, pipeline),
      openDatabase(database.url, pipeline, { mustExist: false, lockSeconds: 1 }),
    ]);
    try {
      const error = await first.forSchool('1', () => refusal(() => load(second, changed, 'run 2')));
      assert.equal(error.code, 'locked');
      assert.match(error.message, /Another run has been working on school 1 for 1 s: wait/);
      assert.deepEqual(await surnames(database), ['Lim', 'Ng']);
      await load(second, changed, 'run 3');
      assert.deepEqual(await surnames(database), ['Ng', 'Ong']);
    } finally {
      await first.close();
      await second.close();
    }
  });

  test(`a run at one school does not keep another from the next, on ${name}`, async () => {
    const { url } = await make();
    const [first, second] = [await openDatabase(url, pipeline), await openDatabase(url, pipeline)];
    try {
      const other = everything.replace('"SchoolID": "1"', '"SchoolID": "2"');
      const result = await first.forSchool('1', () => load(second, other, 'run 2'));
      assert.equal(result.status, 'loaded');
    } finally {
      await first.close();
      await second.close();
    }
  });

  test(`the lock of a connection that is ended goes with it, on ${name}`, async () => {
    const database = await make();
    await loaded(database.url);
    const first = await openDatabase(database.url, pipeline);
    const second = await openDatabase(database.url, pipeline, { mustExist: false, lockSeconds: 10 });
    try {
      const held = first.forSchool('1', async ({ knex }) => {
        await endOthers[name](database);
        await knex('schools').select();
      });
      await assert.rejects(held);
      // The other's own connection was ended too, which it may notice only when it asks.
      await load(
        second,
        changed,
        'run 2',
        patienceThat(() => Promise.resolve()),
      );
      assert.deepEqual(await surnames(database), ['Ng', 'Ong']);
    } finally {
      await first.close();
      await second.close();
    }
  });

  test(`a connection lost in the middle is made anew, and the school loaded once, on ${name}`, async () => {
    const database = await make();
    await loaded(database.url);
    const holder = await openDatabase(database.url, pipeline);
    const db = await openDatabase(database.url, pipeline);
    const patience = patienceThat(() => Promise.resolve());
    try {
      // A row held by another keeps the load in the middle of its transaction until its connection is ended. The holder's
      // own stays: its end would let the load go on, and commit before its connection's end reaches it.
      let loading: Promise<LoadResult> | undefined;
      await holder.knex.transaction(async (trx) => {
        await trx('schools').where({ school_id: '1' }).update({ name: 'held' });
        loading = load(db, changed, 'run 2', patience);
        await endWaiting(name, database);
      });
      assert.equal((await loading)?.status, 'loaded');
      assert.deepEqual(patience.waits, [250]);
      assert.deepEqual(await surnames(database), ['Ng', 'Ong']);
      assert.equal((await database.query('select * from changes')).length, 1);
    } finally {
      await holder.close();
      await db.close();
    }
  });

  test(`rows that another transaction holds too long are tried again, and at last given up, on ${name}`, async () => {
    const database = await make();
    await loaded(database.url);
    const holder = await openDatabase(database.url, pipeline);
    const db = await openDatabase(database.url, pipeline, { mustExist: false, lockSeconds: 1 });
    try {
      const trx = await holder.knex.transaction();
      await trx('schools').where({ school_id: '1' }).update({ name: 'held' });
      const given = patienceThat(() => Promise.resolve());
      const error = await refusal(() => load(db, changed, 'run 2', given));
      assert.equal(error.code, 'conflict');
      assert.deepEqual(given.waits, [250, 1000, 3000, 6000]);
      assert.deepEqual(await surnames(database), ['Lim', 'Ng']);
      const patience = patienceThat(() => trx.rollback());
      assert.equal((await load(db, changed, 'run 3', patience)).status, 'loaded');
      assert.deepEqual(patience.waits, [250]);
    } finally {
      await holder.close();
      await db.close();
    }
  });

  test(`two transactions that wait for each other: the school is tried again and loaded, on ${name}`, async () => {
    const database = await make();
    await loaded(database.url);
    const other = await openDatabase(database.url, pipeline);
    const db = await openDatabase(database.url, pipeline, { mustExist: false, lockSeconds: 20 });
    const patience = patienceThat(() => Promise.resolve());
    try {
      let loading: Promise<LoadResult> | undefined;
      const meddling = other.knex.transaction(async (trx) => {
        await trx('schools').where({ school_id: '1' }).update({ name: 'held' });
        loading = load(db, changed, 'run 2', patience);
        await new Promise((resolve) => setTimeout(resolve, 2500));
        await trx('teachers').where({ id: '31' }).update({ room: 'B12' });
      });
      const [outcome] = await Promise.allSettled([meddling]);
      assert.equal((await loading)?.status, 'loaded');
      // The database chooses which of the two gives way; one of them must.
      assert.equal(patience.waits.length, outcome.status === 'fulfilled' ? 1 : 0);
      assert.deepEqual(await surnames(database), ['Ng', 'Ong']);
    } finally {
      await other.close();
      await db.close();
    }
  });

  for (const when of ['unheard', 'unanswered'] as const) {
    test(`a commit that stays ${when} is looked up, and the school loaded once, on ${name}`, async () => {
      const database = await make();
      await loaded(database.url);
      const proxy = await cuttingProxy(database.url, when);
      const db = await openDatabase(proxy.url, pipeline);
      const patience = patienceThat(() => Promise.resolve());
      try {
        const result = await load(db, changed, 'run 2', patience);
        assert.equal(proxy.cuts(), 1);
        assert.equal(result.status, 'loaded');
        assert.deepEqual(result.changes.teachers, { added: 0, changed: 1, removed: 0, returned: 0 });
        assert.equal((await database.query('select * from changes')).length, 1);
        assert.equal((await database.query('select * from school_runs')).length, 2);
      } finally {
        await db.close();
        await proxy.close();
      }
    });

    test(`a commit that stays ${when}, and that nobody can look up, is said to be uncertain, on ${name}`, async () => {
      const database = await make();
      await loaded(database.url);
      const proxy = await cuttingProxy(database.url, when);
      const db = await openDatabase(proxy.url, pipeline);
      try {
        const patience = patienceThat(() => proxy.close());
        const error = await refusal(() => load(db, changed, 'run 2', patience));
        assert.equal(error.code, 'uncertain');
        assert.deepEqual(patience.waits, [250, 1000, 3000, 6000]);
        assert.deepEqual(await surnames(database), when === 'unheard' ? ['Lim', 'Ng'] : ['Ng', 'Ong']);
      } finally {
        await db.close();
      }
    });
  }

  test(`what keeps a run from its database is named, with what to do and no password, on ${name}`, async () => {
    const { url, query } = await make();
    await loaded(url);
    const [user, password] = [`pt_${Date.now().toString(36)}`, 'Zyzzyva%23'];
    const elsewhere = (change: (other: URL) => void) => {
      const other = new URL(url);
      other.password = password;
      change(other);
      return other.href;
    };
    const asUser = elsewhere((other) => (other.username = user));
    await query(name === 'MySQL' ? `create user ${user} identified by 'Zyzzyva#'` : `create role ${user} login`);
    try {
      const calls: [string, string, RegExp][] = [
        [elsewhere((other) => (other.port = '1')), 'ECONNREFUSED', /No server answers there/],
        [elsewhere((other) => (other.hostname = 'nowhere.invalid')), 'E[A-Z_]+', /No server answers there/],
        [withDatabase(url, 'pt_nowhere'), '3D000|ER_BAD_DB_ERROR', /no database of that name/],
        [`${url}?sslmode=sometimes`, '', /has an sslmode that is none of disable, require, verify-full/],
        [`${url}?ssl=on`, '', /has a parameter "ssl", which is none of sslmode, sslrootcert/],
        [elsewhere((other) => (other.pathname = '/')), '', /names no database/],
        [url.replace('//', '//a:Zyzzyva%@'), '', /cannot be read/],
      ];
      if (name === 'MySQL') {
        const wrong = elsewhere((other) => {
          other.username = user;
          other.password = 'wrong';
        });
        calls.push([wrong, 'ER_ACCESS_DENIED_ERROR', /does not let this user in/]);
        calls.push([asUser, 'ER_DBACCESS_DENIED_ERROR', /The user may not do that/]);
        calls.push([`${url}?ssl-mode=REQUIRED`, 'HANDSHAKE_NO_SSL_SUPPORT', /do not agree on TLS/]);
      } else calls.push([asUser, '42501', /The user may not do that/]);
      for (const [database, code, means] of calls) {
        const result = await cli(['run', 'test/cases/01-everything-comes-through.json', '--database', database]);
        const said = `${result.stdout}${result.stderr}`;
        assert.equal(result.code, 1, said);
        assert.match(said, means);
        if (code !== '') assert.match(said, new RegExp(`\\((${code})\\)`));
        assert.doesNotMatch(said, /Zyzzyva|wrong/);
      }
      const shown = await cli(['run', 'examples/oakfield.json', '--database', elsewhere(() => undefined)]);
      assert.doesNotMatch(shown.stdout + shown.stderr, /Zyzzyva/);
    } finally {
      await query(name === 'MySQL' ? `drop user ${user}` : `drop role ${user}`);
    }
  });
}
