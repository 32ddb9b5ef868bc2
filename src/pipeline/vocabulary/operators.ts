import { domainOf, faultOfDomain, isAtDomain } from '../domains.js';
import { hasJoint, isEmail, isTwoOf } from '../parts.js';
import { examplesOf, faultOfPattern, matchesPattern } from '../text/patterns.js';
import { foldCase, foldSpelling } from '../text/text.js';
import { lastBirthday } from './ages.js';
import { folding, isText, none, ordered, orderedNumbers, text, texts, type Test } from './comparing.js';
import { list, one, oneOrList, yesOrNo, type ComparisonWords } from './comparison-words.js';
import type { Fault } from './fault.js';
import { withNames } from './with-names.js';
import { pairsOf } from './pairs-of.js';

/** What a leaf's value must be, apart from the type of the fact. */
export type Takes = 'value' | 'list' | 'value or list' | 'number' | 'text' | 'pattern' | 'day' | 'years' | 'yes or no';

/**
 * A comparison that conditions may use, and everything about it. The engine gets its test under its name, and we call
 * the same test alone for a leaf's outcome, so the two agree.
 */
export interface Operator {
  readonly name: OperatorName;
  readonly takes: Takes;
  /** For a count: does more make it hold (positive), or stop it (negative)? Null if it may do either. */
  readonly polarity: 'positive' | 'negative' | null;
  /** Which part of a text it compares with the value; undefined if it does something else. */
  readonly compares?: 'whole' | 'start' | 'end' | 'any';
  readonly meaning: string;
  readonly example: string;
  readonly test: Test;
  /** The test under `ignoreCase: true`; undefined if that makes no difference or no sense. */
  readonly testIgnoringCase?: Test;
  /** What it compares a fact with in place of the value, if that depends on a day: `on`, or else today. */
  readonly onDay?: (value: unknown, on: string | undefined, today: unknown) => unknown;
  /** What is wrong with a text that it is to compare with; null if nothing is. */
  readonly faultOf?: (value: string) => Fault | null;
  /** Its meaning in a sentence. */
  readonly words: ComparisonWords;
  /**
   * Values to try besides those of the fact's type; null if nobody knows which. Without them, lint might say that a
   * condition never holds.
   */
  readonly samples: (value: unknown) => readonly unknown[] | null;
  /** Whether another condition on the fact may hold for values of this one, but for none of its samples. */
  readonly areSamplesFew?: boolean;
}

