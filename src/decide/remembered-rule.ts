import { Engine, type TopLevelCondition } from 'json-rules-engine';
import { isReference, leavesOf, testOf } from '../pipeline/rules/evaluate.js';
import { operatorNamed } from '../pipeline/vocabulary/operators.js';
import { isLeaf, type Condition, type Leaf, type Rule } from '../pipeline/rules/rule.js';

/** A leaf made ready for one school: how to read its fact, and what to compare it with. */
export interface ReadyLeaf {
  readonly leaf: Leaf;
  readonly read: (index: number) => unknown;
  readonly value: unknown;
  readonly test: (fact: unknown, value: unknown) => boolean;
  /** Whether the fact is known to be the same for all records: an option, or the day. */
  readonly isConstant?: boolean;
}

/** Outcomes of a rule's leaves, in their order, and whether the rule's conditions held. */
export interface Asked {
  readonly leaves: readonly boolean[];
  readonly holds: boolean;
}

/** Whether the conditions hold for the one at this place in the indexes that were asked about. */
export type Holds = (at: number) => boolean;

/** The outcomes of more leaves than a number has safe bits are kept as text. */
const mostBits = 30;
/** Up to this many leaves, all combinations have a place in a table. */
const mostInTable = 12;

/** What a table says of a combination. */
const enum Said {
  Nothing,
  No,
  Yes,
}

/**
 * A rule, with the engine's results remembered. A result depends on a record only through the outcomes of the leaves,
 * so the engine is asked once for each combination of outcomes. They come from the functions that the engine itself
 * calls. It remembers a yes or a no, never a value.
 */
export class RememberedRule {
  readonly leaves: readonly Leaf[];
  #engine: Engine | undefined;
  readonly #known = new Map<number | string, boolean>();
  /** The same with the combination as an index, if there are few: looking there costs less than in the map. */
  readonly #table: Uint8Array | null;

  /** @param behind asked in place of an engine */
  constructor(
    readonly rule: Rule,
    private readonly behind: RememberedRule | null = null,
  ) {
    this.leaves = leavesOf(rule.conditions);
    this.#table = this.leaves.length > mostInTable ? null : new Uint8Array(1 << this.leaves.length);
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

  async holds(leaves: readonly ReadyLeaf[], indexes: ArrayLike<number>): Promise<Holds> {
    const keys = keysOf(leaves, indexes);
    const unknown = new Map<number | string, number>();
    for (let at = 0; at < keys.length; at++) {
      if (this.#said(keys[at]) === Said.Nothing) unknown.set(keys[at], indexes[at]);
    }
    for (const [key, index] of unknown) this.#remember(key, await this.#ask(leaves, index));
    return (at) => this.#said(keys[at]) === Said.Yes;
  }

  #said(key: number | string): Said {
    if (this.#table !== null) return this.#table[key as number];
    const known = this.#known.get(key);
    return known === undefined ? Said.Nothing : known ? Said.Yes : Said.No;
  }

  #remember(key: number | string, holds: boolean): void {
    this.#known.set(key, holds);
    if (this.#table !== null) this.#table[key as number] = holds ? Said.Yes : Said.No;
  }

  async #ask(leaves: readonly ReadyLeaf[], index: number): Promise<boolean> {
    if (this.behind === null) return this.#askEngine(leaves, index);
    const holds = await this.behind.holds(leaves, [index]);
    return holds(0);
  }

  /** One after another: simultaneous runs on one engine would lose results. */
  async #askEngine(leaves: readonly ReadyLeaf[], index: number): Promise<boolean> {
    const facts: Record<string, unknown> = {};
    for (const { leaf, read, value } of leaves) {
      facts[leaf.fact] = read(index);
      if (isWorkedOut(leaf)) facts[valueName(leaf)] = value;
    }
    this.#engine ??= createEngine(this.rule, this.leaves);
    const { results } = await this.#engine.run(facts);
    return results.length > 0;
  }
}

/** For each of the indexes, the outcomes of all leaves: leaf by leaf, to ask once about what is the same for all. */
function keysOf(leaves: readonly ReadyLeaf[], indexes: ArrayLike<number>): Int32Array | readonly string[] {
  if (leaves.length > mostBits) return Array.from(indexes, (index) => textKey(leaves, index));
  let ofConstants = 0;
  leaves.forEach(({ read, value, test, isConstant }, bit) => {
    if (isConstant === true && indexes.length > 0 && test(read(indexes[0]), value)) ofConstants |= 1 << bit;
  });
  const keys = new Int32Array(indexes.length).fill(ofConstants);
  leaves.forEach(({ read, value, test, isConstant }, bit) => {
    if (isConstant === true) return;
    for (let at = 0; at < keys.length; at++) if (test(read(indexes[at]), value)) keys[at] |= 1 << bit;
  });
  return keys;
}

function textKey(leaves: readonly ReadyLeaf[], index: number): string {
  return leaves.map(({ test, read, value }) => (test(read(index), value) ? '1' : '0')).join('');
}

/** With the operators that the rule names, and no others: adding them all takes longer than a small school's rules. */
function createEngine(rule: Rule, leaves: readonly Leaf[]): Engine {
  const engine = new Engine();
  for (const leaf of leaves) engine.addOperator(nameOf(leaf), testOf(leaf));
  engine.addRule({
    name: rule.name,
    conditions: forEngine(rule.conditions) as TopLevelCondition,
    event: { type: rule.effect.type },
  });
  return engine;
}

/** The engine knows an operator by its name alone. */
function nameOf({ operator, ignoreCase }: Leaf): string {
  return ignoreCase === true ? `${operator}, case ignored` : operator;
}

function forEngine(condition: Condition): Condition | EngineLeaf {
  if (isLeaf(condition)) return { fact: condition.fact, operator: nameOf(condition), value: forEngineValue(condition) };
  if ('not' in condition) return { not: forEngine(condition.not) as Condition };
  const inner = ('all' in condition ? condition.all : condition.any).map(forEngine) as Condition[];
  return 'all' in condition ? { all: inner } : { any: inner };
}

/** What the program works out itself is a fact to the engine. */
function forEngineValue(leaf: Leaf): Leaf['value'] {
  return isWorkedOut(leaf) ? { fact: valueName(leaf) } : leaf.value;
}

function isWorkedOut(leaf: Leaf): boolean {
  return isReference(leaf.value) || operatorNamed[leaf.operator].onDay !== undefined;
}

/** Two leaves with the same name have the same value. */
function valueName({ operator, value, on }: Leaf): string {
  return JSON.stringify([value, operatorNamed[operator].onDay === undefined ? null : { on }]);
}

type EngineLeaf = Pick<Leaf, 'fact' | 'value'> & { readonly operator: string };
