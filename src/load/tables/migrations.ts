import type { Knex } from 'knex';
import type { Dialect, Store } from '../dialect.js';
import { foldedColumn, foldedRow, foldedSchool } from './folded-columns.js';
import type { HeldItem } from '../hold/weigh.js';
import { numbered, writeHeldItems } from '../hold/stored-hold.js';
import { wordsTable } from '../words/words-table.js';
import { migrationTable } from './migration-table.js';
import { edits } from '../runs/run-ids.js';

interface Migration {
  readonly name: string;
  /** May find part of its work done: MySQL commits each change of a table, even if the process dies after it. */
  readonly up: (knex: Knex, dialect: Dialect) => Promise<void>;
}

/** Tables that every pipeline has. Those of its records and links follow from pipeline.yaml (pipeline-tables.ts). */
const migrations: readonly Migration[] = [
  {
    name: '001-runs-changes-findings',
    up: async (knex, dialect) => {
      const make = (table: string, columns: ColumnNames) => createMissing(knex, dialect, table, columns);
      await make('pullthrough_tables', { key: ['table_name'], text: ['shape'] });
      await make('schools', { key: ['school_id'], text: ['name', 'last_run_id', 'loaded_at', 'findings_digest'] });
      await make('runs', { key: ['id'], text: ['started_at', 'finished_at', 'status', 'counts'] });
      // A run may meet a school twice, and documents that do not say their school.
      await make('school_runs', {
        key: ['school_id', 'run_id'],
        number: 'document',
        text: ['status', 'counts', 'reason'],
      });
      const numbers = findingColumns.filter(({ type }) => type === 'integer').map(({ name }) => name);
      const texts = findingColumns.filter(({ type }) => type === 'text').map(({ name }) => name);
      await make('findings', { key: ['school_id'], number: 'number', text: texts, integer: numbers });
    },
  },
  {
    name: '002-changes-by-number',
    up: async (knex, dialect) => {
      const text = ['table_name', 'record_id', 'kind', 'fields'];
      const columns = ['school_id', 'run_id', 'number', ...text];
      // Until now 001 made this table, only on SQLite, with the record's id in its key: others have no room for that.
      const isOld = (await knex.schema.hasTable('changes')) && !(await knex.schema.hasColumn('changes', 'number'));
      if (isOld) await knex.schema.renameTable('changes', 'changes_before_002');
      await createMissing(knex, dialect, 'changes', { key: ['school_id', 'run_id'], number: 'number', text });
      // 001 kept a lock there which outlived a process that was killed.
      await knex.schema.dropTableIfExists(`${migrationTable}_lock`);
      if (!isOld) return;
      const numbered = knex('changes_before_002')
        .select('school_id', 'run_id')
        .rowNumber('number', (over) => {
          over.partitionBy(['school_id', 'run_id']).orderBy('rowid');
        })
        .select(text);
      await knex(knex.raw(`?? (${columns.map(() => '??').join(', ')})`, ['changes', ...columns])).insert(numbered);
      await knex.schema.dropTable('changes_before_002');
    },
  },
  {
    name: '003-what-a-run-remembers',
    up: async (knex, dialect) => {
      for (const column of rememberedColumns) {
        if (await knex.schema.hasColumn('schools', column)) continue;
        await knex.schema.alterTable('schools', (table) => dialect.textColumn(table, column));
      }
      if (!(await knex.schema.hasColumn('schools', 'bytes_digest')))
        await knex.schema.alterTable('schools', (table) => dialect.keyColumn(table, 'bytes_digest'));
      // By itself, because on MySQL a process may die between the column and its index.
      await dialect.addIndex(knex, { name: 'schools_bytes_digest', table: 'schools', columns: ['bytes_digest'] });
      const make = (table: string, columns: ColumnNames) => createMissing(knex, dialect, table, columns);
      await make('holds', {
        key: ['school_id'],
        text: ['run_id', 'held_at', 'reason', 'part', 'released_at', 'released_part'],
      });
      await make('forgotten', { key: ['school_id', 'digest'], text: ['kind', 'salt', 'forgotten_at'] });
      // What is too old to be kept is found by its run, whichever schools that met.
      for (const table of ['changes', 'school_runs']) {
        await dialect.addIndex(knex, { name: `${table}_by_run`, table, columns: ['run_id', 'school_id'] });
      }
    },
  },
  {
    name: '005-who-released',
    up: async (knex, dialect) => {
      for (const column of ['released_by', 'released_why']) {
        if (await knex.schema.hasColumn('holds', column)) continue;
        await knex.schema.alterTable('holds', (table) => dialect.textColumn(table, column));
      }
    },
  },
  {
    name: '004-accounts-and-audit',
    up: async (knex, dialect) => {
      const make = (table: string, columns: ColumnNames) => createMissing(knex, dialect, table, columns);
      // `sees` is `all` or `named`: a person who loses the last school by name sees none, not all.
      await make('accounts', { key: ['name'], text: ['password', 'role', 'sees', 'created_at'] });
      await make('account_schools', { key: ['account', 'school_id'], text: [] });
      await make('sessions', { key: ['digest'], text: ['account', 'created_at', 'last_seen_at'] });
      const indexed = ['at', 'what', 'school_id'];
      await make('audit', { key: ['id'], indexed, text: ['who', 'kind', 'record_id', 'detail'] });
      // The id of an edit begins with a word, so ids alone are in no order of time.
      for (const [name, first] of [
        ['time', []],
        ['school', ['school_id']],
        ['what', ['what']],
      ] as const)
        await dialect.addIndex(knex, { name: `audit_by_${name}`, table: 'audit', columns: [...first, 'at', 'id'] });
    },
  },
  {
    name: '006-latest-school-runs',
    up: async (knex, dialect) => {
      const columns = ['school_id', 'run_id', 'status', 'reason'];
      await createMissing(knex, dialect, 'latest_school_runs', {
        key: ['school_id'],
        text: [...columns.slice(1), 'name'],
      });
      await knex('latest_school_runs').delete();
      const into = knex.raw(`?? (${columns.map(() => '??').join(', ')})`, ['latest_school_runs', ...columns]);
      const latest = knex('school_runs').groupBy('school_id').select('school_id').max({ run_id: 'run_id' });
      const first = knex('school_runs as earlier')
        .whereRaw('earlier.school_id = school_runs.school_id and earlier.run_id = school_runs.run_id')
        .whereRaw('earlier.document < school_runs.document');
      const noted = knex('school_runs')
        .join(latest.as('latest'), (on) =>
          on.on('latest.school_id', 'school_runs.school_id').andOn('latest.run_id', 'school_runs.run_id'),
        )
        .whereNot('school_runs.school_id', '')
        .whereNotExists(first.select('earlier.document'))
        .select(columns.map((column) => `school_runs.${column}`));
      await knex(into).insert(noted);
      // Nothing is noted of others; whatever a run makes of them is later than that.
      const others = knex('schools').whereNotIn('school_id', knex('school_runs').select('school_id'));
      await knex(into).insert(others.select('school_id', knex.raw("''"), knex.raw('null'), knex.raw('null')));
    },
  },
  {
    name: '007-held-items',
    up: async (knex, dialect) => {
      for (const column of ['counts', 'fingerprint', 'released_fingerprint']) {
        if (await knex.schema.hasColumn('holds', column)) continue;
        await knex.schema.alterTable('holds', (table) => dialect.textColumn(table, column));
      }
      await createMissing(knex, dialect, 'held_items', {
        key: ['school_id', 'fingerprint'],
        number: 'number',
        text: ['kind', 'record_id', 'change', 'columns'],
      });
      // Until now all items were in one text, and the approved ones in another; the last to go says that all is done.
      if (!(await knex.schema.hasColumn('holds', 'part'))) return;
      if (await knex.schema.hasColumn('holds', 'released_part')) await numberHeldItems(knex, dialect);
      for (const column of ['released_part', 'part']) {
        if (await knex.schema.hasColumn('holds', column))
          await knex.raw('alter table ?? drop column ??', ['holds', column]);
      }
    },
  },
  {
    name: '011-let-go',
    up: async (knex, dialect) => {
      if (await knex.schema.hasColumn('schools', 'let_go')) return;
      await knex.schema.alterTable('schools', (table) => dialect.textColumn(table, 'let_go'));
    },
  },
  {
    name: '012-how-it-was-split',
    up: async (knex, dialect) => {
      for (const column of ['split_as', 'met_as']) {
        if (await knex.schema.hasColumn('forgotten', column)) continue;
        await knex.schema.alterTable('forgotten', (table) => dialect.textColumn(table, column));
      }
      for (const [table, column] of [
        ['findings', 'record_digest'],
        ['schools', 'undone'],
      ] as const) {
        if (await knex.schema.hasColumn(table, column)) continue;
        await knex.schema.alterTable(table, (change) => dialect.textColumn(change, column));
      }
    },
  },
  {
    name: '014-known-addresses',
    up: (knex, dialect) =>
      createMissing(knex, dialect, 'known_addresses', { key: ['account', 'digest'], text: ['seen_at'] }),
  },
  {
    name: '013-search-and-order',
    up: async (knex, dialect) => {
      for (const table of ['schools', 'latest_school_runs']) {
        if (await knex.schema.hasColumn(table, foldedColumn)) continue;
        await knex.schema.alterTable(table, (alter) => dialect.textColumn(alter, foldedColumn));
      }
      await foldSchools({ knex, dialect }, 'schools', (_, name) => foldedRow([name]));
      await foldSchools({ knex, dialect }, 'latest_school_runs', foldedSchool);
    },
  },
  {
    name: '008-school-file',
    up: async (knex, dialect) => {
      if (await knex.schema.hasColumn('schools', 'own_file')) return;
      await knex.schema.alterTable('schools', (table) => dialect.textColumn(table, 'own_file'));
    },
  },
  {
    name: '009-feeds',
    up: async (knex, dialect) => {
      await createMissing(knex, dialect, 'feeds', { key: ['feed'], text: ['name', 'run_id'], integer: ['began'] });
      await createMissing(knex, dialect, 'feed_schools', { key: ['school_id', 'feed'], text: [], integer: ['began'] });
      await dialect.addIndex(knex, { name: 'feed_schools_by_feed', table: 'feed_schools', columns: ['feed'] });
    },
  },
  {
    name: '010-run-order',
    up: async (knex, dialect) => {
      // In `changes` only for edits: when the latest run at that time began.
      for (const name of ['runs', 'latest_school_runs', 'changes']) {
        if (await knex.schema.hasColumn(name, 'began')) continue;
        await knex.schema.alterTable(name, (table) => table.integer('began'));
      }
      await dialect.addIndex(knex, { name: 'runs_by_began', table: 'runs', columns: ['began'] });
      const runs = await knex<{ id: string }>('runs').orderBy('id').select('id');
      const columns = [
        { name: 'id', type: 'text' },
        { name: 'began', type: 'integer' },
      ] as const;
      // Until now, ids gave the order.
      const rows = runs.map(({ id }, at) => [id, at + 1]);
      await dialect.put(knex, { table: 'runs', key: ['id'], columns, update: ['began'], rows, isNew: false });
      const ofRun = knex('runs').whereRaw('runs.id = latest_school_runs.run_id').select('began');
      await knex('latest_school_runs').update({ began: knex.raw('coalesce((?), 0)', [ofRun]) });
      const { from, until } = edits;
      const before = knex('runs')
        .max('began')
        .whereRaw('runs.id <= substr(changes.run_id, ?)', [from.length + 1]);
      const ofEdits = knex('changes').where('run_id', '>=', from).where('run_id', '<', until);
      await ofEdits.update({ began: knex.raw('coalesce((?), 0)', [before]) });
    },
  },
  {
    name: '015-unseen-schools',
    up: async (knex, dialect) => {
      await createMissing(knex, dialect, 'unseen_schools', { key: ['run_id', 'school_id'], text: ['last_met'] });
    },
  },
  {
    name: '016-source-schools',
    up: (knex, dialect) =>
      createMissing(knex, dialect, 'source_schools', { key: ['source', 'school_id'], text: [], integer: ['began'] }),
  },
  {
    name: '017-parts-of-nights',
    up: async (knex, dialect) => {
      // The feed is that of the whole night.
      for (const column of ['part', 'feed']) {
        if (await knex.schema.hasColumn('runs', column)) continue;
        await knex.schema.alterTable('runs', (table) => dialect.textColumn(table, column));
      }
    },
  },
  {
    name: '018-held-since',
    up: async (knex, dialect) => {
      if (!(await knex.schema.hasColumn('holds', 'held_since')))
        await knex.schema.alterTable('holds', (table) => dialect.textColumn(table, 'held_since'));
      await knex('holds')
        .whereNull('held_since')
        .update({ held_since: knex.ref('held_at') });
    },
  },
  {
    name: '019-nights-in-a-queue',
    up: async (knex, dialect) => {
      for (const column of ['enqueued', 'ending']) {
        if (await knex.schema.hasColumn('runs', column)) continue;
        await knex.schema.alterTable('runs', (table) => dialect.textColumn(table, column));
      }
      await createMissing(knex, dialect, 'run_parts', {
        key: ['run_id'],
        number: 'document',
        indexed: ['school_id', 'state', 'replaced_by', 'lane'],
        text: ['source', 'reason', 'job', 'outcome'],
        integer: ['attempts', 'turn'],
      });
      const columns = ['state', 'replaced_by'];
      await dialect.addIndex(knex, { name: 'run_parts_by_state', table: 'run_parts', columns });
    },
  },
  {
    name: '020-source-marks',
    up: (knex, dialect) =>
      createMissing(knex, dialect, 'source_marks', {
        key: ['source'],
        text: ['etag', 'last_modified', 'digest', 'made_at'],
      }),
  },
  {
    name: '019-notices',
    up: (knex, dialect) =>
      createMissing(knex, dialect, 'notices', { key: ['address', 'feed', 'night'], text: ['state', 'run_id', 'at'] }),
  },
  {
    name: '021-audit-by-person',
    up: async (knex, dialect) => {
      // The address comes last, and says that the rest is done: a column with an index cannot be dropped everywhere.
      if (!(await knex.schema.hasColumn('audit', 'address'))) {
        await makeKeyOfText({ knex, dialect }, 'audit', 'who');
        await knex.schema.alterTable('audit', (table) => dialect.textColumn(table, 'address'));
      }
      await dialect.addIndex(knex, { name: 'audit_by_who', table: 'audit', columns: ['who', 'at', 'id'] });
    },
  },
  {
    name: '022-answers-to-holds',
    up: async (knex, dialect) => {
      await createMissing(knex, dialect, 'hold_answers', {
        key: ['school_id'],
        number: 'number',
        text: ['what', 'fingerprint', 'at', 'who', 'why', 'ended', 'ended_at'],
      });
      // Until now a hold had the one approval; its time is the first to go, and says that all are copied.
      if (await knex.schema.hasColumn('holds', 'released_at')) {
        const approved = knex('holds').whereNotNull('released_fingerprint');
        const from = ['school_id', 'released_fingerprint', 'released_at', 'released_by', 'released_why'];
        const known = knex('hold_answers').select('school_id');
        const into = ['school_id', 'number', 'what', 'fingerprint', 'at', 'who', 'why'];
        const [school, ...rest] = from;
        await knex(knex.raw(`?? (${into.map(() => '??').join(', ')})`, ['hold_answers', ...into])).insert(
          approved.whereNotIn('school_id', known).select(school, knex.raw("1, 'approved'"), ...rest),
        );
      }
      for (const column of ['released_at', 'released_by', 'released_why', 'released_fingerprint']) {
        if (await knex.schema.hasColumn('holds', column))
          await knex.raw('alter table ?? drop column ??', ['holds', column]);
      }
    },
  },
  {
    name: '023-figures-of-nights',
    up: async (knex) => {
      // Null for what ran before: the figures begin with the next night.
      const columns = { runs: ['changed', 'not_through'], school_runs: ['changed', 'not_through'] };
      for (const [name, own] of Object.entries({ ...columns, latest_school_runs: ['not_through'] }))
        for (const column of own) {
          if (await knex.schema.hasColumn(name, column)) continue;
          await knex.schema.alterTable(name, (table) => table.integer(column));
        }
    },
  },
  {
    name: '024-runs-that-are-heard',
    up: async (knex, dialect) => {
      if (!(await knex.schema.hasColumn('runs', 'heard_at')))
        await knex.schema.alterTable('runs', (table) => dialect.textColumn(table, 'heard_at'));
      // A run of an earlier version says nothing: whether it is alive shows a while after the upgrade at the earliest.
      await knex('runs')
        .where({ status: 'running' })
        .whereNull('heard_at')
        .update({ heard_at: knex.raw(dialect.clock(0)) });
    },
  },
  {
    name: '025-links-to-set-a-password',
    up: async (knex, dialect) => {
      if (!(await knex.schema.hasColumn('accounts', 'disabled_at')))
        await knex.schema.alterTable('accounts', (table) => dialect.textColumn(table, 'disabled_at'));
      await createMissing(knex, dialect, 'password_links', { key: ['account'], text: ['digest', 'ends_at'] });
    },
  },
  {
    name: '026-section-of-findings',
    up: async (knex, dialect) => {
      if (await knex.schema.hasColumn('findings', 'section')) return;
      await knex.schema.alterTable('findings', (table) => dialect.textColumn(table, 'section'));
    },
  },
  {
    name: '027-second-factors',
    up: async (knex, dialect) => {
      for (const column of ['second_factor', 'second_factor_at'])
        if (!(await knex.schema.hasColumn('accounts', column)))
          await knex.schema.alterTable('accounts', (table) => dialect.textColumn(table, column));
      if (!(await knex.schema.hasColumn('accounts', 'second_factor_step')))
        await knex.schema.alterTable('accounts', (table) => table.integer('second_factor_step'));
      await createMissing(knex, dialect, 'recovery_codes', { key: ['account', 'digest'], text: [] });
      // Who has given the password, and not yet the code.
      const text = ['account', 'password', 'address_digest', 'second_factor', 'began_at'];
      await createMissing(knex, dialect, 'begun_sign_ins', { key: ['digest'], text });
    },
  },
  {
    name: '030-account-identities',
    up: (knex, dialect) =>
      createMissing(knex, dialect, 'account_identities', {
        key: ['provider', 'subject'],
        text: ['account'],
      }),
  },
  {
    name: '028-search-words',
    up: async (knex, dialect) => {
      // Filled with the tables of records, when one of these lacks its words.
      await createMissing(knex, dialect, wordsTable, {
        key: ['school_id', 'word', 'table_name'],
        number: 'part',
        text: ['ids'],
        isLarge: true,
      });
      // Who does not come through is found by id in all schools.
      await dialect.addTextIndex(knex, { name: 'findings_by_record', table: 'findings', columns: ['record_id'] });
    },
  },
  {
    name: '029-facts-of-holds',
    up: async (knex, dialect) => {
      if (await knex.schema.hasColumn('holds', 'facts')) return;
      await knex.schema.alterTable('holds', (table) => dialect.textColumn(table, 'facts'));
    },
  },
  {
    name: '030-documents-of-any-number',
    // The second document of an input has a number that is larger by how many inputs there are, and so on.
    up: (knex, dialect) => dialect.widenColumn(knex, 'school_runs', 'document'),
  },
  {
    name: '031-codes-of-sessions',
    up: async (knex, dialect) => {
      if (await knex.schema.hasColumn('sessions', 'code_at')) return;
      await knex.schema.alterTable('sessions', (table) => dialect.textColumn(table, 'code_at'));
    },
  },
];

