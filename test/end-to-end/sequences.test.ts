import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { decide } from '../../src/decide/decide.js';
import { RuleMemory } from '../../src/decide/rule-book.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { valuesDigest } from '../../src/extract/items/values-digest.js';
import { openDatabase, openForPlanning } from '../../src/load/database.js';
import { countLinks } from '../../src/load/hold/went-links.js';
import { editLocal } from '../../src/load/edit.js';
import { forget, unforget } from '../../src/load/erasure/forget.js';
import { readForgotten } from '../../src/load/erasure/forgotten.js';
import { newEditId } from '../../src/load/runs/run-ids.js';
import { approveHeld } from '../../src/load/hold/release.js';
import { loadSchool } from '../../src/load/load-school.js';
import { planSchool, type Terms } from '../../src/load/compare/school-plan.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { configurationDigest } from '../../src/pipeline/configuration-digest.js';
import { usualGuard, type Guard } from '../../src/pipeline/guard/guard.js';
import { recordKind } from '../../src/pipeline/pipeline.js';
import { outcomeOf } from '../../src/run/outcome.js';
import { extractOf } from '../reference/arbitrary-extract.js';
import { edit, edited, withKey, type Edit } from '../reference/arbitrary-steps.js';
import {
  expectedLoad,
  knownWithout,
  nothingKnown,
  TABLES,
  type Content,
  type Known,
} from '../reference/expected-load.js';
import { Pairs, writeJson, type Source } from '../reference/json-text.js';
import type { Options } from '../reference/reference.js';
import { checked } from '../support/checked.js';
import { cli } from '../support/cli.js';
import { configured } from '../support/configured.js';
import { backends, keptOpen, type Backend, type TestDatabase } from '../support/databases.js';
import { readText, today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { watchWrites } from '../support/forbid-writes.js';
import { smallSchool } from '../support/small-school.js';
import { changesOf, replay } from '../support/replay.js';
import { emptyTables, readTablesOf, type Tables } from '../support/tables.js';
import { cases, factor, isFull, unlessFull } from '../support/numbers.js';

const root = temporaryFolder();
const school = '9361234';
const stepsInAll = isFull ? 30 : 12;
/** A failure is told even where shrinking it would take an hour. */
const withinTime = { interruptAfterTimeLimit: 180_000 * Math.max(1, factor), markInterruptAsFailure: true };

/** The rules that a school may have from one night to the next. */
const settings = [
  setting({ parentalResponsibilityOnly: false, singleSignOn: false, disabled: [] }),
  setting({ parentalResponsibilityOnly: true, singleSignOn: false, disabled: [] }),
  setting({ parentalResponsibilityOnly: false, singleSignOn: true, disabled: ['contact-title', 'group-type'] }),
  setting({ parentalResponsibilityOnly: true, singleSignOn: false, disabled: ['teacher-title', 'class-type'] }),
  setting({ parentalResponsibilityOnly: false, singleSignOn: false, disabled: ['student-in-a-class'] }),
];

function setting(options: Options) {
  const { disabled = [], ...set } = options;
  const yaml = `options: ${JSON.stringify(set)}\ndisable: [${disabled.join(', ')}]\n`;
  const { config } = configured(root, { [`rules/schools/${school}.yaml`]: yaml });
  const configuration = readConfiguration(config, { set: [], today: () => today });
  return { options, config, configuration, plan: planReading(configuration.pipeline), memory: new RuleMemory() };
}

type Setting = (typeof settings)[number];

/** None where a person approves whatever would be held. */
const guards: Record<string, Guard | null> = {
  released: null,
  // As pipeline.yaml has it, by which the commands go.
  usual: { ...usualGuard, letGo: ['contactLinks'] },
  open: { ...usualGuard, removals: { share: 100, above: 0 }, changes: { share: 100, above: 0 } },
  tight: { ...usualGuard, removals: { share: 10, above: 1 }, changes: { share: 25, above: 2 } },
  removals: {
    ...usualGuard,
    removals: { share: 20, above: 0 },
    changes: { share: 40, above: 1 },
    hold: 'removals',
    letGo: ['contactLinks'],
  },
  'let go': { ...usualGuard, removals: { share: 20, above: 1 }, letGo: ['contactLinks', 'groupStudents'] },
};

interface Step {
  readonly edit: Edit;
  /** In place of the edit. */
  readonly instead:
    | { readonly does: 'nothing' | 'approve' | 'back' }
    | { readonly does: 'restore' | 'setting' | 'forget' | 'undo'; readonly number: number }
    | { readonly does: 'room'; readonly number: number; readonly room: string };
  /** How the document is written: 0 is the plainest. */
  readonly style: number;
  /** How many hours later the extract was made than the one before; null where it does not say. */
  readonly later: number | null;
  readonly guard: string;
}

function steps(guardsMeant: readonly string[], count: number): fc.Arbitrary<Step[]> {
  const instead: fc.Arbitrary<Step['instead']> = fc.oneof(
    { withCrossShrink: true },
    { weight: 12, arbitrary: fc.constant({ does: 'nothing' as const }) },
    { weight: 3, arbitrary: fc.constant({ does: 'approve' as const }) },
    { weight: 3, arbitrary: fc.constant({ does: 'back' as const }) },
    { weight: 2, arbitrary: fc.record({ does: fc.constant('restore' as const), number: fc.nat({ max: 30 }) }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('setting' as const), number: fc.nat({ max: 4 }) }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('forget' as const), number: fc.nat({ max: 30 }) }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('undo' as const), number: fc.nat({ max: 30 }) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        does: fc.constant('room' as const),
        number: fc.nat({ max: 30 }),
        room: fc.constantFrom('B12', ' Lab 3\u00a0', '', '\u{1f3eb}'),
      }),
    },
  );
  const step: fc.Arbitrary<Step> = fc.record({
    edit: edit(school),
    instead,
    style: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat() }),
    later: fc.constantFrom(0, 0, 0, 0, 0, 24, 24, 24, -24, null),
    guard: fc.constantFrom(...guardsMeant),
  });
  return fc.array(step, { minLength: count, maxLength: count });
}

