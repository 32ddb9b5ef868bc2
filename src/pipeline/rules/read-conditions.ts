import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { isDay } from '../guard/day.js';
import { didYouMean } from '../text/did-you-mean.js';
import { isReference } from './evaluate.js';
import type { Fact } from './facts.js';
import { keyMap, needed, optional } from '../keys/key-map.js';
import { define, named, type SchemaDefinition } from '../keys/yaml-type.js';
import { asIs, listOf, scalar, text } from '../keys/types.js';
import { factTypeNamed } from '../vocabulary/fact-types.js';
import { operators, type Operator } from '../vocabulary/operators.js';
import type { Literal } from '../vocabulary/literal.js';
import { noteBlank } from '../vocabulary/read-constant.js';
import type { Condition, Leaf } from './rule.js';
import { composed, isBlank, normalise, trimEnd, trimStart } from '../text/text.js';
import { asWritten, type Entries, type YamlScalar, type YamlFile } from '../yaml/yaml-file.js';

const condition: SchemaDefinition = define(
  'condition',
  'A condition',
  'One of all, any, not, condition; or a fact compared with a value.',
  () => conditionKeys.schema,
  { fact: 'title', operator: 'notEqual', value: null },
);

const nested = {
  all: {
    ...optional(asIs(listOf(condition, { minItems: 1 })), 'Holds when every condition in the list holds.'),
    title: 'All of these hold',
  },
  any: {
    ...optional(asIs(listOf(condition, { minItems: 1 })), 'Holds when at least one condition in the list holds.'),
    title: 'Any of these holds',
  },
  not: optional(asIs(condition), 'Holds when the condition below it does not.'),
  condition: {
    ...optional(asIs(text.schema), 'The name of a condition in rules/conditions.yaml.', 'signsOn'),
    title: 'A shared condition',
  },
};

const referenceKeys = keyMap({
  fact: {
    ...needed(text, 'option. and its name, or today.', 'option.classTypes', 'today'),
    title: 'Option or day',
  },
});

const conditionKeys = keyMap(
  {
    ...nested,
    fact: optional(
      asIs(text.schema),
      "What is looked at: a field of the record (`title`), `option.` and an option's name, a count of links that come through (`studentCount`); of a link a field of one of its ends (`class.type`) or `fields`, the keys of the extract that named it.",
      'title',
      'option.singleSignOn',
      'studentCount',
      'class.type',
    ),
    operator: optional(
      asIs({ oneOf: operators.map(({ name, meaning }) => ({ const: name, description: `The fact ${meaning}.` })) }),
      'How the fact is compared with the value.',
    ),
    value: optional(
      asIs({
        anyOf: [
          scalar.schema,
          listOf(scalar.schema),
          {
            title: 'An option, or the day',
            description: 'The value of an option of the school, or the day of the run.',
            ...referenceKeys.schema,
          },
        ],
      }),
      'What the fact is compared with: a value, a list, `{ fact: option.… }` or `{ fact: today }`.',
      'Registration',
      null,
      { fact: 'option.classTypes' },
    ),
  },
  {
    oneOf: [
      { required: ['all'] },
      { required: ['any'] },
      { required: ['not'] },
      { required: ['condition'] },
      { required: ['fact', 'operator', 'value'] },
    ],
  },
);

const forms = ['all', 'any', 'not', 'condition', 'fact'] as const;

