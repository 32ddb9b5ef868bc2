import { isMap, isSeq, type Node } from 'yaml';
import { didYouMean } from '../text/did-you-mean.js';
import type { Fact } from './fact.js';
import { keyMap, optional, usually } from '../keys/key-map.js';
import { define, named, narrowing, type SchemaDefinition } from '../keys/yaml-type.js';
import { asIs, dayOrYearly, listOf, scalar, text, yesOrNo } from '../keys/types.js';
import { factTypeNamed } from '../vocabulary/fact-types.js';
import { operators, operatorWords, type Operator } from '../vocabulary/operators.js';
import { noFact, readOperand, reference } from './read-operand.js';
import { rank, rankFact, readRank } from './rank.js';
import type { Condition, Leaf, Rank } from './rule.js';
import type { LinkKind } from '../pipeline.js';
import type { Entries, YamlFile } from '../yaml/yaml-file.js';

export const conditionDefinition: SchemaDefinition = define(
  'condition',
  'A condition',
  'One of all, any, not, condition; or a fact compared with a value.',
  () => conditionKeys.schema,
  { fact: 'title', operator: 'notEqual', value: null },
);

const nested = {
  all: {
    ...optional(asIs(listOf(conditionDefinition, { minItems: 1 })), 'Holds when every condition in the list holds.'),
    title: 'All of these hold',
  },
  any: {
    ...optional(asIs(listOf(conditionDefinition, { minItems: 1 })), 'Holds when at least one condition in the list holds.'),
    title: 'Any of these holds',
  },
  not: optional(asIs(narrowing('negated', { allOf: [conditionDefinition] })), 'Holds when the condition below it does not.'),
  condition: {
    ...optional(asIs(narrowing('sharedCondition', text.schema)), 'The name of a condition in rules/conditions.yaml.', 'signsOn'),
    title: 'A shared condition',
  },
};

/** Operators for which case may be ignored. */
const ignoring = operators.filter(({ testIgnoringCase }) => testIgnoringCase !== undefined);

const forms = ['all', 'any', 'not', 'condition', 'fact', 'rank'] as const;
const ofALeaf = ['operator', 'value', 'ignoreCase', 'on'] as const;
const aboutSomething = { anyOf: [{ required: ['fact'] }, { required: ['rank'] }] };

/** Operators for which a day may be given. */
const aging = operators.filter(({ onDay }) => onDay !== undefined);

const conditionKeys = keyMap(
  {
    ...nested,
    fact: optional(
      asIs(narrowing('fact', text.schema)),
      "What is looked at: a field of the record (`title`), `option.` and an option's name, a count of links that come through (`studentCount`) or of links as read (`studentCount.read`); of a link a field of one of its ends (`class.type`) or `fields`, the keys of the extract that named it; of one with a period `period`, which is past, now or future.",
      'title',
      'option.singleSignOn',
      'studentCount',
      'studentCount.read',
      'class.type',
      'period',
    ),
    rank: optional(
      asIs(narrowing('rank', { allOf: [rank.schema] })),
      'In place of a fact, in a rule of links that does require, exclude or warn: the place of the link among those of one record.',
    ),
    operator: optional(
      asIs(narrowing('operator', { oneOf: operatorWords(operators) })),
      'How the fact is compared with the value.',
    ),
    value: optional(
      asIs(narrowing('value', { anyOf: [scalar.schema, listOf(scalar.schema), reference] })),
      'What the fact is compared with: a value, a list, `{ fact: option.… }` or `{ fact: today }`.',
      'Registration',
      null,
      { fact: 'option.classTypes' },
    ),
    ignoreCase: {
      ...usually(
        yesOrNo,
        false,
        `Whether texts that differ only in case are the same, for ${ignoring.map(({ name }) => name).join(', ')}.`,
      ),
      title: 'Whether case is ignored',
    },
    on: {
      ...optional(
        asIs(dayOrYearly.schema),
        `The day of an age, for ${aging.map(({ name }) => name).join(' and ')}: a day, or MM-DD for the next such day, the day itself included; without it, the day of the run.`,
        '09-01',
        '2026-09-01',
      ),
      title: 'The day of an age',
    },
  },
  narrowing('condition', {
    oneOf: forms.map((form) => ({ required: [form] })),
    dependencies: {
      fact: ['operator', 'value'],
      rank: ['operator', 'value'],
      ...Object.fromEntries(ofALeaf.map((key) => [key, aboutSomething])),
    },
  }),
);

