import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Explainer } from '../../src/explain/explain.js';
import { RuleMemory } from '../../src/decide/rule-book.js';
import { solveSchool, type Solved } from '../../src/decide/solved.js';
import { ofNode } from '../../src/explain/why.js';
import type { Node } from '../../src/decide/given.js';
import { LinkSet } from '../../src/decide/world.js';
import type { Id, Of } from '../../src/explain/explanation.js';
import type { Extract } from '../../src/extract/extract.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import type { SchoolConfiguration } from '../../src/pipeline/configuration.js';
import type { Rule } from '../../src/pipeline/rules/rule.js';
import { extractText } from '../reference/arbitrary-extract.js';
import { linkRules } from '../reference/arbitrary-link-rules.js';
import { singleEdits } from '../reference/single-edits.js';
import { readText, shippedConfiguration, today } from '../support/decide-text.js';
import { repeated } from '../support/random.js';
import { untracked } from '../support/untracked.js';
import { cases, isFull } from '../support/numbers.js';

const { seed = 20261120 } = repeated;
const extracts = cases(200, 4);
const ofOthers = cases(100, 2);
const askedOfEach = 20;
const addedRules = 3;

const settings = [[], ['parentalResponsibilityOnly=true']].map((set) => shippedConfiguration(set));
const [{ pipeline }] = settings;
const plan = planReading(pipeline);

async function extractOf(text: string): Promise<Extract> {
  const [result] = await readText(text, plan);
  if (result?.type !== 'extract') throw new Error('not a whole document');
  return result.extract;
}

function withRules(base: SchoolConfiguration, rules: readonly Rule[]): SchoolConfiguration {
  return { ...base, rules: [...base.rules, ...rules] };
}

/** Records and links that stay out, in an order that the seed gives. */
function someOut({ world, solution }: Solved, random: number): Node[] {
  const out = world.sets.flatMap((set) =>
    Array.from({ length: set.size }, (_, index): Node => ({ set, index })).filter(
      (node) => !solution.comesThrough(node),
    ),
  );
  const records = out.filter(({ set }) => !(set instanceof LinkSet));
  const links = out.filter(({ set }) => set instanceof LinkSet);
  const order = (nodes: Node[]) =>
    nodes
      .map((node, at) => ({ node, rank: Math.imul(at + 1, random | 1) >>> 0 }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ node }) => node);
  return [...order(records).slice(0, askedOfEach - 5), ...order(links)].slice(0, askedOfEach);
}

function isIn({ world, solution }: Solved, { kind, id }: Of): boolean {
  const set = world.setOf(kind);
  return [...solution.of(set).through].some((at) =>
    set instanceof LinkSet ? set.idsAt(at).join('\0') === (id as readonly string[]).join('\0') : set.ids[at] === id,
  );
}

function throughBy({ world, solution }: Solved): ReadonlyMap<string, readonly string[]> {
  return new Map(
    world.records.map((set) => [
      set.kind.name,
      set.ids.filter((_, index) => index < set.firstSecondHalf && solution.comesThrough({ set, index })),
    ]),
  );
}

interface Seen {
  asked: number;
  gaveUp: number;
  offered: number;
  none: number;
  ifWrong: number;
  denied: string[];
}

async function explainedRightly(
  text: string,
  rules: readonly Rule[],
  base: SchoolConfiguration,
  random: number,
  seen: Seen,
): Promise<void> {
  const memory = new RuleMemory();
  const extract = await extractOf(text);
  const configuration = withRules(base, rules);
  const solve = (one: Extract) => solveSchool(one, configuration, today, memory);
  const explainer = await Explainer.of(extract, configuration, today, memory);
  const { solved } = explainer;
  const denied: Of[] = [];
  for (const node of someOut(solved, random)) {
    const of = ofNode(node);
    const found = await explainer.corrections(node);
    seen.asked++;
    seen.offered += found.fixes.length;
    for (const [set, corrected] of found.tried) {
      assert.ok(
        isIn(await solve(corrected), of),
        `${JSON.stringify(of)} does not come through with ${JSON.stringify(set)}`,
      );
      assert.deepEqual(touchedBeside(extract, corrected, set), [], `${JSON.stringify(of)}: ${JSON.stringify(set)}`);
    }
    if (found.gaveUp) seen.gaveUp++;
    else if (found.fixes.length === 0 && found.ifWrong.length === 0) denied.push(of);
    else if (found.fixes.length === 0) seen.ifWrong++;
  }
  seen.none += denied.length;
  if (denied.length === 0) return;
  for (const { what, extract: edited } of singleEdits(extract, pipeline, configuration.rules, throughBy(solved))) {
    const after = await solve(edited);
    for (const of of denied)
      if (isIn(after, of)) seen.denied.push(`${JSON.stringify(of)} by ${what}\n${JSON.stringify(rules)}\n${text}`);
    if (seen.denied.length > 0) return;
  }
}