/** What shows a school's next run that nothing is new: of its last load, as all in `schools`. */
const rememberedColumns = ['extracted_at', 'bytes_part', 'values_digest', 'rules_digest', 'outcome'] as const;

interface HoldBefore007 {
  readonly school_id: string;
  readonly part: string;
  readonly released_part: string | null;
}

/** School by school: the text of one can be many megabytes long. */
async function numberHeldItems(knex: Knex, dialect: Dialect): Promise<void> {
  const write = async (school: string, part: string) => {
    const { items, counts, fingerprint } = numbered(JSON.parse(part) as HeldItem[]);
    await writeHeldItems({ knex, dialect }, school, fingerprint, items);
    return { counts: JSON.stringify(counts), fingerprint };
  };
  const holds = () => knex<HoldBefore007>('holds').whereNotNull('part');
  for (const { school_id } of await holds().select('school_id')) {
    const row = await holds().where({ school_id }).first();
    if (row === undefined) continue;
    const { part, released_part: released } = row;
    const approved = released === null ? null : await write(school_id, released);
    const held = await write(school_id, part);
    await knex('holds')
      .where({ school_id })
      .update({ ...held, released_fingerprint: approved?.fingerprint ?? null, part: null, released_part: null });
  }
}

/** Text of any length has no index on MySQL: its values, which are short, go to a column that may have one. */
async function makeKeyOfText({ knex, dialect }: Store, table: string, column: string): Promise<void> {
  const next = `${column}_key`;
  if (await knex.schema.hasColumn(table, column)) {
    if (!(await knex.schema.hasColumn(table, next)))
      await knex.schema.alterTable(table, (alter) => dialect.keyColumn(alter, next));
    await knex(table).update({ [next]: knex.ref(column) });
    await knex.raw('alter table ?? drop column ??', [table, column]);
  }
  await knex.raw('alter table ?? rename column ?? to ??', [table, next, column]);
}