type Forgettable = 'students' | 'teachers';

/** A school in which everything comes through. */
const allThrough = asSource(smallSchool(12, school)) as Pairs;

function asSource(value: unknown): Source {
  if (Array.isArray(value)) return value.map(asSource);
  if (typeof value === 'number') return { literal: String(value) };
  if (typeof value !== 'object' || value === null) return value as Source;
  return new Pairs(Object.entries(value).map(([key, one]) => [key, asSource(one)]));
}

/** Nights on which the school is held, because its groups came empty, while links and their parents come and go. */
function heldSteps(): fc.Arbitrary<Step[]> {
  const plain = { instead: { does: 'nothing' as const }, style: 0, later: 0 };
  const at = fc.nat({ max: 30 });
  const remove = (section: 'ContactLinks' | 'Contacts') =>
    fc.record({ does: fc.constant('remove' as const), section: fc.constant(section), at });
  const step: fc.Arbitrary<Step> = fc.record({
    edit: fc.oneof({ weight: 3, arbitrary: remove('ContactLinks') }, { weight: 1, arbitrary: remove('Contacts') }),
    instead: fc.oneof(
      { weight: 4, arbitrary: fc.constant({ does: 'nothing' as const }) },
      { weight: 3, arbitrary: fc.constant({ does: 'back' as const }) },
      { weight: 1, arbitrary: fc.record({ does: fc.constant('forget' as const), number: at }) },
    ),
    style: fc.constant(0),
    later: fc.constant(0),
    guard: fc.constantFrom('let go', 'removals'),
  });
  const first: Step[] = [
    { ...plain, edit: { does: 'nothing' }, guard: 'released' },
    { ...plain, edit: { does: 'empty', section: 'Groups' }, guard: 'let go' },
  ];
  return fc.array(step, { minLength: 8, maxLength: 8 }).map((rest) => [...first, ...rest]);
}

