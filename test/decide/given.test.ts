import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Mended, Node } from '../../src/decide/given.js';
import { RuleMemory } from '../../src/decide/rule-book.js';
import type { Solution } from '../../src/decide/solution.js';
import { solve } from '../../src/decide/solve.js';
import { solveSchool } from '../../src/decide/solved.js';
import { LinkSet } from '../../src/decide/world.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { extractText } from '../reference/arbitrary-extract.js';
import { linkRules } from '../reference/arbitrary-link-rules.js';
import { checked } from '../support/checked.js';
import { readText, shippedConfiguration, today } from '../support/decide-text.js';
import { cases, isFull } from '../support/numbers.js';

const school = shippedConfiguration().forSchool('1');
const plan = planReading(school.pipeline);

function allOut(solution: Solution): Node[] {
  return solution.world.sets.flatMap((set) =>
    Array.from({ length: set.size }, (_, index) => ({ set, index })).filter((node) => !solution.comesThrough(node)),
  );
}

/** Takes it that what took one out is mended; of a record that counts links, by so many of those. */
function mended({ set, index }: Node, solution: Solution, links: number): Mended {
  const [rule = null] = solution.of(set).failed.get(index) ?? [];
  const mend = { of: [{ set, index }], rule, missing: null, added: null };
  if (!(set instanceof LinkSet)) return { ...mend, added: { ends: set.ends, links } };
  const end = set.ends.find((end) => end.isMissing(index));
  if (end === undefined) return mend;
  const { records } = end;
  const id = end.idAt(index);
  const of = records.ends.flatMap((end) =>
    end.missing.filter((link) => end.idAt(link) === id).map((link) => ({ set: end.links, index: link })),
  );
  return { ...mend, of, rule: null, missing: { records, id } };
}

test('What is taken for granted gives the same whether all is solved anew or only those who may come back', async () => {
  const some = fc.array(fc.nat(), { minLength: 1, maxLength: 4 });
  let back = 0;
  await checked(
    fc.asyncProperty(
      extractText(),
      linkRules(school.pipeline, 2, true),
      some,
      some,
      async (text, added, hold, mend) => {
        const [read] = await readText(text, plan);
        assert.ok(read?.type === 'extract');
        const rules = { ...school, rules: [...school.rules, ...added] };
        const { world, book, solution } = await solveSchool(read.extract, rules, today, new RuleMemory());
        const out = allOut(solution);
        if (out.length === 0) return;
        const held = hold.map((number) => out[number % out.length]);
        const given = { held, mended: mend.map((number) => mended(out[number % out.length], solution, number % 3)) };
        const [anew, over] = [await solve(world, book, given), await solve(world, book, given, solution)];
        for (const set of world.sets) assert.deepEqual(over.of(set).through, anew.of(set).through, set.kind.name);
        for (const node of out.filter((node) => over.comesThrough(node))) {
          assert.deepEqual(await over.failing(node), await anew.failing(node), node.set.kind.name);
          back++;
        }
      },
    ),
    { numRuns: cases(2000, 40) },
  );
  assert.ok(back > (isFull ? 100 : 5), String(back));
});

test('A school that is solved stays as it is when something is taken for granted', async () => {
  const [read] = await readText(fc.sample(extractText(), { numRuns: 1, seed: 1 })[0], plan);
  assert.ok(read?.type === 'extract');
  const { world, book, solution } = await solveSchool(read.extract, school, today, new RuleMemory());
  const through = world.sets.map((set) => [...solution.of(set).through]);
  const held = allOut(solution);
  assert.ok(held.length > 0);
  const all = await solve(world, book, { held, mended: [] }, solution);
  assert.ok(held.every((node) => all.comesThrough(node)));
  assert.deepEqual(
    world.sets.map((set) =>
      Array.from({ length: set.size }, (_, at) => at).filter((at) => solution.of(set).roundOf(at) === 0),
    ),
    through,
  );
});