const schoolsAtATime = 500;

/** Names of schools as they are searched and ordered, for rows of earlier versions; records' come with their tables. */
async function foldSchools(
  { knex, dialect }: Store,
  table: string,
  foldedOf: (school: string, name: string | null) => string | null,
): Promise<void> {
  const columns = ['school_id', foldedColumn].map((name) => ({ name, type: 'text' }) as const);
  let last = '';
  for (;;) {
    const schools = await knex<{ school_id: string; name: string | null }>(table)
      .where('school_id', '>', last)
      .orderBy('school_id')
      .limit(schoolsAtATime)
      .select('school_id', 'name');
    const rows = schools.map(({ school_id: school, name }) => [school, foldedOf(school, name)]);
    await dialect.put(knex, { table, key: ['school_id'], columns, update: [foldedColumn], rows, isNew: false });
    if (schools.length < schoolsAtATime) return;
    last = schools.at(-1)?.school_id ?? '';
  }
}

interface ColumnNames {
  readonly key: readonly string[];
  /** An integer that ends the key. */
  readonly number?: string;
  /** Texts as short as a key's; an index may have them, and they may be missing. */
  readonly indexed?: readonly string[];
  readonly text: readonly string[];
  readonly integer?: readonly string[];
  /** Whether it has many rows of few columns. */
  readonly isLarge?: boolean;
}

