import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Agenda } from '../../bench/simulate/agenda.js';
import { costsOfSchool, lineThrough, sizesOfSchools, type SchoolCosts } from '../../bench/simulate/costs.js';
import { limitOf } from '../../bench/simulate/limits-of.js';
import { simulate, type Night } from '../../bench/simulate/night.js';
import { SharedCores } from '../../bench/simulate/shared-cores.js';
import { checked } from '../support/checked.js';
import { cases } from '../support/numbers.js';

const ample: Omit<Night, 'schools' | 'workers'> = {
  connectionsOfWorker: 2,
  database: { cores: 4, logBytes: 1e12, connections: 1000, stall: null },
  deaths: null,
  source: null,
  seed: 1,
};

const seconds = fc.integer({ min: 1, max: 400 }).map((hundredths) => hundredths / 100);
const school: fc.Arbitrary<SchoolCosts> = fc.record({
  worker: seconds,
  database: seconds,
  logBytes: fc.integer({ min: 0, max: 1000 }),
});
const schools = fc.array(school, { minLength: 1, maxLength: 40 });
const sum = (all: readonly SchoolCosts[], of: (one: SchoolCosts) => number) =>
  all.reduce((total, one) => total + of(one), 0);
const isNear = (actual: number, expected: number) => Math.abs(actual - expected) < 1e-6 * Math.max(1, expected);

test('an agenda gives what was planned by its time, and of one time by when it was planned', async () => {
  await checked(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (times) => {
      const agenda = new Agenda<number>();
      times.forEach((time, at) => agenda.plan(time, at));
      const expected = times.map((time, at) => ({ time, at })).sort((a, b) => a.time - b.time || a.at - b.at);
      const taken = times.map(() => agenda.next()?.event);
      assert.deepEqual([...taken, agenda.next()], [...expected.map(({ at }) => at), null]);
    }),
    { numRuns: cases(1000, 100) },
  );
});

/** When each piece of work is done, by small steps of the definition: who is least done ends next. */
function endsByDefinition(work: readonly number[], cores: number): number[] {
  const left = work.map((amount, at) => ({ amount, at }));
  const ends: number[] = [];
  let now = 0;
  while (left.length > 0) {
    const least = Math.min(...left.map(({ amount }) => amount));
    now += least / Math.min(1, cores / left.length);
    for (const one of left) one.amount -= least;
    for (const one of left.filter(({ amount }) => amount < 1e-9)) ends[one.at] = now;
    left.splice(0, left.length, ...left.filter(({ amount }) => amount >= 1e-9));
  }
  return ends;
}

test('cores are shared as the definition says, and a stall only moves the ends', async () => {
  await checked(
    fc.property(
      fc.array(seconds, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      fc.nat(3),
      (work, cores, stalled) => {
        const shared = new SharedCores<number>(cores);
        work.forEach((amount, at) => shared.add(0, amount, at));
        shared.stall(0, true);
        assert.equal(shared.next(), null);
        shared.stall(stalled, false);
        const ends: number[] = [];
        for (let time = shared.next(); time !== null; time = shared.next()) ends[shared.take(time)] = time - stalled;
        const expected = endsByDefinition(work, cores);
        for (const [at, end] of ends.entries()) assert.ok(isNear(end, expected[at]), `${end} for ${expected[at]}`);
        assert.ok(
          isNear(
            shared.busy,
            work.reduce((total, one) => total + one, 0),
          ),
        );
      },
    ),
    { numRuns: cases(1000, 100) },
  );
});

test('one worker takes the sum of all schools; no number of workers takes less than a share of what is used', async () => {
  await checked(
    fc.property(schools, fc.integer({ min: 1, max: 20 }), (all, workers) => {
      const alone = simulate({ ...ample, schools: all, workers: 1 });
      const total = sum(all, ({ worker, database }) => worker + database);
      assert.ok(isNear(alone.seconds, total), `${alone.seconds} for ${total}`);
      const together = simulate({ ...ample, schools: all, workers });
      const longest = Math.max(...all.map(({ worker, database }) => worker + database));
      const least = Math.max(total / workers, sum(all, ({ database }) => database) / ample.database.cores, longest);
      assert.ok(together.seconds >= least - 1e-6 && together.seconds <= total + 1e-6);
      assert.deepEqual([...new Set(together.loaded)], [1]);
    }),
    { numRuns: cases(1000, 100) },
  );
});

test('whatever dies, stalls or is refused, each school is loaded once, and no earlier than the source allows', async () => {
  const faults = fc.record({
    deaths: fc.option(fc.record({ mean: fc.constant(30), heartbeat: fc.constant(10), restart: fc.constant(5) })),
    stall: fc.option(fc.record({ every: fc.constant(7), seconds: fc.constant(3) })),
    source: fc.option(fc.record({ seconds: fc.constant(0.5), perSecond: fc.integer({ min: 1, max: 20 }) })),
    seed: fc.nat(1000),
  });
  await checked(
    fc.property(schools, fc.integer({ min: 1, max: 8 }), faults, (all, workers, { deaths, stall, source, seed }) => {
      const night: Night = {
        ...ample,
        database: { ...ample.database, stall },
        schools: all,
        workers,
        deaths,
        source,
        seed,
      };
      const result = simulate(night);
      assert.deepEqual([...new Set(result.loaded)], [1]);
      assert.ok(result.begun >= all.length);
      assert.ok(deaths !== null || (result.begun === all.length && result.deaths === 0));
      if (source !== null) assert.ok(result.seconds >= all.length / source.perSecond - 1 - 1e-6);
      assert.deepEqual(simulate(night), result);
    }),
    { numRuns: cases(500, 60) },
  );
});

test('what is used up is what breaks first', () => {
  const all = Array.from({ length: 200 }, () => ({ worker: 1, database: 0.1, logBytes: 1000 }));
  const of = (changed: Partial<Night>) => {
    const night: Night = { ...ample, schools: all, workers: 4, ...changed };
    return limitOf(night, simulate(night));
  };
  const database = (changed: Partial<Night['database']>) => ({ database: { ...ample.database, ...changed } });
  assert.equal(of({}), 'workers');
  assert.equal(of({ workers: 100, ...database({ cores: 1 }) }), 'database');
  assert.equal(of(database({ logBytes: 2000 })), 'log');
  assert.equal(of({ source: { seconds: 0.1, perSecond: 1 } }), 'source');
  assert.equal(of(database({ connections: 4 })), 'connections');
  assert.equal(of({ schools: [{ worker: 500, database: 1, logBytes: 0 }, ...all] }), 'the largest school');
  assert.throws(() => of(database({ connections: 1 })), /no worker finds a connection/);
});

test('costs are the line through two measured sizes, and sizes have a heavy tail', () => {
  const [small, large] = [
    { worker: 0.02, database: 0.01, logBytes: 2000 },
    { worker: 0.11, database: 0.01, logBytes: 11000 },
  ];
  const costs = lineThrough([100, 1000], [small, large]);
  const engine = { worker: 0, database: 0.001, logBytes: 5000 };
  const { worker, database, logBytes } = costsOfSchool(costs, 500, engine);
  assert.ok(isNear(worker, 0.06) && isNear(database, 0.011) && isNear(logBytes, 11000));
  const sizes = sizesOfSchools(10_000, 1).sort((a, b) => a - b);
  assert.ok(Math.abs(sizes[5000] - 250) < 15, String(sizes[5000]));
  assert.ok(sizes[9990] > 2500, String(sizes[9990]));
});
