import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { isDay } from '../guard/day.js';
import { keyMap, needed } from '../keys/key-map.js';
import { text } from '../keys/types.js';
import type { Keywords } from '../keys/yaml-type.js';
import { composed, isBlank, normalise, trimEnd, trimStart } from '../text/text.js';
import { didYouMean } from '../text/did-you-mean.js';
import { factTypeNamed } from '../vocabulary/fact-types.js';
import { isAge, mostYears } from '../vocabulary/ages.js';
import type { Literal } from '../vocabulary/literal.js';
import type { Operator } from '../vocabulary/operators.js';
import { noteBlank } from '../vocabulary/read-constant.js';
import { asWritten, type Entries, type YamlFile, type YamlScalar } from '../yaml/yaml-file.js';
import { isReference } from './evaluate.js';
import type { Fact } from './fact.js';
import type { Moved } from './moved-day.js';
import { movingKeys } from './read-moving.js';
import type { Leaf } from './rule.js';

const referenceKeys = keyMap({
  fact: {
    ...needed(text, 'option. and its name, or today.', 'option.classTypes', 'today'),
    title: 'Option or day',
  },
  ...movingKeys,
});

/** A value that the school or the day gives. */
export const reference: Keywords = {
  title: 'An option, or the day',
  description: 'The value of an option of the school, or the day of the run.',
  ...referenceKeys.schema,
};

/**
 * What a fact is compared with, checked against the operator and, if they are known, against the fact.
 * @param constants facts that may stand for a value
 * @returns undefined if it is none
 */
export function readOperand(
  file: YamlFile,
  node: Node | null,
  operator: Operator | undefined,
  fact: Fact | undefined,
  constants: readonly Fact[],
): Leaf['value'] | undefined {
  const isOfFact = operator?.takes !== 'yes or no' && operator?.takes !== 'years';
  const value = readValue(file, node, isOfFact ? fact : undefined, operator, constants);
  if (value === undefined || operator === undefined || fact === undefined) return value;
  checkValue(file, node, value, operator, constants);
  if (factTypeNamed[fact.type].isDay && operator.takes !== 'text' && operator.takes !== 'years') checkDays(file, node, value);
  return value;
}

export function noFact(file: YamlFile, node: Node | null, name: string, facts: readonly Fact[]): void {
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
  constants: readonly Fact[],
): Leaf['value'] | undefined {
  if (isMap(node)) {
    const entries = referenceKeys.enter(file, node, 'value');
    const inner = entries.get('fact')?.node ?? null;
    const name = file.readText(inner, 'fact');
    if (constants.some((constant) => constant.name === name)) return { fact: name, ...readMoved(file, entries, name) };
    if (name !== '') noFact(file, inner, name, constants);
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
    const fault = isBlank(value) ? null : (operator?.faultOf?.(compared) ?? null);
    if (fault !== null) file.problem(item, 'wrong-type', fault.message, fault.hint);
    const isPart = operator?.takes === 'text' || operator?.takes === 'pattern';
    return fact === undefined || isPart ? compared : inItsForm(file, item, compared, fact);
  };
  const literal: Literal = isSeq(node) ? file.readList(node, 'value').map(read) : read(node);
  return literal;
}

function readMoved(file: YamlFile, entries: Entries, name: string): Moved {
  const [forDays, forWeek] = [entries.get('days'), entries.get('week')];
  if (name !== 'today') {
    for (const entry of [forDays, forWeek])
      if (entry !== undefined) file.problem(entry.key, 'excludes', 'Only today can be moved, not an option.');
    return {};
  }
  const days = forDays === undefined ? null : movingKeys.days.read(file, forDays.node, 'days', forDays.key);
  const week = forWeek === undefined ? null : movingKeys.week.read(file, forWeek.node, 'week', forWeek.key);
  return { ...(days === null ? {} : { days }), ...(week === null ? {} : { week }) };
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
  if (operator?.takes === 'pattern') return known;
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
  constants: readonly Fact[],
): void {
  const isList = isReference(value)
    ? constants.find((fact) => fact.name === value.fact)?.type === factTypeNamed.list.name
    : Array.isArray(value);
  if (operator.takes === 'pattern' && (isReference(value) || typeof value !== 'string'))
    file.problem(node, 'wrong-type', `The operator "${operator.name}" takes a pattern, written in the condition.`);
  if (operator.takes === 'list' && !isList)
    file.problem(node, 'wrong-type', `The operator "${operator.name}" takes a list.`);
  if (!['list', 'value or list', 'years'].includes(operator.takes) && isList)
    file.problem(node, 'wrong-type', `The operator "${operator.name}" takes one value, not a list.`);
  if (operator.takes === 'years' && !isAge(value))
    file.problem(
      node,
      'wrong-type',
      `The operator "${operator.name}" takes a number of years, 0 to ${String(mostYears)}, written in the condition.`,
    );
  if (operator.takes === 'yes or no' && typeof value !== 'boolean')
    file.problem(node, 'wrong-type', `The operator "${operator.name}" takes true or false.`);
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
