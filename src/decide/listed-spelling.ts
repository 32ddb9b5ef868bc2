import { personalOf } from '../pipeline/personal.js';
import type { Rule } from '../pipeline/rules/rule.js';
import { foldSpelling } from '../pipeline/text/text.js';
import type { FactSource } from './facts.js';
import type { RuleBook } from './rule-book.js';
import type { LinkSet, RecordSet } from './world.js';

interface Spelt {
  readonly set: RecordSet | LinkSet;
  readonly index: number;
  readonly source: FactSource;
}

/** Longer than any type is: the rest of it would be spaces. */
const longest = 100;

/**
 * What to correct by a rule that holds, with the spelling that its list has and the one that the extract has, unless
 * the value may be somebody's.
 */
export function fixWithSpelling(rule: Rule, book: RuleBook, { set, index, source }: Spelt): string | null {
  const { fix } = rule;
  const { pipeline, rules } = book.configuration;
  const outcomes = book.outcomes(rule, source, index);
  const found = book.comparisons(rule).flatMap(({ leaf, value }, at) => {
    const { saw, holds } = outcomes[at];
    if (leaf.operator !== 'nearlyIn' || !holds || typeof saw !== 'string' || !Array.isArray(value)) return [];
    const field = set.kind.fields.find(({ name }) => name === leaf.fact);
    if (field === undefined || personalOf(pipeline, rules, set.kind, field).isPersonal) return [];
    const listed = value.find((one) => typeof one === 'string' && foldSpelling(one) === foldSpelling(saw)) as unknown;
    return typeof listed === 'string' && saw.length <= longest ? [`“${listed}”, not “${saw}”`] : [];
  });
  const [spelling] = found;
  return fix === null || spelling === undefined ? fix : `${fix.replace(/\.$/, '')}: ${spelling}`;
}

/** The same of many schools, each of which may have another spelling. */
export function withoutSpelling(fix: string | null): string | null {
  return fix?.replace(/: “[^”]*”, not “[^”]*”$/, '') ?? null;
}
