import { comparedWith, constantsOf, holds, leavesOf, type Facts } from '../rules/evaluate.js';
import type { Fact } from '../rules/fact.js';
import { factTypeNamed, type FactTypeName } from '../vocabulary/fact-types.js';
import { operatorNamed } from '../vocabulary/operators.js';
import { constantSamples, type PipelineOptions } from '../vocabulary/constant-samples.js';
import { placeOfCondition } from '../rules/read-conditions.js';
import { below, isLeaf, type Condition, type Leaf } from '../rules/rule.js';
import { areSamplesEnough, samplesOf, type Compared } from '../vocabulary/samples.js';

/** The most combinations of values to try. */
const mostTried = 20_000;

/** What to try a condition with: for each fact, some values that the condition may tell apart. */
export type Domain = ReadonlyMap<string, readonly unknown[]>;

/** The domain of some conditions, or null if it would be too large to try, or nobody knows what to try. */
export function domainOf(
  conditions: readonly Condition[],
  facts: readonly Fact[],
  options: PipelineOptions,
): Domain | null {
  const compared = new Map<string, Compared[]>();
  const types = new Map<string, FactTypeName | undefined>();
  const constants = new Set<string>();
  for (const leaf of conditions.flatMap(leavesOf)) {
    const { fact, operator } = leaf;
    types.set(fact, typeOf(leaf, facts));
    const values = compared.get(fact) ?? [];
    for (const name of constantsOf(leaf)) constants.add(name);
    for (const value of valuesOf(leaf, options)) values.push({ operator, value });
    compared.set(fact, values);
  }
  if (![...compared.values()].every(areSamplesEnough)) return null;
  const domain = new Map<string, readonly unknown[]>();
  for (const name of constants) domain.set(name, constantSamples(name, options));
  for (const [name, values] of compared) {
    const type = types.get(name) ?? factTypeNamed.text.name;
    const isConstant = name === 'today' || name.startsWith('option.');
    const samples = isConstant ? constantSamples(name, options) : [];
    domain.set(
      name,
      isConstant
        ? [...samples, ...(type === factTypeNamed.boolean.name ? [] : samplesOf(type, values))]
        : samplesOf(type, values),
    );
  }
  const size = [...domain.values()].reduce((product, values) => product * values.length, 1);
  return size > mostTried ? null : domain;
}

/** What a leaf compares with by default; if that depends on the day, on each of some days. */
function valuesOf(leaf: Leaf, options: PipelineOptions): unknown[] {
  const days =
    constantsOf(leaf).includes('today') && leaf.fact !== 'today' ? constantSamples('today', options) : [null];
  return days.map((day) => comparedWith(leaf, (fact) => (fact === 'today' ? day : constantSamples(fact, options)[0])));
}

function typeOf({ fact, rank }: Leaf, facts: readonly Fact[]): FactTypeName | undefined {
  return rank === undefined ? facts.find(({ name }) => name === fact)?.type : factTypeNamed.rank.name;
}

/** All combinations of the values of a domain. */
export function* combinations(domain: Domain): Generator<Facts> {
  const names = [...domain.keys()];
  const lists = [...domain.values()];
  const at = names.map(() => 0);
  const index = new Map(names.map((name, position) => [name, position]));
  const facts: Facts = (fact) => {
    const position = index.get(fact) ?? -1;
    return lists[position]?.[at[position]];
  };
  for (;;) {
    yield facts;
    let position = names.length - 1;
    for (; position >= 0; position--) {
      at[position]++;
      if (at[position] < lists[position].length) break;
      at[position] = 0;
    }
    if (position < 0) return;
  }
}

/**
 * Notes the innermost conditions that can never hold or never fail, and comparisons that mean something else.
 * @returns whether it noted something about the condition or one below it
 */
export function lintCondition(condition: Condition, facts: readonly Fact[], options: PipelineOptions): boolean {
  const inner = below(condition).map((one) => lintCondition(one, facts, options));
  if (inner.includes(true)) return true;
  if (isLeaf(condition) && noteComparison(condition, facts)) return true;
  const outcome = constantOutcome(condition, facts, options);
  if (outcome === null) return false;
  const place = placeOfCondition(condition);
  const what = isLeaf(condition) ? 'This condition' : 'Together, these conditions';
  if (outcome) place?.file.problem(place.node, 'always-holds', `${what} can never fail.`);
  else place?.file.problem(place.node, 'never-holds', `${what} can never hold.`, hintFor(condition, facts));
  return true;
}

function constantOutcome(condition: Condition, facts: readonly Fact[], options: PipelineOptions): boolean | null {
  const domain = domainOf([condition], facts, options);
  if (domain === null) return null;
  let first: boolean | null = null;
  for (const values of combinations(domain)) {
    const outcome = holds(condition, values);
    first ??= outcome;
    if (outcome !== first) return null;
  }
  return first;
}

function noteComparison(leaf: Leaf, facts: readonly Fact[]): boolean {
  const type = typeOf(leaf, facts);
  if (type === undefined || operatorNamed[leaf.operator].takes !== 'number') return false;
  const { is, notANumber } = factTypeNamed[type];
  if (notANumber === null) return false;
  const place = placeOfCondition(leaf);
  const message = `"${leaf.operator}" compares numbers, and "${leaf.fact}" is ${is}.`;
  place?.file.problem(place.node, 'text-as-number', message, notANumber);
  return true;
}

function hintFor(condition: Condition, facts: readonly Fact[]): string | null {
  if (!isLeaf(condition)) return null;
  const type = typeOf(condition, facts);
  const allAre = type === undefined ? null : factTypeNamed[type].allAre;
  return allAre === null ? null : `"${condition.fact}" is ${allAre}.`;
}
