import { Engine, type TopLevelCondition } from 'json-rules-engine';
import { isReference, leavesOf } from '../pipeline/evaluate.js';
import { operatorNamed } from '../pipeline/operators.js';
import type { Leaf, Rule } from '../pipeline/rule.js';

/** A leaf made ready for one school: how its fact is read, and what it is compared with. */
export interface ReadyLeaf {
  readonly leaf: Leaf;
  readonly read: (index: number) => unknown;
  readonly value: unknown;
  readonly test: (fact: unknown, value: unknown) => boolean;
}

/** Outcomes of a rule's leaves, in their order, and whether the rule's conditions held. */
export interface Asked {
  readonly leaves: readonly boolean[];
  readonly holds: boolean;
}

/** More leaves than a number has safe bits are kept as text. */
const mostBits = 30;

/**
 * A rule, with the engine's results remembered. A result depends on a record only through the outcomes of the leaves, so
 * the engine is asked once for each combination of outcomes; the outcomes come from the functions that the engine itself
 * calls. What is remembered is yes or no, never a value.
 */
export class RememberedRule {
  readonly leaves: readonly Leaf[];
  #engine: Engine | undefined;
  readonly #known = new Map<number | string, boolean>();

  /** @param behind is asked in place of an engine */
  constructor(
    readonly rule: Rule,
    private readonly behind: RememberedRule | null = null,
  ) {
    this.leaves = leavesOf(rule.conditions);
  }

  /** How often the engine was asked. */
  get combinations(): number {
    return this.#known.size;
  }

  /** The combinations of outcomes that the engine was asked about, leaf by leaf, each with what it said. */
  get asked(): Asked[] {
    return [...this.#known].map(([key, holds]) => ({
      leaves: this.leaves.map((_, bit) => (typeof key === 'number' ? (key & (1 << bit)) !== 0 : key[bit] === '1')),
      holds,
    }));
  }

  /** Whether the conditions hold, for each of the indexes. */
  async holds(leaves: readonly ReadyLeaf[], indexes: readonly number[]): Promise<boolean[]> {
    const keys: (number | string)[] = [];
    const unknown = new Map<number | string, number>();
    for (const index of indexes) {
      const key = keyOf(leaves, index);
      keys.push(key);
      if (!this.#known.has(key)) unknown.set(key, index);
    }
    for (const [key, index] of unknown) this.#known.set(key, await this.#ask(leaves, index));
    return keys.map((key) => this.#known.get(key) === true);
  }

  async #ask(leaves: readonly ReadyLeaf[], index: number): Promise<boolean> {
    if (this.behind === null) return this.#askEngine(leaves, index);
    const [holds] = await this.behind.holds(leaves, [index]);
    return holds === true;
  }

  /** One after another: runs at the same time on one engine would lose results. */
  async #askEngine(leaves: readonly ReadyLeaf[], index: number): Promise<boolean> {
    const facts: Record<string, unknown> = {};
    for (const { leaf, read, value } of leaves) {
      facts[leaf.fact] = read(index);
      if (isReference(leaf.value)) facts[leaf.value.fact] = value;
    }
    this.#engine ??= createEngine(this.rule, this.leaves);
    const { results } = await this.#engine.run(facts);
    return results.length > 0;
  }
}

function keyOf(leaves: readonly ReadyLeaf[], index: number): number | string {
  if (leaves.length > mostBits) {
    return leaves.map(({ test, read, value }) => (test(read(index), value) ? '1' : '0')).join('');
  }
  let key = 0;
  for (let bit = 0; bit < leaves.length; bit++) {
    const { test, read, value } = leaves[bit];
    if (test(read(index), value)) key |= 1 << bit;
  }
  return key;
}

/** With the operators that the rule names, and no others: adding them all takes longer than a small school's rules. */
function createEngine(rule: Rule, leaves: readonly Leaf[]): Engine {
  const engine = new Engine();
  for (const leaf of leaves) engine.addOperator(leaf.operator, testOf(leaf));
  engine.addRule({
    name: rule.name,
    conditions: rule.conditions as TopLevelCondition,
    event: { type: rule.effect.type },
  });
  return engine;
}

export function testOf(leaf: Leaf): ReadyLeaf['test'] {
  const operator = operatorNamed(leaf.operator);
  if (operator === undefined) throw new Error(`there is no operator ${leaf.operator}`);
  return operator.test;
}