/** What a rule asks. */
export const conditions = named(
  'conditions',
  'Conditions',
  'What the rule asks, beginning with all, any, not or condition.',
  {
    schema: keyMap(nested, { minProperties: 1, maxProperties: 1 }).schema,
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
  /** Facts that may be a value. */
  readonly constants: readonly Fact[];
  readonly shared: SharedConditions;
  /** Names of the shared conditions that lead here, to find one that refers to itself. */
  readonly trail: readonly string[];
  /** `positive`: more links must never make it stop holding; `negative`: fewer must never. Null if it is asked once. */
  readonly polarity: 'positive' | 'negative' | null;
}

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
    if (isMap(node)) file.problem(node, 'missing-key', 'A condition needs one of all, any, not, condition or fact.');
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
  if (form === 'fact') {
    if (isRoot)
      file.problem(
        node,
        'missing-key',
        'conditions must begin with all, any, not or condition.',
        'Write { all: [ … ] } around it.',
      );
    return readLeaf(file, node, entries, scope);
  }
  for (const word of ['operator', 'value']) {
    const entry = entries.get(word);
    if (entry !== undefined) file.problem(entry.key, 'unknown-key', `"${word}" belongs to a condition with a fact.`);
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
  const factNode = entries.get('fact')?.node ?? null;
  const name = file.readText(factNode, 'fact');
  const fact = scope.facts.find((candidate) => candidate.name === name);
  if (fact === undefined && name !== '') noFact(file, factNode, name, scope.facts);
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
  const value = readValue(file, valueNode, operator?.takes === 'yes or no' ? undefined : fact, operator, scope);
  if (fact === undefined || operator === undefined || value === undefined) return nothing;
  checkValue(file, valueNode, value, operator, scope);
  const type = factTypeNamed[fact.type];
  if (operator.takes === 'day' && !type.isDay && !fact.name.startsWith('option.'))
    noteNoDay(file, factNode, operator, fact);
  if (type.isDay && operator.takes !== 'text') checkDays(file, valueNode, value);
  if (fact.values !== undefined) checkKnown(file, valueNode, value, fact.values);
  if (type.isCount) checkPolarity(file, factNode, operator, fact, scope);
  return { fact: name, operator: operator.name, value };
}

function noFact(file: YamlFile, node: Node | null, name: string, facts: readonly Fact[]): void {
  const names = facts.map((fact) => fact.name);
  if (name.startsWith('option.')) {
    file.problem(
      node,
      'unknown-option',
      `There is no option "${name.slice(7)}".`,
      didYouMean(
        name,
        names.filter((other) => other.startsWith('option.')),
      ),
    );
  } else {
    file.problem(node, 'unknown-fact', `There is no fact "${name}" here.`, didYouMean(name, names));
  }
}

function readValue(
  file: YamlFile,
  node: Node | null,
  fact: Fact | undefined,
  operator: Operator | undefined,
  scope: ConditionScope,
): Leaf['value'] | undefined {
  if (isMap(node)) {
    const entries = referenceKeys.enter(file, node, 'value');
    const inner = entries.get('fact')?.node ?? null;
    const name = file.readText(inner, 'fact');
    if (scope.constants.some((constant) => constant.name === name)) return { fact: name };
    if (name !== '') noFact(file, inner, name, scope.constants);
    return undefined;
  }
  const asText = fact !== undefined && factTypeNamed[fact.type].isWritten;
  const read = (item: Node | null): YamlScalar => {
    const scalar = file.readScalar(item, 'value');
    // In a text field a class code 007 or 1E2 stays as written, and does not become YAML's number.
    const value = asText && scalar !== null && isScalar(item) ? asWritten(item) : scalar;
    if (typeof value !== 'string') return value;
    if (isBlank(value)) noteBlank(file, item, blankHint(operator, isSeq(node)));
    // Values of such lists are paths of the extract, which are never normalised.
    if (fact?.values !== undefined) return value;
    const compared = asCompared(value, operator);
    return fact === undefined || operator?.takes === 'text' ? compared : inItsForm(file, item, compared, fact);
  };
  const literal: Literal = isSeq(node) ? file.readList(node, 'value').map(read) : read(node);
  return literal;
}

/** A number has one form in the data, however a file writes it. */
function inItsForm(file: YamlFile, node: Node | null, value: string, { name, type }: Fact): string {
  const { canonical, is } = factTypeNamed[type];
  const form = canonical === undefined || value === '' ? value : canonical(value);
  if (form === null) file.problem(node, 'wrong-type', `"${name}" is ${is}: "${value}" is none.`);
  return form ?? value;
}

function blankHint(operator: Operator | undefined, isInList: boolean): string {
  if (operator !== undefined && comparesPart(operator)) return 'Every text has that: omit the condition, or compare with null.';
  if (isInList) return 'Write null for a blank, or remove it.';
  return 'Write null: { operator: equal, value: null } is true for a blank, notEqual for anything else.';
}

function comparesPart({ compares }: Operator): boolean {
  return compares !== undefined && compares !== 'whole';
}

/** Normalised as data is, except that white space counts where the compared part meets the rest of the text. */
function asCompared(text: string, operator: Operator | undefined): string {
  const known = composed(text);
  switch (operator?.compares) {
    case undefined:
    case 'whole':
      return normalise(text);
    case 'start':
      return trimStart(known);
    case 'end':
      return trimEnd(known);
    case 'any':
      return known;
  }
}

function checkValue(
  file: YamlFile,
  node: Node | null,
  value: Leaf['value'],
  operator: Operator,
  scope: ConditionScope,
): void {
  const isList = isReference(value)
    ? scope.constants.find((fact) => fact.name === value.fact)?.type === factTypeNamed.list.name
    : Array.isArray(value);
  if (operator.takes === 'list' && !isList)
    file.problem(node, 'wrong-type', `The operator "${operator.name}" takes a list.`);
  if (operator.takes !== 'list' && isList)
    file.problem(node, 'wrong-type', `The operator "${operator.name}" takes one value, not a list.`);
  if (operator.takes === 'yes or no' && typeof value !== 'boolean')
    file.problem(node, 'wrong-type', `The operator "${operator.name}" takes true or false.`);
}

/** Without this, text would be compared letter by letter. */
function noteNoDay(file: YamlFile, node: Node | null, operator: Operator, { name, type }: Fact): void {
  const { is, notADay } = factTypeNamed[type];
  file.problem(node, 'wrong-type', `"${operator.name}" compares days, and "${name}" is ${is}.`, notADay);
}

/** Days are compared as text, so a day written in another way would sort wrongly. */
function checkDays(file: YamlFile, node: Node | null, value: Leaf['value']): void {
  const items = isSeq(node) ? file.readList(node, 'value') : [node];
  const values = isReference(value) ? [] : Array.isArray(value) ? (value as readonly YamlScalar[]) : [value as YamlScalar];
  values.forEach((day, index) => {
    if (day === null || (typeof day === 'string' && isDay(day))) return;
    file.problem(items[index] ?? node, 'wrong-type', 'A day is compared with an existing day, YYYY-MM-DD.');
  });
}

/** A value that the list can never have is misspelt. */
function checkKnown(file: YamlFile, node: Node | null, value: Leaf['value'], known: readonly string[]): void {
  if (typeof value === 'string' && !known.includes(value))
    file.problem(node, 'unknown-field', `The list never has "${value}".`, didYouMean(value, known));
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
