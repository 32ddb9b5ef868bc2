import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { checked } from '../support/checked.js';
import { cli } from '../support/cli.js';
import { configured } from '../support/configured.js';
import { backends } from '../support/databases.js';
import { temporaryFolder } from '../support/folder.js';
import { cases, isFull } from '../support/numbers.js';
import { smallSchool } from '../support/small-school.js';

const root = temporaryFolder();
const feeds = ['a', 'b'] as const;
const schools = ['1', '2', '3', '4'] as const;

/** One night: which feed brings which schools, and how; or a school is paused, retired, or neither any more. */
type Step =
  | {
      readonly feed: (typeof feeds)[number];
      readonly brings: readonly string[];
      readonly how: 'run' | 'plan' | 'one school';
      /** Whose document is broken behind its id. */
      readonly broken: string | null;
    }
  | { readonly school: string; readonly says: 'pause' | 'retired' | 'nothing' };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        feed: fc.constantFrom(...feeds),
        brings: fc.subarray([...schools], { minLength: 1 }),
        how: fc.constantFrom('run' as const, 'run' as const, 'run' as const, 'plan' as const, 'one school' as const),
        broken: fc.option(fc.constantFrom(...schools), { freq: 6 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        school: fc.constantFrom(...schools),
        says: fc.constantFrom('pause' as const, 'retired' as const, 'nothing' as const),
      }),
    },
  ),
  { minLength: 4, maxLength: 14 },
);

/** What the contract says of schools that did not arrive, as plainly as it reads. */
class Expected {
  readonly #metBy = new Map<string, Set<string>>();
  readonly #lastRun = new Map<string, number>();
  readonly #nights: { readonly feed: string; readonly night: number; readonly met: ReadonlySet<string> }[] = [];
  readonly #excused = new Set<string>();
  readonly loaded = new Set<string>();

  excuse(school: string, isExcused: boolean): void {
    if (isExcused) this.#excused.add(school);
    else this.#excused.delete(school);
  }

  unseen(feed: string, met: ReadonlySet<string>): { readonly names: readonly string[]; readonly unknown: boolean } {
    const before = this.#lastRun.get(feed);
    if (before === undefined) return { names: [], unknown: this.loaded.size > 0 };
    const elsewhere = (school: string) =>
      this.#nights.some((one) => one.feed !== feed && one.night > before && one.met.has(school));
    const names = [...(this.#metBy.get(feed) ?? [])].filter(
      (school) => !met.has(school) && this.loaded.has(school) && !this.#excused.has(school) && !elsewhere(school),
    );
    return { names: names.sort(), unknown: false };
  }

  count(feed: string, night: number, met: ReadonlySet<string>): void {
    this.#metBy.set(feed, new Set([...(this.#metBy.get(feed) ?? []), ...met]));
    this.#lastRun.set(feed, night);
    this.#nights.push({ feed, night, met });
  }
}

const [{ make }] = backends();
const seen = { unseen: 0, unknown: 0 };

test('A5: whatever feeds bring in whatever nights, who did not arrive is who the contract says', async () => {
  await checked(
    fc.asyncProperty(steps, async (nights) => {
      const { url } = await make();
      const { folder, config } = configured(mkdtempSync(join(root, 'n')));
      mkdirSync(join(folder, 'rules/schools'), { recursive: true });
      const expected = new Expected();
      for (const [night, step] of nights.entries()) {
        if ('says' in step) {
          const { school, says } = step;
          const text = {
            pause: 'pause: { from: 2026-01-01, until: 2027-12-31 }',
            retired: 'retired: 2026-01-01',
            nothing: '# Nothing',
          }[says];
          writeFileSync(join(folder, 'rules/schools', `${school}.yaml`), `${text}\n`);
          expected.excuse(school, says !== 'nothing');
          continue;
        }
        const { feed, brings, how, broken } = step;
        rmSync(join(folder, feed), { recursive: true, force: true });
        mkdirSync(join(folder, feed));
        for (const id of brings) {
          const text = JSON.stringify({
            ...smallSchool(1, id),
            ExtractedAt: `2026-11-${String(night + 1).padStart(2, '0')}`,
          });
          writeFileSync(join(folder, feed, `${id}.json`), id === broken ? text.slice(0, -20) : text);
        }
        const args = [
          how === 'plan' ? 'plan' : 'run',
          join(folder, feed),
          '--config',
          config,
          '--database',
          url,
          '--json',
        ];
        const [first] = brings;
        const only = how === 'one school' ? ['--school', first] : [];
        const { stdout, stderr } = await cli([...args, ...only], { now: new Date(Date.UTC(2026, 10, night + 1, 2)) });
        assert.notEqual(stdout, '', stderr);
        const found = JSON.parse(stdout) as {
          unseen: { school: string }[];
          unseenUnknown?: true;
          schools: { school: string; status: string }[];
        };
        const met = new Set(brings);
        const wanted = how === 'one school' ? { names: [], unknown: false } : expected.unseen(feed, met);
        assert.deepEqual(
          { names: found.unseen.map(({ school }) => school), unknown: found.unseenUnknown === true },
          wanted,
          `night ${String(night + 1)}`,
        );
        seen.unseen += wanted.names.length;
        if (wanted.unknown) seen.unknown++;
        if (how === 'plan') continue;
        for (const { school, status } of found.schools) if (status === 'loaded') expected.loaded.add(school);
        if (how === 'run') expected.count(feed, night, met);
      }
    }),
    { numRuns: cases(40, 1) },
  );
  if (isFull) assert.ok(seen.unseen > 10 && seen.unknown > 0, JSON.stringify(seen));
});