/** What came of a plan or a run. */
interface Came {
  readonly status: string;
  readonly changes: unknown;
  readonly letGo: unknown;
}

/** A way to do what a sequence does. */
interface Driver {
  /** Null where this load cannot be planned. */
  plan(text: string, by: Setting, guard: string): Promise<(Came & { readonly fingerprint: string }) | null>;
  run(text: string, by: Setting, guard: string, onlyIf: string | null): Promise<Came>;
  /** The same again, comparing the rows themselves. */
  again(text: string, by: Setting, guard: string): Promise<Came>;
  approve(): Promise<void>;
  typeRoom(teacher: string, room: string): Promise<void>;
  forget(kind: Forgettable, id: string): Promise<void>;
  undo(kind: Forgettable, id: string): Promise<void>;
  end(): Promise<void>;
}

/** By the functions that the commands call. */
async function byFunctions({ url }: TestDatabase): Promise<Driver> {
  const [{ configuration }] = settings;
  const db = await openDatabase(url, configuration.pipeline);
  const planning = await openForPlanning(url, configuration.pipeline);
  let number = 0;
  const nextId = () => String(++number).padStart(6, '0');
  let last: { text: string; by: Setting; guard: string; found: ReturnType<typeof decideAnew> } | undefined;
  /** A step decides once, whatever it does with that. */
  const decided = (text: string, by: Setting, guard: string) => {
    if (last?.text !== text || last.by !== by || last.guard !== guard)
      last = { text, by, guard, found: decideAnew(text, by, guard) };
    return last.found;
  };
  const decideAnew = async (text: string, { configuration, plan, memory }: Setting, guard: string) => {
    const [result, ...rest] = await readText(text, plan);
    assert.ok(result?.type === 'extract' && rest.length === 0, text);
    const own = configuration.forSchool(school);
    const forgotten = await readForgotten(db, school, configuration.pipeline);
    const decision = await decide(result.extract, own, today, memory, forgotten.erasures);
    const terms: Terms = {
      ...(guards[guard] === null ? { release: true } : { guard: guards[guard] ?? usualGuard }),
      remember: {
        extractedAt: result.extract.extractedInstant,
        valuesDigest: valuesDigest(result.extract),
        rulesDigest: configurationDigest(own, today, 'tested'),
        hasOwnFile: false,
        outcome: (found) => outcomeOf(configuration.pipeline, decision, found),
      },
    };
    return { decision, forgotten, terms, pipeline: configuration.pipeline };
  };
  let began = 0;
  const run: Driver['run'] = async (text, by, guard, onlyIf) => {
    const { decision, forgotten, terms, pipeline } = await decided(text, by, guard);
    const given = {
      id: nextId(),
      began: ++began,
      document: 1,
      now: new Date(),
      ...(onlyIf === null ? {} : { onlyIf }),
    };
    return loadSchool(db, pipeline, decision, { ...terms, forgotten, ...given });
  };
  return {
    plan: async (text, by, guard) => {
      const { decision, terms, pipeline } = await decided(text, by, guard);
      const plan = await planning.reading((store) => planSchool(store, pipeline, decision, terms));
      return { ...plan, letGo: countLinks(plan.letGo.going), fingerprint: plan.fingerprint() };
    },
    run,
    again: (text, by, guard) => run(text, by, guard, null),
    approve: async () => void (await approveHeld(db, school, { at: new Date(), by: null, why: null })),
    typeRoom: async (id, value) => {
      const kind = recordKind(configuration.pipeline, 'teachers');
      const [field] = kind.local;
      assert.ok(field !== undefined);
      const editId = newEditId(new Date(), nextId());
      const edited = await editLocal(db, { school, kind, id, field, value, editId, who: null, address: null });
      assert.equal(edited.outcome, 'done');
    },
    forget: async (name, id) => {
      const kind = recordKind(configuration.pipeline, name);
      assert.ok(await forget(db, configuration.pipeline, { school, kind, id, now: new Date(), salt: nextId() }));
      last = undefined;
    },
    undo: async (name, id) => {
      const kind = recordKind(configuration.pipeline, name);
      assert.ok(await unforget(db, { school, kind, id }));
      last = undefined;
    },
    end: async () => {
      await planning.close();
      await db.close();
    },
  };
}

