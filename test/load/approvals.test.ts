import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Decision } from '../../src/decide/decision.js';
import { openDatabase, type Database } from '../../src/load/database.js';
import {
  approvalsOf,
  approveHeld,
  isApproved,
  keepHeld,
  keptBy,
  takeBackApproval,
} from '../../src/load/hold/release.js';
import { readHold } from '../../src/load/hold/stored-hold.js';
import { loadSchool, type LoadResult } from '../../src/load/load-school.js';
import { usualGuard } from '../../src/pipeline/guard/guard.js';
import { checked } from '../support/checked.js';
import { configured } from '../support/configured.js';
import { backends } from '../support/databases.js';
import { decideText, shippedConfiguration } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { nightsIn } from '../support/nights.js';
import { cases, isFull } from '../support/numbers.js';
import { first, smallSchool, withoutParents } from '../support/small-school.js';

const begin = nightsIn();
const root = temporaryFolder();
const shipped = shippedConfiguration();
const parents = 60;

/** Which parents an extract lacks, by their place: a part of others, more than others, or others. */
const extracts = {
  all: [],
  few: first(5),
  eight: first(8),
  nine: first(9),
  others: first(9, 20),
  many: [...first(9), ...first(9, 20)],
} as const satisfies Record<string, readonly number[]>;

type Name = keyof typeof extracts;
type Person = string | null;

type Step =
  | { readonly does: 'approve' | 'keep' | 'take back'; readonly by: Person }
  | { readonly does: 'run'; readonly extract: Name; readonly paused: boolean; readonly releasedBy: string | null };

const people = fc.constantFrom<Person>('ana', ' Ana', 'ben', 'cy', null);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ does: fc.constant('approve' as const), by: people }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('keep' as const, 'take back' as const), by: people }) },
    {
      weight: 4,
      arbitrary: fc.record({
        does: fc.constant('run' as const),
        extract: fc.constantFrom(...(Object.keys(extracts) as Name[])),
        paused: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
        releasedBy: fc.oneof(
          { weight: 5, arbitrary: fc.constant(null) },
          { arbitrary: fc.constantFrom('ana', 'BEN'), weight: 1 },
        ),
      }),
    },
  ),
  { minLength: 2, maxLength: 14 },
);

const folded = (by: Person): Person => by?.trim().toLowerCase() ?? null;

/** The same as plainly as the contract reads: what is held, and who has approved it. */
class Model {
  missing: ReadonlySet<number> = new Set();
  held: ReadonlySet<number> | null = null;
  approved = new Set<Person>();
  isKept = false;
  isLoaded = false;

  constructor(readonly needed: number) {}

  answer({ does, by }: Extract<Step, { by: Person }>): void {
    if (this.held === null) return;
    if (does === 'take back') this.approved.delete(folded(by));
    else if (does === 'approve') {
      this.approved.add(folded(by));
      this.isKept = false;
    } else {
      this.approved.clear();
      this.isKept = true;
    }
  }

  isApproved(more: Person = null): boolean {
    const named = new Set([...this.approved, more].filter((by) => by !== null));
    return this.needed === 1 ? this.approved.size > 0 : this.approved.size > 0 && named.size >= this.needed;
  }

  run({ extract, paused, releasedBy }: Extract<Step, { does: 'run' }>): LoadResult['status'] {
    const releasesAlone = releasedBy !== null && this.needed === 1;
    if (paused && !releasesAlone) return 'held';
    const now = new Set<number>(extracts[extract]);
    const going = [...now].filter((at) => !this.missing.has(at));
    const isTooMuch = going.length > 5 && going.length * 10 > parents - this.missing.size;
    const { held } = this;
    const isWithin = held !== null && going.every((at) => held.has(at));
    const goesThrough = releasesAlone || (isWithin && this.isApproved(folded(releasedBy)));
    this.approved = new Set();
    if (isTooMuch && !goesThrough) {
      this.held = new Set(going);
      if (releasedBy !== null) {
        this.approved.add(folded(releasedBy));
        this.isKept = false;
      }
      return 'held';
    }
    const isSame = this.isLoaded && going.length === 0 && [...this.missing].every((at) => now.has(at));
    [this.held, this.missing, this.isKept, this.isLoaded] = [null, now, false, true];
    return isSame ? 'unchanged' : 'loaded';
  }
}

class Driver {
  #runs = 0;
  constructor(
    private readonly db: Database,
    private readonly school: string,
    private readonly needed: number,
    private readonly decisions: ReadonlyMap<Name, Decision>,
  ) {}

  async answer({ does, by }: Extract<Step, { by: Person }>): Promise<void> {
    const { db, school } = this;
    const given = { at: new Date(), by, why: 'because' };
    if (does === 'approve') await approveHeld(db, school, given);
    else if (does === 'take back') await takeBackApproval(db, school, given);
    else {
      const hold = await readHold(db, school);
      if (hold !== null) assert.ok(await keepHeld(db, school, given, hold));
    }
  }