/** Rows that differ though no correction names them, or one of their ends, and nothing was made up there. */
function touchedBeside(before: Extract, after: Extract, set: readonly Of[]): string[] {
  const ids = new Set(set.flatMap(({ id }: { readonly id: Id }) => id));
  const [a, b] = [before.tables, after.tables];
  const rows = (tables: typeof a): string[] =>
    [...tables].flatMap(([kind, table]) =>
      Array.from(table, (row) => JSON.stringify([kind, row.ids, row.key, row.values])),
    );
  const known = rows(a);
  const left = new Map<string, number>();
  for (const row of known) left.set(row, (left.get(row) ?? 0) + 1);
  const isNamed = (row: string): boolean => {
    const [, own] = JSON.parse(row) as [string, string[]];
    return own.some(
      (id) =>
        ids.has(id) ||
        id.startsWith('new ') ||
        !known.some((one) => (JSON.parse(one) as [string, string[]])[1][0] === id),
    );
  };
  const added = rows(b).filter((row) => {
    const count = left.get(row) ?? 0;
    if (count > 0) left.set(row, count - 1);
    return count === 0;
  });
  const gone = [...left].filter(([, count]) => count > 0).map(([row]) => row);
  // Where a key takes one id, whoever is put there takes the place of another.
  const place = (row: string): string => {
    const [kind, [holder], key] = JSON.parse(row) as [string, string[], unknown];
    return JSON.stringify([kind, holder, key]);
  };
  const filled = added.filter(isNamed).map(place);
  return [
    ...added.filter((row) => !isNamed(row)),
    ...gone.filter((row) => !isNamed(row) && !filled.includes(place(row))),
  ];
}

test(`B1: of ${String(extracts)} random extracts with added rules on links no correction is denied that one edit would make, and every one that is offered is enough`, async () => {
  const texts = fc.sample(extractText(), { numRuns: extracts, seed });
  const added = fc.sample(linkRules(pipeline, addedRules), { numRuns: extracts, seed });
  const seen: Seen = { asked: 0, gaveUp: 0, offered: 0, none: 0, ifWrong: 0, denied: [] };
  await untracked(async () => {
    for (const [at, text] of texts.entries()) {
      const base = settings[at % settings.length].forSchool('1');
      await explainedRightly(text, added[at], base, Math.imul(seed, at + 1), seen);
      assert.deepEqual(seen.denied, []);
    }
  });
  const { asked, gaveUp } = seen;
  const figures = JSON.stringify({ ...seen, denied: seen.denied.length });
  if (isFull) process.stdout.write(`# seed ${String(seed)}: ${figures}\n`);
  assert.ok(asked > extracts * 5 && gaveUp <= Math.max(2, asked * 0.02), figures);
});

test(`B1: of ${String(ofOthers)} random extracts with added rules about counts as read and ranks no correction is denied either`, async () => {
  const texts = fc.sample(extractText(), { numRuns: ofOthers, seed });
  const added = fc.sample(linkRules(pipeline, addedRules, true), { numRuns: ofOthers, seed });
  const seen: Seen = { asked: 0, gaveUp: 0, offered: 0, none: 0, ifWrong: 0, denied: [] };
  await untracked(async () => {
    for (const [at, text] of texts.entries()) {
      await explainedRightly(text, added[at], settings[at % settings.length].forSchool('1'), Math.imul(seed, at), seen);
      assert.deepEqual(seen.denied, []);
    }
  });
  assert.ok(seen.offered > (isFull ? ofOthers : 0), JSON.stringify(seen));
});