/** By the command line, which knows a file again by its bytes and an extract by its values. */
function byCommands({ url }: TestDatabase): Driver {
  let number = 0;
  // Later than any of the extracts, which would else lie in the future.
  let clock = Date.now() + 180 * 24 * 3_600_000;
  const given = (text: string) => {
    const file = join(root, `${String(number++)}.json`);
    writeFileSync(file, text);
    return file;
  };
  const schoolOf = async (...args: string[]) => {
    const now = new Date((clock += 1000));
    const { stdout, stderr } = await cli([...args, '--json', '--date', today, '--database', url], { now });
    const { schools, fingerprint = '' } = JSON.parse(stdout) as { schools: Came[]; fingerprint?: string };
    const [only, ...others] = schools;
    assert.ok(only !== undefined && others.length === 0, stderr);
    return { ...only, fingerprint };
  };
  return {
    plan: async (text, { config }, guard) =>
      guard === 'released' ? null : schoolOf('plan', given(text), '--config', config),
    run: async (text, { config }, guard, onlyIf) =>
      guard === 'released'
        ? schoolOf('release', school, given(text), '--config', config)
        : schoolOf('run', given(text), '--config', config, ...(onlyIf === null ? [] : ['--only-if', onlyIf])),
    again: (text, { config }) => schoolOf('run', given(text), '--config', config, '--repair'),
    approve: async () => {
      const { code, stderr } = await cli(['release', school, '--database', url]);
      assert.equal(code, 0, stderr);
    },
    typeRoom: async (id, room) => {
      const { code, stderr } = await cli(['edit', '--database', url, '--', 'teacher', id, 'room', room]);
      assert.equal(code, 0, stderr);
    },
    forget: async (kind, id) => {
      const { code, stderr } = await cli(['forget', '--database', url, '--', kind, id]);
      assert.equal(code, 0, stderr);
    },
    undo: async (kind, id) => {
      const { code, stderr } = await cli(['forget', '--undo', '--database', url, '--', kind, id]);
      assert.equal(code, 0, stderr);
    },
    end: () => Promise.resolve(),
  };
}

const written = [...Object.keys(TABLES), 'changes'];
const noted = ['schools', 'findings', 'holds', 'held_items', 'school_runs', 'runs'];
const counted = new Map<string, number>();

function count(what: string): void {
  counted.set(what, (counted.get(what) ?? 0) + 1);
}

class Sequence {
  known: Known = nothingKnown;
  /** As the first load left them. */
  #first: Tables | null = null;
  readonly #rooms = new Map<string, string>();
  readonly #earlier: { extract: Pairs; by: Setting }[] = [];
  #by = settings[0];
  /** As `kind id`: who is erased now, and who ever was. */
  readonly #forgotten = new Set<string>();
  readonly #everForgotten = new Set<string>();
  #now = Date.parse('2026-11-20T02:00:00Z');

  constructor(
    private readonly database: TestDatabase,
    private readonly driver: Driver,
    private readonly writtenTo: () => Promise<string[]>,
    private extract: Pairs,
  ) {}

