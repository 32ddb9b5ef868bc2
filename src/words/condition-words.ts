import { isYearly } from '../pipeline/guard/day.js';
import { isPeriodFact } from '../pipeline/kinds/period.js';
import { isReference } from '../pipeline/rules/evaluate.js';
import {
  countReadBy,
  countsOf,
  recordKind,
  type LinkEnd,
  type LinkKind,
  type Pipeline,
  type RecordKind,
} from '../pipeline/pipeline.js';
import { movedInWords } from '../pipeline/rules/moved-day.js';
import { isLeaf, type Condition, type Leaf, type Rank } from '../pipeline/rules/rule.js';
import type { RankSeen, Seen } from '../explain/explanation.js';
import type { Literal } from '../pipeline/vocabulary/literal.js';
import { valueInWords } from '../pipeline/vocabulary/comparison-words.js';
import { operatorNamed } from '../pipeline/vocabulary/operators.js';
import { dayToRead } from './days-in-words.js';
import { noun } from '../pipeline/text/counted.js';
import { labelOf } from '../pipeline/text/label-of.js';
import { capital } from '../pipeline/text/text.js';
import { countOfKind } from './words.js';

/** A condition in words: a sentence without its full stop, or the lead-in to the conditions below it. */
export interface Said {
  readonly words: string;
  readonly parts: readonly Said[];
  /** The condition with a fact that the words are of, as it is written; null for a lead-in. */
  readonly leaf: Leaf | null;
}

type Kind = RecordKind | LinkKind;

/** What a condition asks of a record or link of a kind. */
export function conditionInWords(pipeline: Pipeline, kind: Kind, condition: Condition): Said {
  return said(pipeline, kind, condition, true);
}

/** What came of a condition, and for which value: `Type is none of “Registration”: “Club”`. */
export function outcomeInWords(pipeline: Pipeline, kind: Kind, seen: Seen): string {
  const counted = countSeenInWords(pipeline, kind, seen);
  if (counted !== null) return counted;
  const { saw, holds, ...leaf } = seen;
  const words = leafInWords(pipeline, kind, leaf, holds);
  return saw === null && words.endsWith(' is blank') ? words : `${words}: ${valueInWords(saw as Literal)}`;
}

/**
 * The same of a count that is compared with a number: `It has no students that come through; at least 1 is asked for`.
 * @returns null for any other condition
 */
export function countSeenInWords(pipeline: Pipeline, kind: Kind, { saw, ...leaf }: Seen): string | null {
  const counted = comparedCount(pipeline, kind, leaf);
  if (counted === null || typeof saw !== 'number') return null;
  const { has, what, bound } = counted;
  const found = `${has(true, saw)} ${saw === 0 ? 'no' : String(saw)} ${what(saw)}`;
  return capital(`${found}; ${bound === 'no' ? 'none' : bound} is asked for`);
}

/** @param isAsked false if the rule asks that the condition does not hold */
function said(pipeline: Pipeline, kind: Kind, condition: Condition, isAsked: boolean): Said {
  if (isLeaf(condition)) return { words: leafInWords(pipeline, kind, condition, isAsked), parts: [], leaf: condition };
  if ('not' in condition) return said(pipeline, kind, condition.not, !isAsked);
  const isAll = 'all' in condition;
  const inner = isAll ? condition.all : condition.any;
  const [only, ...others] = inner;
  if (only !== undefined && others.length === 0) return said(pipeline, kind, only, isAsked);
  const words = isAll ? (isAsked ? 'all of:' : 'not all of:') : isAsked ? 'any of:' : 'none of:';
  return { words, parts: inner.map((one) => said(pipeline, kind, one, true)), leaf: null };
}

