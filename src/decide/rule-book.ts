import { hasPeriod, periodFact, periodOn, periodSides } from '../pipeline/kinds/period.js';
import { comparedWith, constantsOf, testOf } from '../pipeline/rules/evaluate.js';
import type { SchoolConfiguration } from '../pipeline/configuration.js';
import { sets, splitOf, wantedBy, warns, type Leaf, type Rank, type Rule } from '../pipeline/rules/rule.js';
import type { FactSource } from './facts.js';
import { RememberedRule, type Holds, type ReadyLeaf } from './remembered-rule.js';
import type { End, RecordSet } from './world.js';

/** Rules with what the engine has said of them, shared between schools. */
export class RuleMemory {
  readonly #rules = new WeakMap<Rule, RememberedRule>();

  /** @param behind a larger memory that is asked in place of the engine, if this one is to hold only a part of it */
  constructor(private readonly behind: RuleMemory | null = null) {}

  remembered(rule: Rule): RememberedRule {
    let remembered = this.#rules.get(rule);
    if (remembered === undefined) {
      remembered = new RememberedRule(rule, this.behind?.remembered(rule) ?? null);
      this.#rules.set(rule, remembered);
    }
    return remembered;
  }
}

/** A school's rules, ready to be asked. */
export class RuleBook {
  /** The kinds of links that have a period. */
  readonly #periods: ReadonlySet<string>;

  constructor(
    readonly configuration: SchoolConfiguration,
    readonly today: string,
    private readonly memory: RuleMemory,
  ) {
    this.#periods = new Set(configuration.pipeline.links.filter(hasPeriod).map(({ name }) => name));
  }

  rulesThatSplit(kind: string): Rule[] {
    return this.#rulesFor(kind, (rule) => splitOf(rule) !== null);
  }

  rulesThatSet(kind: string): Rule[] {
    return this.#rulesFor(kind, sets);
  }

  /** Those by which records or links of a kind stay out, in the order of the rule files. */
  rulesThatJudge(kind: string): Rule[] {
    return this.#rulesFor(kind, (rule) => wantedBy(rule) !== null);
  }

  rulesThatWarn(kind: string): Rule[] {
    return this.#rulesFor(kind, warns);
  }

  #rulesFor(kind: string, isOne: (rule: Rule) => boolean): Rule[] {
    return this.configuration.rules.filter((rule) => rule.kind === kind && isOne(rule));
  }

  /** The ends of links that a rule counts; none if it only reads a record's own values. */
  endsCountedBy(rule: Rule, { ends }: RecordSet): End[] {
    const facts = this.factsOf(rule);
    return ends.filter(({ fact }) => facts.includes(fact));
  }

  /** By index, which of some rules fail; nothing for those for whom all hold. */
  async failing(rules: readonly Rule[], source: FactSource, indexes: ArrayLike<number>): Promise<Map<number, Rule[]>> {
    const failing = new Map<number, Rule[]>();
    for (const rule of rules) {
      const holds = await this.prepare(rule, source)(indexes);
      const wanted = wantedBy(rule);
      for (let at = 0; at < indexes.length; at++) {
        if (holds(at) === wanted) continue;
        const known = failing.get(indexes[at]);
        if (known === undefined) failing.set(indexes[at], [rule]);
        else known.push(rule);
      }
    }
    return failing;
  }

  /** The facts that a rule reads, as conditions name them. */
  factsOf(rule: Rule): string[] {
    return this.memory.remembered(rule).leaves.map((leaf) => leaf.fact);
  }

  /** The same, and the facts that conditions compare them with. */
  factsAndReferencesOf(rule: Rule): string[] {
    const { leaves } = this.memory.remembered(rule);
    return leaves.flatMap((leaf) => [leaf.fact, ...constantsOf(leaf)]);
  }

  /** The ranks that a rule of links asks for. */
  ranksOf(rule: Rule): Rank[] {
    return this.memory.remembered(rule).leaves.flatMap(({ rank }) => rank ?? []);
  }

  /** What each condition of a rule compares its fact with. */
  comparisons(rule: Rule): { leaf: Leaf; value: unknown }[] {
    const { leaves } = this.memory.remembered(rule);
    return leaves.map((leaf) => ({ leaf, value: comparedWith(leaf, (fact) => this.constant(fact)) }));
  }

  /** What each condition of a rule sees in one record, and whether it holds. */
  outcomes(rule: Rule, source: FactSource, index: number): { leaf: Leaf; saw: unknown; holds: boolean }[] {
    return this.#ready(rule, source).map(({ leaf, read, value, test }) => {
      const saw = read(index);
      return { leaf, saw, holds: test(saw, value) };
    });
  }

  /** A question that can be asked of any records of the source. */
  prepare(rule: Rule, source: FactSource): (indexes: ArrayLike<number>) => Promise<Holds> {
    const leaves = this.#ready(rule, source);
    return (indexes) => this.memory.remembered(rule).holds(leaves, indexes);
  }

  #ready(rule: Rule, source: FactSource): ReadyLeaf[] {
    return this.comparisons(rule).map(({ leaf, value }) => ({
      leaf,
      read: this.#reader(leaf.fact, rule, source),
      value,
      test: testOf(leaf),
      isConstant: isConstant(leaf.fact),
    }));
  }

  /** Facts that are the same for every record: options and the day. */
  constant(fact: string): unknown {
    if (fact === 'today') return this.today;
    const value = this.configuration.options.get(fact.slice('option.'.length));
    if (value === undefined) throw new Error(`there is no constant fact ${fact}`);
    return value;
  }

  #reader(fact: string, { kind }: Rule, source: FactSource): (index: number) => unknown {
    if (fact === periodFact && this.#periods.has(kind)) {
      const [from, until] = [source(periodSides.from), source(periodSides.until)];
      return (index) => periodOn(this.today, from(index), until(index));
    }
    if (!isConstant(fact)) return source(fact);
    const value = this.constant(fact);
    return () => value;
  }
}

function isConstant(fact: string): boolean {
  return fact === 'today' || fact.startsWith('option.');
}
