import { decimalOf, decimalsBeside, isDecimal } from '../text/decimal.js';
import { isDay } from '../guard/day.js';
import type { Keywords } from '../keys/yaml-type.js';
import { withNames } from './with-names.js';
import { operatorNamed } from './operators.js';
import { pairsOf } from './pairs-of.js';

/** What a fact may be for conditions, and everything about it. */
export interface FactType {
  readonly name: FactTypeName;
  /** What one value of it is, in words. */
  readonly is: string;
  /** What all its values are, for a condition that asks for an impossible one; null if any value is possible. */
  readonly allAre: string | null;
  /** What a file may compare one of its values with, or set it to. */
  readonly literal: Keywords;
  /** Whether a value in a file counts as it is written: as a text, a class code 007 or 1E2 is no number. */
  readonly isWritten: boolean;
  /** The one form of a value as a file writes it, null for what is none; undefined if every text is one. */
  readonly canonical?: (written: string) => string | null;
  /** Whether its values, or the entries of a list, may differ in case. */
  readonly hasCase: boolean;
  /** Whether it grows and shrinks with what comes through. */
  readonly isCount: boolean;
  /** Whether its values are compared with days, which must exist. */
  readonly isDay: boolean;
  /** What to do if something compares it with a day. */
  readonly notADay: string | null;
  /** What to say if something compares it with a number; null if that is right, or shows in another way. */
  readonly notANumber: string | null;
  /** Whether a value has this type. */
  readonly has: (value: unknown) => boolean;
  /** Values that conditions may tell apart: those they compare it with, their neighbours, and some unrelated ones. */
  readonly samples: (compared: readonly unknown[]) => readonly unknown[];
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';

const useNumbers = `Use ${operatorNamed.lessThan.name} or ${operatorNamed.greaterThan.name}.`;

/** Where the day of a run may be to a period. */
export const periods = ['past', 'now', 'future'] as const;

const anyText = { type: ['string', 'number', 'boolean', 'null'], pattern: '\\S' };

/** What all types of numbers have in common. */
const numbers = {
  is: 'a number',
  allAre: 'a number',
  isWritten: false,
  hasCase: false,
  isCount: false,
  isDay: false,
  notADay: useNumbers,
  notANumber: null,
};

const counts = {
  ...numbers,
  literal: { type: 'number' },
  has: (value: unknown) => isNumber(value) && value >= 0,
  samples: (compared: readonly unknown[]) => [0, 1, 2, ...wholeBeside(compared)].filter((value) => value >= 0),
};

const table = {
  text: {
    is: 'text',
    allAre: null,
    literal: anyText,
    isWritten: true,
    hasCase: true,
    isCount: false,
    isDay: false,
    notADay: 'Write type: date where the field is read.',
    notANumber: 'As text, "10" comes before "9".',
    has: isText,
    samples: (compared) => {
      const texts = compared.filter(isText);
      return [...texts.flatMap(textsBeside), ...pairsOf(texts).map((pair) => pair.join('')), 'x', null];
    },
  },
  date: {
    is: 'a day',
    allAre: 'a day, YYYY-MM-DD',
    literal: { type: ['string', 'null'], pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
    isWritten: true,
    hasCase: false,
    isCount: false,
    isDay: true,
    notADay: null,
    notANumber: `Use ${operatorNamed.before.name} or ${operatorNamed.after.name}.`,
    has: (value) => isText(value) && isDay(value),
    samples: (compared) => [...compared.filter(isText).flatMap(daysBeside), '0001-01-01', '9999-12-31', null],
  },
  boolean: {
    is: 'true or false',
    allAre: 'true or false',
    literal: { type: ['boolean', 'null'] },
    isWritten: false,
    hasCase: false,
    isCount: false,
    isDay: false,
    notADay: null,
    notANumber: null,
    has: (value) => typeof value === 'boolean',
    samples: () => [true, false, null],
  },
  period: {
    is: 'past, now or future',
    allAre: 'past, now or future',
    literal: { enum: periods },
    isWritten: true,
    hasCase: false,
    isCount: false,
    isDay: false,
    notADay: 'Compare it with past, now or future; or compare period.from or period.until.',
    notANumber: null,
    has: (value) => periods.some((one) => one === value),
    samples: () => periods,
  },
  number: {
    ...numbers,
    literal: { type: 'number' },
    has: isNumber,
    samples: (compared) => [0, 1, ...numbersBeside(compared)],
  },
  // A number that is read, and so may be blank.
  wholeNumber: {
    ...numbers,
    literal: { type: ['number', 'null'] },
    has: isNumber,
    samples: (compared) => [0, 1, null, ...numbersBeside(compared)],
  },
  decimal: {
    is: 'a number',
    allAre: 'a number',
    literal: { type: ['number', 'string', 'null'], pattern: '^[+-]?\\d*(\\.\\d+)?([eE][+-]?\\d{1,9})?$' },
    isWritten: true,
    canonical: decimalOf,
    hasCase: false,
    isCount: false,
    isDay: false,
    notADay: useNumbers,
    notANumber: null,
    has: (value) => isText(value) && isDecimal(value),
    samples: (compared) => [
      ...['0', '1', '0.5', null],
      ...compared.flatMap((value) => decimalOf(String(value)) ?? []).flatMap(decimalsBeside),
    ],
  },
  count: {
    ...counts,
    isCount: true,
  },
  // It does not change while rounds take out records, so any operator may ask for it.
  countAsRead: {
    ...counts,
    isCount: false,
  },
  rank: {
    ...numbers,
    allAre: 'a number from 1 on',
    literal: { type: 'number', minimum: 1 },
    has: (value) => isNumber(value) && value >= 1,
    samples: (compared) => [1, 2, 3, ...wholeBeside(compared)].filter((value) => value >= 1),
  },
  list: {
    is: 'a list',
    allAre: null,
    literal: anyText,
    isWritten: true,
    hasCase: true,
    isCount: false,
    isDay: false,
    notADay: null,
    notANumber: null,
    has: Array.isArray,
    samples: (compared) => [[], ['x'], ...compared.map((value) => [value]), compared],
  },
} satisfies Readonly<Record<string, Omit<FactType, 'name'>>>;

export type FactTypeName = keyof typeof table;

export const factTypeNamed: Readonly<Record<FactTypeName, FactType>> = withNames(table);

function numbersBeside(compared: readonly unknown[]): number[] {
  return compared.filter(isNumber).flatMap((value) => [value - 1, value, value + 1]);
}

/** Nobody is counted in parts. */
function wholeBeside(compared: readonly unknown[]): number[] {
  return numbersBeside(compared).flatMap((value) => [Math.floor(value), Math.ceil(value)]);
}

/** The day, and days before and after it, as text sorts them. */
function daysBeside(day: string): string[] {
  return [day, `${day.slice(0, 4)}-00-00`, `${day.slice(0, 4)}-99-99`];
}

function textsBeside(text: string): string[] {
  return [text, text.toLowerCase(), text.toUpperCase(), `${text}x`, `x${text}`];
}