/** The first eleven have the engine's names and outcomes, except where the engine would compare text with numbers. */
const table = {
  equal: {
    takes: 'value',
    polarity: null,
    compares: 'whole',
    meaning: 'is exactly the value; with null: is blank',
    example: '{ fact: title, operator: equal, value: Mrs }',
    test: (fact, value) => fact === value,
    testIgnoringCase: folding((fact, value) => fact === value),
    words: one((value) => [`is ${value}`, `is not ${value}`]),
    samples: none,
  },
  notEqual: {
    takes: 'value',
    polarity: null,
    compares: 'whole',
    meaning: 'is anything but the value; with null: is not blank',
    example: '{ fact: title, operator: notEqual, value: null }',
    test: (fact, value) => fact !== value,
    testIgnoringCase: folding((fact, value) => fact !== value),
    words: one((value) => [`is not ${value}`, `is ${value}`]),
    samples: none,
  },
  in: {
    takes: 'list',
    polarity: null,
    compares: 'whole',
    meaning: 'is one of the list',
    example: '{ fact: type, operator: in, value: { fact: option.classTypes } }',
    test: (fact, value) => Array.isArray(value) && value.includes(fact),
    testIgnoringCase: folding((fact, value) => Array.isArray(value) && value.includes(fact)),
    words: list((values) => [`is one of ${values}`, `is none of ${values}`]),
    samples: none,
  },
  notIn: {
    takes: 'list',
    polarity: null,
    compares: 'whole',
    meaning: 'is none of the list',
    example: '{ fact: yearGroup, operator: notIn, value: [Nursery, Reception] }',
    test: (fact, value) => Array.isArray(value) && !value.includes(fact),
    testIgnoringCase: folding((fact, value) => Array.isArray(value) && !value.includes(fact)),
    words: list((values) => [`is none of ${values}`, `is one of ${values}`]),
    samples: none,
  },
  contains: {
    takes: 'value',
    polarity: null,
    meaning: 'is a list that has the value',
    example: '{ fact: fields, operator: contains, value: StaffID1 }',
    test: (fact, value) => Array.isArray(fact) && fact.includes(value),
    testIgnoringCase: folding((fact, value) => Array.isArray(fact) && fact.includes(value)),
    words: one((value) => [`include ${value}`, `do not include ${value}`]),
    samples: none,
  },
  doesNotContain: {
    takes: 'value',
    polarity: null,
    meaning: 'is a list that does not have the value',
    example: '{ fact: fields, operator: doesNotContain, value: StaffID2 }',
    test: (fact, value) => Array.isArray(fact) && !fact.includes(value),
    testIgnoringCase: folding((fact, value) => Array.isArray(fact) && !fact.includes(value)),
    words: one((value) => [`do not include ${value}`, `include ${value}`]),
    samples: none,
  },
  lessThan: {
    takes: 'number',
    polarity: 'negative',
    meaning: 'is a smaller number',
    example: '{ fact: studentCount, operator: lessThan, value: 5 }',
    test: orderedNumbers((difference) => difference < 0),
    words: one((value) => [`is less than ${value}`, `is not less than ${value}`]),
    samples: none,
  },
  lessThanInclusive: {
    takes: 'number',
    polarity: 'negative',
    meaning: 'is a smaller number or the same',
    example: '{ fact: studentCount, operator: lessThanInclusive, value: 4 }',
    test: orderedNumbers((difference) => difference <= 0),
    words: one((value) => [`is at most ${value}`, `is not at most ${value}`]),
    samples: none,
  },
  greaterThan: {
    takes: 'number',
    polarity: 'positive',
    meaning: 'is a greater number',
    example: '{ fact: studentCount, operator: greaterThan, value: 4 }',
    test: orderedNumbers((difference) => difference > 0),
    words: one((value) => [`is more than ${value}`, `is not more than ${value}`]),
    samples: none,
  },
  greaterThanInclusive: {
    takes: 'number',
    polarity: 'positive',
    meaning: 'is a greater number or the same',
    example: '{ fact: studentCount, operator: greaterThanInclusive, value: 1 }',
    test: orderedNumbers((difference) => difference >= 0),
    words: one((value) => [`is at least ${value}`, `is not at least ${value}`]),
    samples: none,
  },
  before: {
    takes: 'day',
    polarity: null,
    meaning: 'is an earlier day',
    example: '{ fact: dateOfBirth, operator: before, value: 2020-09-01 }',
    test: ordered((difference) => difference < 0),
    words: one((value) => [`is before ${value}`, `is not before ${value}`]),
    samples: none,
  },
  after: {
    takes: 'day',
    polarity: null,
    meaning: 'is a later day',
    example: '{ fact: dateOfBirth, operator: after, value: { fact: today } }',
    test: ordered((difference) => difference > 0),
    words: one((value) => [`is after ${value}`, `is not after ${value}`]),
    samples: none,
  },
  ageBelow: {
    takes: 'years',
    polarity: null,
    meaning: 'is the date of birth of somebody who is not so many years old, today or on another day',
    example: '{ fact: dateOfBirth, operator: ageBelow, value: 4, on: 09-01 }',
    onDay: lastBirthday,
    test: text((born, last) => born > last),
    words: one((value) => [`is that of somebody below ${value}`, `is not that of somebody below ${value}`]),
    samples: none,
  },
  ageAtLeast: {
    takes: 'years',
    polarity: null,
    meaning: 'is the date of birth of somebody who is so many years old or older, today or on another day',
    example: '{ fact: dateOfBirth, operator: ageAtLeast, value: 16 }',
    onDay: lastBirthday,
    test: text((born, last) => born <= last),
    words: one((value) => [`is that of somebody of ${value} or older`, `is not that of somebody of ${value} or older`]),
    samples: none,
  },
  startsWith: {
    takes: 'text',
    polarity: null,
    compares: 'start',
    meaning: 'begins with the text, case included',
    example: '{ fact: code, operator: startsWith, value: CLUB }',
    test: text((fact, value) => fact.startsWith(value)),
    testIgnoringCase: folding(text((fact, value) => fact.startsWith(value))),
    words: one((value) => [`begins with ${value}`, `does not begin with ${value}`]),
    samples: none,
  },
  endsWith: {
    takes: 'text',
    polarity: null,
    compares: 'end',
    meaning: 'ends with the text, case included',
    example: '{ fact: email, operator: endsWith, value: "@example.org" }',
    test: text((fact, value) => fact.endsWith(value)),
    testIgnoringCase: folding(text((fact, value) => fact.endsWith(value))),
    words: one((value) => [`ends with ${value}`, `does not end with ${value}`]),
    samples: none,
  },
  hasText: {
    takes: 'text',
    polarity: null,
    compares: 'any',
    meaning: 'has the text somewhere in it, in any case',
    example: '{ fact: relationship, operator: hasText, value: mother }',
    test: text((fact, value) => foldCase(fact).includes(foldCase(value))),
    words: one((value) => [`has ${value} in it, in any case`, `does not have ${value} in it, in any case`]),
    samples: none,
  },
  matches: {
    takes: 'pattern',
    polarity: null,
    meaning: 'is as the pattern says, from its first character to its last, case included',
    example: "{ fact: code, operator: matches, value: '\\d{1,2}/[A-Z][a-z]\\d' }",
    test: text((fact, value) => matchesPattern(fact, value, false)),
    testIgnoringCase: text((fact, value) => matchesPattern(fact, value, true)),
    faultOf: faultOfPattern,
    words: one((value) => [`is as the pattern ${value} says`, `is not as the pattern ${value} says`]),
    samples: (value) => (isText(value) ? examplesOf(value) : null),
    areSamplesFew: true,
  },
  domainIs: {
    takes: 'value or list',
    polarity: null,
    meaning: 'is an email address at the domain, or at one of a list, in any case; a sub-domain is another domain',
    example: '{ fact: email, operator: domainIs, value: oakfield.example.org }',
    test: (fact, value) => isText(fact) && isAtDomain(fact, Array.isArray(value) ? texts(value) : texts([value])),
    faultOf: faultOfDomain,
    words: oneOrList((value) => [`is at the domain ${value}`, `is not at the domain ${value}`]),
    samples: (value) => texts(Array.isArray(value) ? value : [value]).map((one) => `x@${domainOf(one)}`),
  },
  nearlyIn: {
    takes: 'list',
    polarity: null,
    compares: 'whole',
    meaning: 'is one of the list but for case or spaces, and not exactly one',
    example: '{ fact: type, operator: nearlyIn, value: { fact: option.classTypes } }',
    test: (fact, value) =>
      isText(fact) &&
      !texts(value).includes(fact) &&
      texts(value).some((known) => foldSpelling(known) === foldSpelling(fact)),
    words: list((values) => [
      `is one of ${values}, but in other letters or with other spaces`,
      `is not one of ${values} in other letters or with other spaces`,
    ]),
    samples: none,
  },
  isTwoOf: {
    takes: 'list',
    polarity: null,
    meaning: 'is two of the list with "and", &, / or + between; case and a final full stop aside',
    example: '{ fact: title, operator: isTwoOf, value: { fact: option.titles } }',
    test: (fact, value) => isText(fact) && isTwoOf(fact, texts(value)),
    words: list((values) => [`is two of ${values}, joined`, `is not two of ${values}, joined`]),
    samples: (value) => pairsOf(texts(value)).map(([a, b]) => `${a} and ${b}`),
  },
  isJoined: {
    takes: 'yes or no',
    polarity: null,
    meaning: 'has an "and" between spaces, an &, / or + in it',
    example: '{ fact: title, operator: isJoined, value: true }',
    test: (fact, value) => isText(fact) && hasJoint(fact) === value,
    words: yesOrNo('has an “and”, &, / or + in it', 'has no “and”, &, / or + in it'),
    samples: () => ['x and x'],
  },
  isEmail: {
    takes: 'yes or no',
    polarity: null,
    meaning: 'has exactly one @ (value: true), or has not (value: false); a blank is neither',
    example: '{ fact: email, operator: isEmail, value: false }',
    test: (fact, value) => isText(fact) && isEmail(fact) === value,
    words: yesOrNo('has exactly one @', 'does not have exactly one @'),
    samples: () => ['x@example.org'],
  },
} satisfies Readonly<Record<string, Omit<Operator, 'name'>>>;

export type OperatorName = keyof typeof table;

export const operatorNamed: Readonly<Record<OperatorName, Operator>> = withNames(table);

export const operators: readonly Operator[] = Object.values(operatorNamed);

/** Operators by name, each with its meaning, as schemas list them. */
export function operatorWords(some: readonly Operator[]): readonly { const: OperatorName; description: string }[] {
  return some.map(({ name, meaning }) => ({ const: name, description: `The fact ${meaning}.` }));
}
