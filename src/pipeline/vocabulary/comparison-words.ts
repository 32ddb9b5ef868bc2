import type { Literal } from './literal.js';

/** The words after the name of what is compared: if the comparison holds, and if it fails. */
export type Both = readonly [holds: string, fails: string];

/** @param value a literal, or the name of an option if `isOption` */
export type ComparisonWords = (value: Literal, isOption: boolean) => Both;

export function one(words: (value: string) => Both): ComparisonWords {
  return (value, isOption) => words(isOption ? String(value) : valueInWords(value));
}

export function list(words: (values: string) => Both): ComparisonWords {
  return (value, isOption) => words(isOption ? `those in ${String(value)}` : valueInWords(value));
}

/** Of one value or a list of them. */
export function oneOrList(words: (value: string) => Both): ComparisonWords {
  return (value, isOption) => {
    if (isOption) return words(String(value));
    return words(
      Array.isArray(value) ? value.map((item) => valueInWords(item as Literal)).join(' or ') : valueInWords(value),
    );
  };
}

/** A blank is neither yes nor no. */
export function yesOrNo(yes: string, no: string): ComparisonWords {
  return (value, isOption) => {
    if (isOption) return [`${yes}, or has not, as ${String(value)} says`, `is otherwise than ${String(value)} says`];
    return value === true ? [yes, no] : [`is not blank and ${no}`, `is blank or ${yes}`];
  };
}

/** A value as people read it. Text is in quotation marks, because every character counts. */
export function valueInWords(value: Literal): string {
  if (Array.isArray(value))
    return value.length === 0 ? 'an empty list' : value.map((item) => valueInWords(item as Literal)).join(', ');
  if (value === null) return 'blank';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? `“${value}”` : String(value);
}