  async take({ edit, instead, style, later, guard }: Step): Promise<void> {
    await this.#prepare(instead, edit);
    const extractedAt = later === null ? null : this.#now + later * 3_600_000;
    if (later !== null && later > 0) this.#now += later * 3_600_000;
    this.#earlier.push({ extract: this.extract, by: this.#by });
    const time = extractedAt === null ? null : new Date(extractedAt).toISOString();
    const text = writeJson(withKey(this.extract, 'ExtractedAt', time), style);
    const options = { ...this.#by.options, forgotten: this.#forgotten };
    await this.#load({ text, options, extractedAt, guard: guards[guard] ?? null }, guard);
  }

  async #prepare(instead: Step['instead'], edit: Edit): Promise<void> {
    if (instead.does === 'approve' && this.known.held !== null) {
      await this.driver.approve();
      this.known = { ...this.known, approved: this.known.held };
      count('approved');
    } else if (instead.does === 'back' && this.#earlier.length > 1)
      this.extract = this.#earlier[this.#earlier.length - 2].extract;
    else if (instead.does === 'restore' && this.#earlier.length > 0) {
      const { extract, by } = this.#earlier[instead.number % this.#earlier.length];
      [this.extract, this.#by] = [extract, by];
    } else if (instead.does === 'setting') this.#by = settings[instead.number];
    else if (instead.does === 'forget') await this.#forget(instead.number);
    else if (instead.does === 'undo') await this.#undo(instead.number);
    else if (instead.does === 'room') await this.#typeRoom(instead.number, instead.room);
    else this.extract = edited(this.extract, edit);
  }

  async #forget(number: number): Promise<void> {
    const who = (['students', 'teachers'] as const)
      .flatMap((kind) => this.known.tables[kind].map(([, id]) => ({ kind, id: String(id) })))
      .filter(({ kind, id }) => !this.#everForgotten.has(`${kind} ${id}`));
    if (who.length === 0) return;
    const { kind, id } = who[number % who.length];
    await this.driver.forget(kind, id);
    for (const all of [this.#forgotten, this.#everForgotten]) all.add(`${kind} ${id}`);
    if (kind === 'teachers') this.#rooms.delete(id);
    this.known = knownWithout(this.known, kind, id);
    const left = await readTablesOf(this.database);
    assert.deepEqual(left, this.known.tables, 'after an erasure');
    // What went with it stands in no change, so that what follows is told from here on.
    await this.database.query('delete from "changes"');
    if (this.#first !== null) this.#first = left;
    count(this.known.went.size > 0 ? 'erased beside links that went' : 'erased');
  }

  async #undo(number: number): Promise<void> {
    const who = [...this.#forgotten].sort();
    if (who.length === 0) return;
    const one = who[number % who.length];
    await this.driver.undo(one.slice(0, one.indexOf(' ')) as Forgettable, one.slice(one.indexOf(' ') + 1));
    this.#forgotten.delete(one);
    count('undone');
  }

  async #typeRoom(number: number, room: string): Promise<void> {
    const ids = (await this.database.query('select id from teachers')).map(({ id }) => String(id)).sort();
    if (ids.length === 0) return;
    const id = ids[number % ids.length];
    await this.driver.typeRoom(id, room);
    if (room === '') this.#rooms.delete(id);
    else this.#rooms.set(id, room.replace(/^\s+|\s+$/g, ''));
  }

  async #load(content: Content, guard: string): Promise<void> {
    const { status, changes, letGo, known } = expectedLoad(this.known, content);
    count(status);
    await this.writtenTo();
    const plan = await this.driver.plan(content.text, this.#by, guard);
    if (plan !== null) {
      const planned = status === 'loaded' ? 'planned' : status;
      assert.deepEqual([plan.status, plan.changes, plan.letGo], [planned, changes, letGo]);
      assert.deepEqual(await this.writtenTo(), [], 'a plan wrote');
    }
    // Of a plan that is another now, nothing would be carried out.
    const run = await this.driver.run(content.text, this.#by, guard, plan?.fingerprint ?? null);
    assert.deepEqual([run.status, run.changes, run.letGo], [status, changes, letGo]);
    if (letGo > 0) count('let go');
    if (status === 'held' && known.went.size < this.known.went.size + letGo) count('put back');
    const left = await readTablesOf(this.database);
    assert.deepEqual(left, known.tables);
    const isWritten = (await this.writtenTo()).some((table) => written.includes(table));
    const isOther = !isDeepStrictEqual(withoutSchools(this.known.tables), withoutSchools(known.tables));
    assert.equal(isWritten, isOther, 'whether something was written');
    if (changes.teachers?.returned && status === 'loaded' && this.#rooms.size > 0) count('returned');
    if (status === 'held' && isOther) count('held in part');
    this.known = known;

    if (status === 'loaded' && this.#first === null) this.#first = left;
    if (this.#first === null) return;
    assert.deepEqual(
      withoutSchools(replay(this.#first, await changesOf(this.database))),
      withoutSchools(left),
      'changes replayed',
    );
    const rooms = await this.database.query('select id, room from teachers where room is not null');
    assert.deepEqual(new Map(rooms.map(({ id, room }) => [id, room])), this.#rooms);

    if (status !== 'loaded' && status !== 'unchanged') return;
    const again = await this.driver.again(content.text, this.#by, guard);
    assert.deepEqual([again.status, 'drift' in again ? again.drift : []], ['unchanged', []]);
    const writes = await this.writtenTo();
    assert.deepEqual(
      writes.filter((table) => written.includes(table)),
      [],
      'a second run wrote',
    );
  }
}

/** A school's new name is no change of a record. */
function withoutSchools(tables: Tables): Tables {
  return Object.fromEntries(Object.entries(tables).filter(([table]) => table !== 'schools'));
}

async function sequences(
  backend: Backend,
  stepsMeant: fc.Arbitrary<Step[]>,
  numRuns: number,
  drive: (database: TestDatabase) => Driver | Promise<Driver>,
  extracts: fc.Arbitrary<Pairs> = extractOf(school),
): Promise<void> {
  const database = keptOpen(await backend.make());
  await (await openDatabase(database.url, settings[0].configuration.pipeline)).close();
  counted.clear();
  const writtenTo = await watchWrites(backend.name, database, [...written, ...noted]);
  await checked(
    fc.asyncProperty(extracts, stepsMeant, async (extract, all) => {
      await emptyTables(database);
      const driver = await drive(database);
      const sequence = new Sequence(database, driver, writtenTo, extract);
      try {
        for (const [number, step] of all.entries()) {
          try {
            await sequence.take(step);
          } catch (error) {
            throw new Error(`step ${String(number + 1)}: ${(error as Error).message}`, { cause: error });
          }
        }
      } finally {
        await driver.end();
      }
    }),
    { numRuns: cases(numRuns), ...withinTime },
  );
}

for (const backend of backends()) {
  const isFile = backend.name === 'SQLite';
  const inWords = (count: number) =>
    `${String(count)} steps of new extracts, rules and rooms leave what the reference says, as planned, and write nothing twice`;

  test(`${inWords(stepsInAll)}, on ${backend.name}`, async () => {
    await sequences(
      backend,
      steps(['released', 'tight', 'removals', 'let go', ...Object.keys(guards)], stepsInAll),
      isFile ? 60 : 6,
      byFunctions,
    );
    if (!isFile || !isFull) return;
    const all = [
      'loaded',
      'unchanged',
      'held',
      'held in part',
      'let go',
      'erased',
      'undone',
      'approved',
      'failed',
      'returned',
    ];
    assert.deepEqual(
      all.filter((what) => !counted.has(what)),
      [],
      'some of this never happened',
    );
  });

  test(`what is let go while a school is held, and put back, is what the reference says, on ${backend.name}`, async () => {
    await sequences(backend, heldSteps(), isFile ? 15 : 2, byFunctions, fc.constant(allThrough));
    if (!isFile || !isFull) return;
    const all = ['let go', 'put back', 'erased'];
    assert.deepEqual(
      all.filter((what) => !counted.has(what)),
      [],
      'some of this never happened',
    );
  });

  test(
    `${inWords(stepsInAll)}, by the command line, on ${backend.name}`,
    { skip: unlessFull('it takes seconds, and the functions take the same steps above') },
    async () => {
      await sequences(backend, steps(['released', 'usual'], stepsInAll), isFile ? 2 : 1, byCommands);
    },
  );
}
