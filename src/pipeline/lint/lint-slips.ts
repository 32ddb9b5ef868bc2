import { isMap, isSeq, type Node } from 'yaml';
import { domainOf } from '../domains.js';
import { placeOfCondition } from '../rules/read-conditions.js';
import {
  below,
  isLeaf,
  sets,
  valuesSetBy,
  type Condition,
  type Leaf,
  type Rule,
  type SetValue,
} from '../rules/rule.js';
import { operatorNamed } from '../vocabulary/operators.js';
import type { YamlFile } from '../yaml/yaml-file.js';

/**
 * Notes what a rule may say and hardly anybody means: messages with gaps that nothing fills, what is there twice, and
 * values that mean something in other programs.
 */
export function lintSlips(rule: Rule): void {
  const file = placeOfCondition(rule.conditions)?.file;
  if (file !== undefined) {
    noteGaps(file, rule);
    noteFix(file, rule);
    noteSetInVain(file, rule);
  }
  lintBelow(rule.conditions);
}

/** In other programs a value would be put here; a message is said as it is written. */
const gap = /\$?\{\{?\s*[\p{L}_][\p{L}\p{N}_.]*\s*\}?\}/u;

function noteGaps(file: YamlFile, { because, fix, place }: Rule): void {
  for (const text of [because, fix]) {
    const [found] = gap.exec(text ?? '') ?? [];
    if (text === null || found === undefined) continue;
    const hint = 'Say it without: the record is named beside the message, and no message has a value of a person.';
    const message = `Nothing is put in the place of "${found}": messages are said as they are written.`;
    file.problem(file.scalarFrom(place, text), 'hardly-meant', message, hint);
  }
}

function noteFix(file: YamlFile, rule: Rule): void {
  const { because, fix, place } = rule;
  if (fix === null) return;
  const first = file.scalarFrom(place, fix);
  if (sets(rule)) {
    const message = 'A rule that does set says nothing, so nobody reads its "fix".';
    file.problem(first, 'hardly-meant', message, 'Remove it, or add a rule that does warn.');
  } else if (fix === because) {
    const { line, column } = file.place(first);
    const second = file.scalarFrom({ ...place, line, column: column + 1 }, fix);
    const hint = 'Say under "fix" what to correct at the source, or remove it.';
    file.problem(second ?? first, 'hardly-meant', '"fix" says the same as "because".', hint);
  }
}

function noteSetInVain(file: YamlFile, rule: Rule): void {
  if (!sets(rule)) return;
  const asked = isLeaf(rule.conditions) ? [rule.conditions] : 'all' in rule.conditions ? rule.conditions.all : [];
  const values = [...valuesSetBy(rule)];
  if (!values.every(([field, value]) => isThere(field, value, asked.filter(isLeaf)))) return;
  const message = values.length === 0 ? 'This rule sets nothing.' : 'This rule sets what is there already.';
  file.problemAt(rule.place, rule.name.length, 'changes-nothing', message, 'Correct its params, or remove it.');
}

/** Whether a field has the value already, if all of some conditions hold. */
function isThere(field: string, value: SetValue, asked: readonly Leaf[]): boolean {
  if ('field' in value) return value.field === field && value.text.length === 0;
  return asked.some(
    (leaf) =>
      leaf.fact === field && leaf.operator === 'equal' && leaf.value === value.constant && leaf.ignoreCase !== true,
  );
}

function lintBelow(condition: Condition): void {
  if (isLeaf(condition)) lintLeaf(condition);
  const inner = below(condition);
  for (const [index, one] of inner.entries()) {
    const written = JSON.stringify(one);
    if (inner.slice(0, index).some((other) => JSON.stringify(other) === written))
      note(one, 'changes-nothing', 'This condition is here twice.', 'Remove one, or correct it.');
    else lintBelow(one);
  }
  if ('not' in condition && 'not' in condition.not)
    note(condition, 'hardly-meant', '"not" twice is the condition itself.', 'Remove both, or one.');
}

function lintLeaf(leaf: Leaf): void {
  const { operator, value } = leaf;
  const place = placeOfCondition(leaf);
  if (place === null) return;
  const items = itemsOf(place.node);
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  for (const [index, one] of values.entries()) {
    const node = items[index] ?? place.node;
    if (values.indexOf(one) < index)
      place.file.problem(node, 'changes-nothing', 'This value is in the list already.', 'Remove one, or correct it.');
    else if (typeof one === 'string') {
      const fault = slipOf(one, operator);
      if (fault !== null) place.file.problem(node, 'hardly-meant', fault[0], fault[1]);
    }
  }
}

function slipOf(text: string, operator: Leaf['operator']): readonly [message: string, hint: string] | null {
  if (operatorNamed[operator].takes === 'pattern' && /^\/.+\/[a-z]*$/s.test(text))
    return [
      'The slashes around this pattern belong to it: only a text with slashes around it fits.',
      'Write it without them; ignoreCase: true beside the operator ignores the case.',
    ];
  const domain = operatorNamed[operator].takes === 'pattern' ? domainIn(text) : null;
  if (domain !== null)
    return [
      text.replace(/^\^/, '').startsWith('@')
        ? 'The pattern must fit the whole text, and no address begins with an @.'
        : 'A dot of this pattern is any character, so other domains fit too.',
      `Addresses at a domain are found by { operator: domainIs, value: ${domain} }, in any case.`,
    ];
  if (operator === 'domainIs' && !isUsualDomain(domainOf(text)))
    return [`Hardly an address is at "${text}".`, 'Write all that follows the @ of an address: oakfield.example.org'];
  if (operatorNamed[operator].compares === 'whole' && /^(null|undefined|~)$/.test(text))
    return [`This is the text "${text}", not a blank.`, 'Write null, without quotation marks, for a blank.'];
  return null;
}

/** The domain of addresses that a pattern is about and does not find, or not only; null if it is about something else. */
function domainIn(pattern: string): string | null {
  const [, before = '', written = ''] =
    /^\^?((?:[.*+?]|\\S|\[\^[^\]]*\]|\(|\))*)@((?:\\?[\p{L}\p{N}.-])+)\$?$/u.exec(pattern) ?? [];
  const domain = written.replaceAll('\\', '');
  const isExact = before !== '' && !/(?<!\\)\./.test(written);
  return isExact || !isUsualDomain(domain) ? null : domain;
}

function isUsualDomain(domain: string): boolean {
  return domain.includes('.') && !/[*/:]/.test(domain);
}

function itemsOf(condition: Node | null): readonly (Node | undefined)[] {
  const value = isMap(condition) ? condition.get('value', true) : null;
  if (isSeq(value)) return value.items as Node[];
  return value === null || value === undefined ? [] : [value];
}

function note(condition: Condition, code: 'changes-nothing' | 'hardly-meant', message: string, hint: string): void {
  const place = placeOfCondition(condition);
  place?.file.problem(place.node, code, message, hint);
}