/** What a rule asks. */
export const conditions = named(
  'conditions',
  'Conditions',
  'What the rule asks, beginning with all, any, not or condition.',
  {
    schema: keyMap(nested, { oneOf: Object.keys(nested).map((form) => ({ required: [form] })) }).schema,
    read: (file, node) => (scope: ConditionScope) => readCondition(file, node, scope, true),
  },
  { all: [{ fact: 'title', operator: 'notEqual', value: null }] },
);

export const conditionsFile = define(
  'conditions',
  'Shared conditions',
  'rules/conditions.yaml: conditions by name, which any rule can use with `condition: name`.',
  { type: ['object', 'null'], additionalProperties: conditions.schema },
  { signsOn: { all: [{ fact: 'option.singleSignOn', operator: 'equal', value: true }] } },
);

/** What conditions may name, which depends on their place. */
export interface ConditionScope {
  readonly facts: readonly Fact[];
  /** The kind of link whose ranks may be asked for; null if there are none here. */
  readonly ranked: LinkKind | null;
  /** Facts that may be a value. */
  readonly constants: readonly Fact[];
  readonly shared: SharedConditions;
  /** Names of the shared conditions that lead here, to find one that refers to itself. */
  readonly trail: readonly string[];
  /** `positive`: more links must never make it stop holding; `negative`: fewer must never. Null if it is asked once. */
  readonly polarity: 'positive' | 'negative' | null;
}

type Entry = Entries extends Map<string, infer One> ? One : never;

/** rules/conditions.yaml: what each name stands for. */
export interface SharedConditions {
  readonly file: YamlFile;
  readonly nodes: ReadonlyMap<string, Node | null>;
  /** Names that rules use. */
  readonly named: Set<string>;
}

const nothing: Condition = { all: [] };

/** Where conditions are written, which a rule does not keep: it has only what the engine takes. */
const places = new WeakMap<Condition, { readonly file: YamlFile; readonly node: Node | null }>();

export function placeOfCondition(condition: Condition): { readonly file: YamlFile; readonly node: Node | null } | null {
  return places.get(condition) ?? null;
}

/** Reads a condition; facts, operators, values and polarity are checked in the same walk. */
function readCondition(file: YamlFile, node: Node | null, scope: ConditionScope, isRoot: boolean): Condition {
  const condition = readForm(file, node, scope, isRoot);
  // A shared condition has the place where it is written, not where it is named.
  if (condition !== nothing && !places.has(condition)) places.set(condition, { file, node });
  return condition;
}

