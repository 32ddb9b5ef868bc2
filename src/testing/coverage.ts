import { placeOfFile } from '../pipeline/text/place-text.js';
import type { RuleMemory } from '../decide/rule-book.js';
import { leavesOf } from '../pipeline/rules/evaluate.js';
import type { Rule } from '../pipeline/rules/rule.js';
import { byCodeUnit } from '../pipeline/text/text.js';
import type { Place } from '../pipeline/yaml/yaml-file.js';
import { conditionPlace, leafInWords } from './conditions.js';

/** A rule, or a condition at its place in a file, and which ways cases decided it. */
export interface Covered {
  readonly place: Place;
  readonly rule: string;
  /** Null for the rule as a whole. */
  readonly condition: string | null;
  held: boolean;
  failed: boolean;
}

/** Whether cases decide each rule, and each condition with a fact, both ways. */
export class Coverage {
  readonly #rules = new Map<Rule, Covered>();
  readonly #conditions = new Map<string, Covered>();
  readonly #conditionsOf = new Map<Rule, readonly Covered[]>();

  constructor(rules: readonly Rule[]) {
    const fresh = { held: false, failed: false };
    for (const rule of rules) {
      this.#rules.set(rule, { place: rule.place, rule: rule.name, condition: null, ...fresh });
      const conditions = leavesOf(rule.conditions).map((leaf) => {
        const place = conditionPlace(leaf, rule);
        const key = placeOfFile(place);
        const known = this.#conditions.get(key) ?? { place, rule: rule.name, condition: leafInWords(leaf), ...fresh };
        this.#conditions.set(key, known);
        return known;
      });
      this.#conditionsOf.set(rule, conditions);
    }
  }

  /** Adds what one case's rules were asked. */
  add(rules: readonly Rule[], memory: RuleMemory): void {
    for (const rule of rules) {
      for (const { leaves, holds } of memory.remembered(rule).asked) {
        note(this.#rules.get(rule), holds);
        leaves.forEach((outcome, index) => note(this.#conditionsOf.get(rule)?.[index], outcome));
      }
    }
  }

  get rules(): readonly Covered[] {
    return [...this.#rules.values()].sort(byPlace);
  }

  get conditions(): readonly Covered[] {
    return [...this.#conditions.values()].sort(byPlace);
  }

  /** The percentage of rules and conditions that are decided both ways. */
  get percent(): number {
    const all = [...this.rules, ...this.conditions];
    return all.length === 0 ? 100 : (100 * all.filter(isBothWays).length) / all.length;
  }
}

export function isBothWays({ held, failed }: Covered): boolean {
  return held && failed;
}

function note(covered: Covered | undefined, holds: boolean): void {
  if (covered === undefined) return;
  if (holds) covered.held = true;
  else covered.failed = true;
}

export function byPlace(a: { readonly place: Place }, b: { readonly place: Place }): number {
  return byCodeUnit(a.place.file, b.place.file) || a.place.line - b.place.line || a.place.column - b.place.column;
}