/** What came of a condition, without the value that it saw. */
export function leafInWords(pipeline: Pipeline, kind: Kind, leaf: Leaf, isAsked: boolean): string {
  const counted = comparedCount(pipeline, kind, leaf);
  if (counted !== null) return capital(countAskedInWords(counted, isAsked));
  const { fact, rank, operator, value, ignoreCase, on } = leaf;
  const { words } = operatorNamed[operator];
  const [holds, fails] = isReference(value)
    ? words(value.fact === 'today' ? movedInWords(value) : factInWords(pipeline, kind, value.fact), true)
    : words(value, false);
  const subject = rank === undefined ? factInWords(pipeline, kind, fact) : rankInWords(pipeline, kind, rank);
  return `${capital(subject)} ${isAsked ? holds : fails}${ignoreCase === true ? ', in any case' : ''}${on === undefined ? '' : ` on ${dayInWords(on)}`}`;
}

/** `1 September 2026`, `the next 1 September`. */
function dayInWords(on: string): string {
  return `${isYearly(on) ? 'the next ' : ''}${dayToRead(on)}`;
}

/** `Surname`, `type of the class`, `number of students that come through`, `option titles`. */
export function factInWords(pipeline: Pipeline, kind: Kind, fact: string): string {
  if (fact.startsWith('option.')) return `option ${fact.slice('option.'.length)}`;
  if (fact === 'today') return 'the day of the run';
  const field = kind.fields.find(({ name }) => name === fact);
  if (field !== undefined) return field.label;
  if (fact === 'id') return 'id';
  if (kind.type === 'link' && isPeriodFact(kind, fact)) return 'period';
  return kind.type === 'link' ? endInWords(pipeline, kind, fact) : countInWords(pipeline, kind, fact);
}

/** `rank of the parent among those of the student, by priority, then surname of the parent,`. */
function rankInWords(pipeline: Pipeline, kind: Kind, { of, by }: Rank): string {
  const within = endsOf(kind).find(({ name }) => name !== of);
  const called = endNamed(kind, of)?.label ?? of;
  return `rank of the ${called} among those of the ${within?.label ?? called}, by ${orderInWords(pipeline, kind, by)},`;
}

/** `it is the 3rd of 4 parents of the student, by priority, then surname of the parent`. */
export function rankSeenInWords(pipeline: Pipeline, kind: Kind, { of, within, by, rank, among }: RankSeen): string {
  const to = endNamed(kind, of)?.to;
  const ranked = to === undefined ? of : countOfKind(pipeline, to, among);
  const which = `the ${ordinal(rank)} of ${ranked} of the ${endNamed(kind, within)?.label ?? within}`;
  return `it is ${which}, by ${orderInWords(pipeline, kind, by)}`;
}

function endsOf(kind: Kind): readonly LinkEnd[] {
  return kind.type === 'link' ? kind.ends : [];
}

function endNamed(kind: Kind, name: string): LinkEnd | undefined {
  return endsOf(kind).find((end) => end.name === name);
}

/** `1st`, `2nd`, `3rd`, `11th`. */
function ordinal(number: number): string {
  const last = number % 100 > 10 && number % 100 < 14 ? 0 : number % 10;
  return `${String(number)}${['th', 'st', 'nd', 'rd'][last] ?? 'th'}`;
}

/** `priority, then surname of the parent`. */
export function orderInWords(pipeline: Pipeline, kind: Kind, by: readonly string[]): string {
  return by.map((fact) => lowered(factInWords(pipeline, kind, fact))).join(', then ');
}

function endInWords(pipeline: Pipeline, kind: LinkKind, fact: string): string {
  if (fact === 'fields') return 'source fields';
  const [name = '', field] = fact.split('.');
  const end = endNamed(kind, name);
  const rest = fact.slice(name.length + 1);
  if (end !== undefined && countReadBy(rest) !== null)
    return `${countInWords(pipeline, recordKind(pipeline, end.to), rest)} for the ${end.label}`;
  const of = end === undefined ? undefined : recordKind(pipeline, end.to).fields.find((one) => one.name === field);
  return `${(of?.label ?? field ?? fact).toLowerCase()} of the ${end?.label ?? name}`;
}

