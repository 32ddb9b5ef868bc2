import { hasJoint, isEmail, isTwoOf } from '../parts.js';
import { foldCase, foldSpelling } from '../text/text.js';

/** What a leaf's value must be, beside the type of the fact. */
export type Takes = 'value' | 'list' | 'number' | 'text' | 'yes or no';

/**
 * A comparison that conditions may use. The function is given to the engine under its name, and called alone to learn a
 * leaf's outcome, so both see the same thing.
 */
export interface Operator {
  readonly name: string;
  readonly takes: Takes;
  /** Of a count: does more make it hold (positive), or stop it (negative)? None where it may do either. */
  readonly polarity: 'positive' | 'negative' | null;
  /** Which part of a text is compared, where it is not the whole. */
  readonly partOf?: 'start' | 'end' | 'any';
  readonly meaning: string;
  readonly example: string;
  readonly test: (fact: unknown, value: unknown) => boolean;
}

const isText = (value: unknown): value is string => typeof value === 'string';

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(isText) : [];
}

/** Compares numbers with numbers and text with text (dates are text); anything else never holds. */
function ordered(holds: (difference: number) => boolean): Operator['test'] {
  return (fact, value) => {
    if (typeof fact === 'number' && typeof value === 'number') return holds(fact - value);
    if (isText(fact) && isText(value)) return holds(fact < value ? -1 : fact > value ? 1 : 0);
    return false;
  };
}

function text(holds: (fact: string, value: string) => boolean): Operator['test'] {
  return (fact, value) => isText(fact) && isText(value) && holds(fact, value);
}

/** Names and outcomes of the first eleven are the engine's own, but where it would compare text with numbers. */
export const operators: readonly Operator[] = [
  {
    name: 'equal',
    takes: 'value',
    polarity: null,
    meaning: 'is exactly the value; with null: is blank',
    example: '{ fact: title, operator: equal, value: Mrs }',
    test: (fact, value) => fact === value,
  },
  {
    name: 'notEqual',
    takes: 'value',
    polarity: null,
    meaning: 'is anything but the value; with null: is not blank',
    example: '{ fact: title, operator: notEqual, value: null }',
    test: (fact, value) => fact !== value,
  },
  {
    name: 'in',
    takes: 'list',
    polarity: null,
    meaning: 'is one of the list',
    example: '{ fact: type, operator: in, value: { fact: option.classTypes } }',
    test: (fact, value) => Array.isArray(value) && value.includes(fact),
  },
  {
    name: 'notIn',
    takes: 'list',
    polarity: null,
    meaning: 'is none of the list',
    example: '{ fact: yearGroup, operator: notIn, value: [Nursery, Reception] }',
    test: (fact, value) => Array.isArray(value) && !value.includes(fact),
  },
  {
    name: 'contains',
    takes: 'value',
    polarity: null,
    meaning: 'is a list that has the value',
    example: '{ fact: fields, operator: contains, value: StaffID1 }',
    test: (fact, value) => Array.isArray(fact) && fact.includes(value),
  },
  {
    name: 'doesNotContain',
    takes: 'value',
    polarity: null,
    meaning: 'is a list that does not have the value',
    example: '{ fact: fields, operator: doesNotContain, value: StaffID2 }',
    test: (fact, value) => Array.isArray(fact) && !fact.includes(value),
  },
  {
    name: 'lessThan',
    takes: 'number',
    polarity: 'negative',
    meaning: 'is a smaller number',
    example: '{ fact: studentCount, operator: lessThan, value: 5 }',
    test: ordered((difference) => difference < 0),
  },
  {
    name: 'lessThanInclusive',
    takes: 'number',
    polarity: 'negative',
    meaning: 'is a smaller number or the same',
    example: '{ fact: studentCount, operator: lessThanInclusive, value: 4 }',
    test: ordered((difference) => difference <= 0),
  },
  {
    name: 'greaterThan',
    takes: 'number',
    polarity: 'positive',
    meaning: 'is a greater number',
    example: '{ fact: studentCount, operator: greaterThan, value: 4 }',
    test: ordered((difference) => difference > 0),
  },
  {
    name: 'greaterThanInclusive',
    takes: 'number',
    polarity: 'positive',
    meaning: 'is a greater number or the same',
    example: '{ fact: studentCount, operator: greaterThanInclusive, value: 1 }',
    test: ordered((difference) => difference >= 0),
  },
  {
    name: 'before',
    takes: 'text',
    polarity: null,
    meaning: 'is an earlier day',
    example: '{ fact: dateOfBirth, operator: before, value: 2020-09-01 }',
    test: ordered((difference) => difference < 0),
  },
  {
    name: 'after',
    takes: 'text',
    polarity: null,
    meaning: 'is a later day',
    example: '{ fact: dateOfBirth, operator: after, value: { fact: today } }',
    test: ordered((difference) => difference > 0),
  },
  {
    name: 'startsWith',
    takes: 'text',
    polarity: null,
    partOf: 'start',
    meaning: 'begins with the text, case included',
    example: '{ fact: code, operator: startsWith, value: CLUB }',
    test: text((fact, value) => fact.startsWith(value)),
  },
  {
    name: 'endsWith',
    takes: 'text',
    polarity: null,
    partOf: 'end',
    meaning: 'ends with the text, case included',
    example: '{ fact: email, operator: endsWith, value: "@example.org" }',
    test: text((fact, value) => fact.endsWith(value)),
  },
  {
    name: 'hasText',
    takes: 'text',
    polarity: null,
    partOf: 'any',
    meaning: 'has the text somewhere in it, in any case',
    example: '{ fact: relationship, operator: hasText, value: mother }',
    test: text((fact, value) => foldCase(fact).includes(foldCase(value))),
  },
  {
    name: 'nearlyIn',
    takes: 'list',
    polarity: null,
    meaning: 'is one of the list but for case or spaces, and not exactly one',
    example: '{ fact: type, operator: nearlyIn, value: { fact: option.classTypes } }',
    test: (fact, value) =>
      isText(fact) &&
      !texts(value).includes(fact) &&
      texts(value).some((known) => foldSpelling(known) === foldSpelling(fact)),
  },
  {
    name: 'isTwoOf',
    takes: 'list',
    polarity: null,
    meaning: 'is two of the list with "and", &, / or + between; case and a final full stop aside',
    example: '{ fact: title, operator: isTwoOf, value: { fact: option.titles } }',
    test: (fact, value) => isText(fact) && isTwoOf(fact, texts(value)),
  },
  {
    name: 'isJoined',
    takes: 'yes or no',
    polarity: null,
    meaning: 'has an "and" between spaces, an &, / or + in it',
    example: '{ fact: title, operator: isJoined, value: true }',
    test: (fact, value) => isText(fact) && hasJoint(fact) === value,
  },
  {
    name: 'isEmail',
    takes: 'yes or no',
    polarity: null,
    meaning: 'has exactly one @ (value: true), or has not (value: false); a blank is neither',
    example: '{ fact: email, operator: isEmail, value: false }',
    test: (fact, value) => isText(fact) && isEmail(fact) === value,
  },
];

const byName = new Map(operators.map((operator) => [operator.name, operator]));

export function operatorNamed(name: string): Operator | undefined {
  return byName.get(name);
}