function readForm(file: YamlFile, node: Node | null, scope: ConditionScope, isRoot: boolean): Condition {
  const entries = conditionKeys.enter(file, node, 'a condition');
  const present = forms.filter((form) => entries.has(form));
  const [form] = present;
  if (form === undefined) {
    if (isMap(node)) file.problem(node, 'missing-key', 'A condition needs one of all, any, not, condition, fact or rank.');
    return nothing;
  }
  if (present.length > 1) {
    file.problem(
      entries.get(present[1] ?? form)?.key ?? node,
      'ambiguous-condition',
      `One condition has both "${present.join('" and "')}".`,
      'Nest one in the other.',
    );
    return nothing;
  }
  const body = entries.get(form)?.node ?? null;
  if (form === 'fact' || form === 'rank') {
    if (isRoot)
      file.problem(
        node,
        'missing-key',
        'conditions must begin with all, any, not or condition.',
        'Write { all: [ … ] } around it.',
      );
    return readLeaf(file, node, entries, scope);
  }
  for (const word of ofALeaf) {
    const entry = entries.get(word);
    if (entry !== undefined) file.problem(entry.key, 'unknown-key', `"${word}" belongs to a condition with a fact or a rank.`);
  }
  if (form === 'not') return { not: readCondition(file, body, { ...scope, polarity: flipped(scope.polarity) }, false) };
  if (form === 'condition') return readReference(file, body, scope);
  const items = file.readList(body, form);
  if (isSeq(body) && items.length === 0) file.problem(body, 'empty-condition', `An empty "${form}" would always hold.`);
  const inner = items.map((item) => readCondition(file, item, scope, false));
  return form === 'all' ? { all: inner } : { any: inner };
}

function flipped(polarity: ConditionScope['polarity']): ConditionScope['polarity'] {
  return polarity === null ? null : polarity === 'positive' ? 'negative' : 'positive';
}

/** A shared condition is read anew for each place that names it, because the place decides which facts there are. */
function readReference(file: YamlFile, node: Node | null, scope: ConditionScope): Condition {
  const name = file.readText(node, 'condition');
  const { nodes, file: sharedFile } = scope.shared;
  if (name === '') return nothing;
  if (!nodes.has(name)) {
    file.problem(
      node,
      'unknown-condition',
      `There is no shared condition "${name}".`,
      didYouMean(name, [...nodes.keys()]),
    );
    return nothing;
  }
  scope.shared.named.add(name);
  if (scope.trail.includes(name)) {
    file.problem(
      node,
      'circular-condition',
      `The condition "${name}" refers to itself: ${[...scope.trail, name].join(' → ')}.`,
    );
    return nothing;
  }
  return readCondition(sharedFile, nodes.get(name) ?? null, { ...scope, trail: [...scope.trail, name] }, true);
}

function readLeaf(file: YamlFile, node: Node | null, entries: Entries, scope: ConditionScope): Condition {
  const ranked = entries.get('rank');
  const rank = ranked === undefined ? null : readRankHere(file, ranked, scope);
  const factNode = entries.get('fact')?.node ?? ranked?.node ?? null;
  const fact = ranked === undefined ? readFact(file, factNode, scope) : rank === null ? undefined : factOf(rank);
  const operatorNode = file.require(entries, 'operator', node, 'A condition with a fact');
  const operatorName = operatorNode === null ? '' : file.readText(operatorNode, 'operator');
  const operator = operators.find((candidate) => candidate.name === operatorName);
  if (operator === undefined && operatorName !== '') {
    const names = operators.map((candidate) => candidate.name);
    file.problem(
      operatorNode,
      'unknown-operator',
      `There is no operator "${operatorName}".`,
      didYouMean(operatorName, names),
    );
  }
  if (!entries.has('value')) {
    file.require(entries, 'value', node, 'A condition with a fact');
    return nothing;
  }
  const valueNode = entries.get('value')?.node ?? null;
  const value = readOperand(file, valueNode, operator, fact, scope.constants);
  const ignoreCase = readIgnoreCase(file, entries, operator, fact);
  const on = readOn(file, entries, operator);
  if (fact === undefined || operator === undefined || value === undefined) return nothing;
  const type = factTypeNamed[fact.type];
  if (operator.takes === 'years' ? !type.isDay : operator.takes === 'day' && !type.isDay && !fact.name.startsWith('option.'))
    noteNoDay(file, factNode, operator, fact);
  if (fact.values !== undefined) checkKnown(file, valueNode, value, fact.values, fact.type, operator);
  if (type.isCount) checkPolarity(file, factNode, operator, fact, scope);
  return {
    fact: fact.name,
    ...(rank === null ? {} : { rank }),
    operator: operator.name,
    value,
    ...(ignoreCase ? { ignoreCase } : {}),
    ...(on === null ? {} : { on }),
  };
}