  async run({ extract, paused, releasedBy }: Extract<Step, { does: 'run' }>): Promise<LoadResult['status']> {
    const decision = this.decisions.get(extract);
    assert.ok(decision !== undefined);
    const run = { id: `run ${String(++this.#runs)}`, began: this.#runs, document: 1, now: new Date() };
    const guard = { ...usualGuard, pausedUntil: paused ? '2026-12-31' : null };
    const by = releasedBy === null ? {} : { release: true, by: releasedBy };
    const pipeline = { ...shipped.pipeline, serve: { ...shipped.pipeline.serve, approvals: this.needed } };
    return (await loadSchool(this.db, pipeline, { ...decision, school: this.school }, { ...run, guard, ...by })).status;
  }
}

test('B17: what one or two people approve goes through if it is the same or less, and ends as the contract says', async () => {
  const [backend] = backends();
  assert.ok(backend !== undefined);
  const decisions = new Map<Name, Decision>();
  for (const [name, missing] of Object.entries(extracts))
    decisions.set(
      name as Name,
      await decideText(JSON.stringify(withoutParents(smallSchool(parents), ...missing)), shipped),
    );
  const db = await openDatabase((await backend.make()).url, shipped.pipeline);
  let schools = 0;
  const ends = new Map<string, number>();
  try {
    await checked(
      fc.asyncProperty(fc.constantFrom(1, 2), steps, async (needed, all) => {
        const school = `s${String(++schools)}`;
        const model = new Model(needed);
        const driver = new Driver(db, school, needed, decisions);
        const night = { does: 'run', paused: false, releasedBy: null } as const;
        for (const step of [{ ...night, extract: 'all' }, { ...night, extract: 'nine' }, ...all] as const) {
          if (step.does === 'run') {
            const wasApproved = model.isApproved();
            const status = await driver.run(step);
            assert.equal(status, model.run(step));
            if (wasApproved)
              ends.set(`${status} ${String(needed)}`, (ends.get(`${status} ${String(needed)}`) ?? 0) + 1);
          } else {
            await driver.answer(step);
            model.answer(step);
          }
          const hold = await readHold(db, school);
          assert.equal(hold === null, model.held === null);
          if (hold === null) continue;
          assert.deepEqual(new Set(approvalsOf(hold).map(({ by }) => folded(by))), model.approved);
          assert.equal(isApproved(hold, needed), model.isApproved());
          assert.equal(keptBy(hold) !== null, model.isKept);
        }
      }),
      { numRuns: cases(300, 25) },
    );
    // Otherwise nothing was shown.
    if (isFull)
      for (const one of ['loaded 1', 'held 1', 'loaded 2', 'held 2']) assert.ok((ends.get(one) ?? 0) > 0, one);
  } finally {
    await db.close();
  }
});

/** The shipped pipeline, which asks for two people. */
function askingForTwo(): readonly string[] {
  const { folder, config } = configured(root, {}, false);
  const text = readFileSync(config, 'utf8');
  const { config: two } = configured(folder, { 'pipeline.yaml': `${text}\nserve: { approvals: 2 }\n` }, false);
  return ['--config', two];
}

for (const backend of backends()) {
  test(`B17: two people release by the command line, by the names that they give, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const two = askingForTwo();
    const school = smallSchool(parents);
    await nights.run(school, ...two);
    const fewer = withoutParents(school, ...first(9));
    assert.equal((await nights.run(fewer, ...two)).only.status, 'held');
    const release = (...words: readonly string[]) => nights.command('release', '9360001', ...words, ...two);

    const nameless = await release();
    assert.equal(nameless.code, 2);
    assert.match(nameless.stderr, /2 people have to approve .* --by NAME/s);
    assert.equal((await release('--by', ' ')).code, 2);
    for (const by of ['ana@example.org', 'ANA@example.org ']) {
      const { code, stdout } = await release('--by', by);
      assert.equal(code, 0);
      assert.match(stdout, /stays held: approved by ana@example\.org, and it takes 2 people/);
    }
    const json = JSON.parse((await release('--by', 'ben@example.org', '--json')).stdout) as Record<string, unknown>;
    assert.deepEqual(
      [(json.approvals as { by: string }[]).map(({ by }) => by), json.needed, json.complete],
      [['ana@example.org', 'ben@example.org'], 2, true],
    );
    const noted = await nights.database.query("select who, detail from audit where what = 'release'");
    assert.deepEqual(
      noted.map(({ who, detail }) => [who, String(detail).replace(/^\S+: /, '')]),
      ['ana@example.org', 'ANA@example.org', 'ben@example.org'].map((by) => [null, `as ${by}, at the command line`]),
    );
    const less = { ...withoutParents(school, ...first(8)), ExtractedAt: '2026-11-21T02:00:00Z' };
    assert.equal((await nights.run(less, ...two)).only.status, 'loaded');
  });

  test(`B17: with its extract, the second of two people loads a school just as it was planned, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const two = askingForTwo();
    const school = smallSchool(parents);
    await nights.run(school, ...two);
    const file = nights.file({ ...withoutParents(school, ...first(9)), ExtractedAt: '2026-11-21T02:00:00Z' });
    const planned = JSON.parse((await nights.command('plan', file, '--json', ...two)).stdout) as {
      fingerprint: string;
    };
    const release = (by: string) =>
      nights.command('release', '9360001', file, '--by', by, '--only-if', planned.fingerprint, ...two);
    for (const by of ['ana', 'Ana']) {
      const { code, stdout, stderr } = await release(by);
      assert.equal(code, 1, stderr);
      assert.match(stdout, /held/);
      assert.match(stderr, /stays held: approved by ana/i);
      assert.equal(await nights.count('contacts'), parents);
    }
    const { code, stdout } = await release('ben');
    assert.equal(code, 0, stdout);
    assert.equal(await nights.count('contacts'), parents - 9);
    assert.deepEqual(await nights.database.query('select * from hold_answers'), []);
  });
}