/** What a count is of, for a sentence about it. */
interface Counted {
  /** `it has`, `there is`, or that it is not so. */
  readonly has: (isSo: boolean, count: number) => string;
  /** `student that comes through`, `other parents with the same email`. */
  readonly what: (count: number) => string;
}

/** A count that is compared with a number. */
interface ComparedCount extends Counted {
  readonly value: number;
  /** `at least 1`, `exactly 2`, `no`. */
  readonly bound: string;
}

/** Null if the condition is no comparison of a count with a number. */
function comparedCount(pipeline: Pipeline, kind: Kind, { fact, rank, operator, value }: Leaf): ComparedCount | null {
  const bound = typeof value === 'number' ? boundOf(operator, value) : null;
  if (rank !== undefined || typeof value !== 'number' || bound === null) return null;
  const counted = kind.type === 'record' ? countedBy(pipeline, kind, fact) : countedOfEnd(pipeline, kind, fact);
  return counted === null ? null : { ...counted, value, bound };
}

function boundOf(operator: Leaf['operator'], value: number): string | null {
  const { takes, words } = operatorNamed[operator];
  if (takes === 'number') return words(value, false)[0].replace(/^is /, '');
  return operator !== 'equal' ? null : value === 0 ? 'no' : `exactly ${String(value)}`;
}

function countAskedInWords({ has, what, value, bound }: ComparedCount, isAsked: boolean): string {
  if (bound === 'no') return `${has(true, 2)} ${isAsked ? 'no ' : ''}${what(2)}`;
  return `${has(isAsked, value)} ${bound} ${what(value)}`;
}

function countedOfEnd(pipeline: Pipeline, kind: LinkKind, fact: string): Counted | null {
  const [name = ''] = fact.split('.');
  const end = endNamed(kind, name);
  const rest = fact.slice(name.length + 1);
  if (end === undefined || countReadBy(rest) === null) return null;
  const counted = countedBy(pipeline, recordKind(pipeline, end.to), rest);
  if (counted === null) return null;
  return { ...counted, has: (isSo) => `the ${end.label} ${isSo ? 'has' : 'does not have'}` };
}

/** Null if the fact is no count. */
function countedBy(pipeline: Pipeline, kind: RecordKind, fact: string): Counted | null {
  const counts = countsOf(pipeline, kind.name).map((count) => ({
    ...count,
    to: count.link.ends[count.end === 0 ? 1 : 0].to,
  }));
  const asRead = countReadBy(fact);
  const count = counts.find((one) => one.fact === (asRead ?? fact));
  if (count !== undefined) {
    const isOnly = counts.filter(({ to }) => to === count.to).length === 1;
    const counted = isOnly ? recordKind(pipeline, count.to) : count.link;
    return {
      has: (isSo) => (isSo ? 'it has' : 'it does not have'),
      what: (many) => `${labelOf(counted, many)} ${asRead === null ? throughInWords(many) : 'in the extract'}`,
    };
  }
  const shared = pipeline.facts.find((one) => one.kind === kind.name && one.name === fact);
  if (shared === undefined) return null;
  const label = kind.fields.find(({ name }) => name === shared.field)?.label ?? shared.field;
  const others = (many: number) =>
    shared.among === 'others' ? `other ${labelOf(kind, many)}` : noun(many, 'other half', 'other halves');
  return {
    has: (isSo, many) => `there ${noun(many, 'is', 'are')}${isSo ? '' : ' not'}`,
    what: (many) => `${others(many)} with the same ${label.toLowerCase()}`,
  };
}

function throughInWords(many: number): string {
  return `that ${noun(many, 'comes', 'come')} through`;
}

function countInWords(pipeline: Pipeline, kind: RecordKind, fact: string): string {
  const counted = countedBy(pipeline, kind, fact);
  return counted === null ? fact : `number of ${counted.what(2)}`;
}

/** In the middle of a sentence. */
function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
