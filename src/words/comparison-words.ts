import type { Literal } from '../pipeline/pipeline.js';

/** How to go on after the name of what is compared: where the comparison holds, and where it does not. */
type Both = readonly [holds: string, fails: string];

/** @param value a literal, or where `isOption` what the option is called */
type Comparison = (value: Literal, about: { readonly isOption: boolean }) => Both;

/** By the operator's name: its meaning (pipeline/operators.ts) in a sentence. */
export const comparisons: Readonly<Record<string, Comparison | undefined>> = {
  equal: one((value) => [`is ${value}`, `is not ${value}`]),
  notEqual: one((value) => [`is not ${value}`, `is ${value}`]),
  in: list((values) => [`is one of ${values}`, `is none of ${values}`]),
  notIn: list((values) => [`is none of ${values}`, `is one of ${values}`]),
  contains: one((value) => [`include ${value}`, `do not include ${value}`]),
  doesNotContain: one((value) => [`do not include ${value}`, `include ${value}`]),
  lessThan: one((value) => [`is less than ${value}`, `is not less than ${value}`]),
  lessThanInclusive: one((value) => [`is at most ${value}`, `is not at most ${value}`]),
  greaterThan: one((value) => [`is more than ${value}`, `is not more than ${value}`]),
  greaterThanInclusive: one((value) => [`is at least ${value}`, `is not at least ${value}`]),
  before: one((value) => [`is before ${value}`, `is not before ${value}`]),
  after: one((value) => [`is after ${value}`, `is not after ${value}`]),
  startsWith: one((value) => [`begins with ${value}`, `does not begin with ${value}`]),
  endsWith: one((value) => [`ends with ${value}`, `does not end with ${value}`]),
  hasText: one((value) => [`has ${value} in it, in any case`, `does not have ${value} in it, in any case`]),
  nearlyIn: list((values) => [
    `is one of ${values}, but in other letters or with other spaces`,
    `is not one of ${values} in other letters or with other spaces`,
  ]),
  isTwoOf: list((values) => [`is two of ${values}, joined`, `is not two of ${values}, joined`]),
  isJoined: yesOrNo('has an “and”, &, / or + in it', 'has no “and”, &, / or + in it'),
  isEmail: yesOrNo('has exactly one @', 'does not have exactly one @'),
};

function one(words: (value: string) => Both): Comparison {
  return (value, { isOption }) => words(isOption ? String(value) : valueInWords(value));
}

function list(words: (values: string) => Both): Comparison {
  return (value, { isOption }) => words(isOption ? `those in ${String(value)}` : valueInWords(value));
}

/** A blank is neither. */
function yesOrNo(yes: string, no: string): Comparison {
  return (value, { isOption }) => {
    if (isOption) return [`${yes}, or has not, as ${String(value)} says`, `is otherwise than ${String(value)} says`];
    return value === true ? [yes, no] : [`is not blank and ${no}`, `is blank or ${yes}`];
  };
}

/** A value as people read it; text between quotation marks, because every sign of it counts. */
export function valueInWords(value: Literal): string {
  if (Array.isArray(value))
    return value.length === 0 ? 'an empty list' : value.map((item) => valueInWords(item as Literal)).join(', ');
  if (value === null) return 'blank';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? `“${value}”` : String(value);
}