async function createMissing(
  knex: Knex,
  dialect: Dialect,
  name: string,
  { key, number, indexed = [], text, integer = [], isLarge = false }: ColumnNames,
): Promise<void> {
  if (await knex.schema.hasTable(name)) return;
  const made = knex.schema.createTable(name, (table) => {
    for (const column of key) dialect.keyColumn(table, column).notNullable();
    if (number !== undefined) table.integer(number).notNullable();
    for (const column of indexed) dialect.keyColumn(table, column);
    for (const column of text) dialect.textColumn(table, column);
    for (const column of integer) table.integer(column);
    table.primary([...key, ...(number === undefined ? [] : [number])]);
    dialect.finishTable(table);
  });
  await (isLarge ? dialect.createKeyed(knex, made) : made);
}

export const findingColumns = [
  { name: 'severity', type: 'text' },
  { name: 'kind', type: 'text' },
  { name: 'record_id', type: 'text' },
  { name: 'rule', type: 'text' },
  { name: 'because', type: 'text' },
  { name: 'cause_kind', type: 'text' },
  { name: 'cause_id', type: 'text' },
  { name: 'field', type: 'text' },
  { name: 'position', type: 'integer' },
  { name: 'section', type: 'text' },
  { name: 'fix', type: 'text' },
  { name: 'among', type: 'text' },
  { name: 'round', type: 'integer' },
  { name: 'file', type: 'text' },
  { name: 'line', type: 'integer' },
  { name: 'record_digest', type: 'text' },
] as const;

/** Which migrations a database still needs; null if a newer version made it. */
export async function missingMigrations(knex: Knex): Promise<readonly Migration[] | null> {
  if (!(await knex.schema.hasTable(migrationTable))) return migrations;
  const rows = await knex<{ name: string }>(migrationTable).select('name');
  const done = new Set(rows.map(({ name }) => name));
  const known = new Set(migrations.map(({ name }) => name));
  if ([...done].some((name) => !known.has(name))) return null;
  return migrations.filter(({ name }) => !done.has(name));
}

/** Makes what a database still needs; the caller has it to itself. */
export async function migrate(knex: Knex, dialect: Dialect, missing: readonly Migration[]): Promise<void> {
  if (!(await knex.schema.hasTable(migrationTable))) {
    await knex.schema.createTable(migrationTable, (table) => {
      table.increments('id');
      table.string('name');
      table.integer('batch');
      table.dateTime('migration_time');
      dialect.finishTable(table);
    });
  }
  for (const { name, up } of missing) {
    await up(knex, dialect);
    await knex(migrationTable).insert({ name, batch: 1, migration_time: knex.fn.now() });
  }
}
