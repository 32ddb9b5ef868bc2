import { readFileSync } from 'node:fs';
import { Engine, type TopLevelCondition } from 'json-rules-engine';
import { parse } from 'yaml';
import { leavesOf, isReference } from '../../src/pipeline/rules/evaluate.js';
import { operators } from '../../src/pipeline/vocabulary/operators.js';
import type { WayToShareName } from '../../src/pipeline/vocabulary/ways-to-share.js';
import type { Condition } from '../../src/pipeline/rules/rule.js';
import { root } from '../places.js';

/** A rule as it is in rules/. */
export interface YamlRule {
  readonly name: string;
  readonly conditions: Condition;
  readonly event: { readonly type: string; readonly params?: Readonly<Record<string, unknown>> };
}

/** The rules of a kind with one effect, in one engine. */
export interface RuleSet {
  readonly engine: Engine;
  readonly rules: readonly YamlRule[];
  /** The facts that its conditions read. */
  readonly facts: readonly string[];
}

export interface Rules {
  readonly require: ReadonlyMap<string, RuleSet>;
  readonly roles: RuleSet;
  readonly combined: RuleSet;
  readonly share: Readonly<Record<string, WayToShareName>>;
  /** `option.titles` and the others, with their defaults. */
  readonly options: Readonly<Record<string, unknown>>;
}

const files: Readonly<Record<string, string>> = {
  students: 'students',
  contacts: 'contacts',
  teachers: 'teachers',
  classes: 'classes',
  groups: 'groups',
  contactLinks: 'contact-links',
};

/** The shipped rules that decide which rows there are, without those that only warn. */
export function readRules(): Rules {
  const pipeline = parse(readFileSync(`${root}pipeline.yaml`, 'utf8')) as {
    options: Record<string, { default: unknown }>;
  };
  const options = Object.entries(pipeline.options).map(([name, option]) => [`option.${name}`, option.default]);
  const all = new Map(Object.entries(files).map(([kind, file]) => [kind, readFile(file)]));
  const combined = makeRuleSet((all.get('contacts') ?? []).filter(({ event }) => event.type === 'split'));
  return {
    require: new Map([...all].map(([kind, rules]) => [kind, makeRuleSet(rules.filter(isRequired))])),
    roles: makeRuleSet(readFile('class-teachers')),
    combined,
    share: { title: 'joints', ...(combined.rules[0].event.params?.share as Record<string, WayToShareName>) },
    options: Object.fromEntries(options) as Record<string, unknown>,
  };
}

function isRequired({ event }: YamlRule): boolean {
  return event.type === 'require';
}

function readFile(name: string): YamlRule[] {
  return parse(readFileSync(`${root}rules/${name}.yaml`, 'utf8')) as YamlRule[];
}

export function makeRuleSet(rules: readonly YamlRule[]): RuleSet {
  const engine = new Engine();
  for (const { name, test } of operators) engine.addOperator(name, test);
  const facts = new Set<string>();
  for (const { name, conditions, event } of rules) {
    for (const { fact, value } of leavesOf(conditions)) {
      facts.add(fact);
      if (isReference(value)) facts.add(value.fact);
    }
    engine.addRule({ name, conditions: conditions as TopLevelCondition, event: { type: event.type } });
  }
  return { engine, rules, facts: [...facts] };
}

/** Names of the rules that hold, in the order of the file. */
export async function holding({ engine, rules }: RuleSet, facts: Record<string, unknown>): Promise<YamlRule[]> {
  const { results } = await engine.run(facts);
  const names = new Set(results.map((result) => result.name));
  return rules.filter(({ name }) => names.has(name));
}