function readIgnoreCase(file: YamlFile, entries: Entries, operator: Operator | undefined, fact: Fact | undefined): boolean {
  const entry = entries.get('ignoreCase');
  if (entry === undefined || !yesOrNo.read(file, entry.node, 'ignoreCase', entry.key)) return false;
  if (operator !== undefined && !ignoring.includes(operator)) {
    const hint = `It is for ${ignoring.map(({ name }) => name).join(', ')}.`;
    file.problem(entry.key, 'excludes', `"${operator.name}" takes no ignoreCase.`, hint);
  } else if (fact !== undefined && !factTypeNamed[fact.type].hasCase)
    file.problem(entry.key, 'excludes', `"${fact.name}" is ${factTypeNamed[fact.type].is}, which has no case.`);
  return true;
}

function readOn(file: YamlFile, entries: Entries, operator: Operator | undefined): string | null {
  const entry = entries.get('on');
  if (entry === undefined) return null;
  if (operator !== undefined && !aging.includes(operator)) {
    const hint = `It is for ${aging.map(({ name }) => name).join(' and ')}.`;
    file.problem(entry.key, 'excludes', `"${operator.name}" takes no day to ask on.`, hint);
    return null;
  }
  return dayOrYearly.read(file, entry.node, 'on', entry.key);
}

function readFact(file: YamlFile, node: Node | null, { facts }: ConditionScope): Fact | undefined {
  const name = file.readText(node, 'fact');
  const fact = facts.find((candidate) => candidate.name === name);
  if (fact === undefined && name !== '') noFact(file, node, name, facts);
  return fact;
}

function readRankHere(file: YamlFile, { key, node }: Entry, { ranked, facts }: ConditionScope): Rank | null {
  if (ranked !== null) return readRank(file, node, ranked, facts);
  const hint = 'A rule of links that does require, exclude or warn may ask for one.';
  file.problem(key, 'unknown-key', 'Only links have a rank, and only once their fields are set.', hint);
  return null;
}

function factOf(rank: Rank): Fact {
  return { name: rankFact(rank), type: factTypeNamed.rank.name };
}

/** Without this, text would be compared letter by letter. */
function noteNoDay(file: YamlFile, node: Node | null, operator: Operator, { name, type }: Fact): void {
  const { is, notADay } = factTypeNamed[type];
  file.problem(node, 'wrong-type', `"${operator.name}" compares days, and "${name}" is ${is}.`, notADay);
}

/** A value that it, or the list, can never have is misspelt. */
function checkKnown(
  file: YamlFile,
  node: Node | null,
  value: Leaf['value'],
  known: readonly string[],
  type: Fact['type'],
  operator: Operator,
): void {
  if (type === factTypeNamed.list.name) {
    if (typeof value === 'string' && !known.includes(value))
      file.problem(node, 'unknown-field', `The list never has "${value}".`, didYouMean(value, known));
    return;
  }
  if (operator.compares !== 'whole') return;
  const values: unknown[] = Array.isArray(value) ? value : [value];
  for (const one of values)
    if (typeof one === 'string' && !known.includes(one))
      file.problem(node, 'wrong-type', `It is never "${one}".`, didYouMean(one, known));
}

/** When records leave, others may leave, but none may return: else the decision would depend on the order. */
function checkPolarity(file: YamlFile, node: Node | null, operator: Operator, fact: Fact, scope: ConditionScope): void {
  if (scope.polarity === null || operator.polarity === scope.polarity) return;
  const fitting = operators
    .filter((candidate) => candidate.polarity === scope.polarity)
    .map((candidate) => candidate.name);
  const why = `"${operator.name}" on ${fact.name} could bring a record back when others leave.`;
  file.problem(node, 'wrong-polarity', why, `Here counts take ${fitting.join(' or ')}.`);
}
