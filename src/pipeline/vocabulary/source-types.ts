import { dayOf, hasTime } from '../text/day-of.js';
import { decimalOf, mostDigits, wholeNumberOf } from '../text/decimal.js';
import { dayReader } from '../text/day-of-instant.js';
import { toText } from '../text/stored-text.js';
import { isBlank, normalise } from '../text/text.js';
import { builtInRules } from '../rules/rule.js';
import { factTypeNamed, type FactType } from './fact-types.js';
import { withNames } from './with-names.js';

/** What a column holds; `bigint` is a number too far from 0 for `integer`. */
export type ColumnType = 'text' | 'integer' | 'bigint';

/** What a value of the extract may have to be, and everything about it. */
export interface SourceType {
  readonly name: SourceTypeName;
  /**
   * JSON Schema of what the extract may have. It always allows a blank, because rules say what may be blank. The
   * keyword `literal` is a pattern for a number's digits as they are written.
   */
  readonly schema: Readonly<Record<string, unknown>>;
  /** The format of our own that its schema names. */
  readonly format?: { readonly name: string; readonly has: (text: string) => boolean };
  /** Whether a number is held against the format, and read, by its digits as they are written. */
  readonly byDigits?: true;
  /** The value of a text that the schema allows and that is not blank. */
  readonly read: (text: string) => string | number | boolean | null;
  /** The same in a time zone, where that makes a difference. */
  readonly readIn?: (timezone: string) => SourceType['read'];
  /** What a value should be, for a message about one that the schema refuses. */
  readonly wanted: string;
  /** What `read` may leave out of a text, which is noted once for a field; null if it reads all of it. */
  readonly leavesOut: {
    readonly rule: string;
    readonly is: (text: string) => boolean;
    readonly because: string;
  } | null;
  /** What it is for conditions. */
  readonly fact: FactType;
  readonly column: ColumnType;
  /** Which constants a rule may set a field of this type to. */
  readonly constants: string;
}

/** A type that a field may have in pipeline.yaml. */
export interface FieldType extends SourceType {
  readonly name: FieldTypeName;
  readonly meaning: string;
  /** What a field of this type may have as its `value` in the pipeline. */
  readonly constant: {
    /**
     * In the form that values of the type have; null if it is none of them.
     * @param written as it stands there
     */
    readonly in: (given: Constant, written: string) => Constant | null;
    /** What it should be, if that is not what a value of the extract should be. */
    readonly wanted?: string;
    /** What to write in place of one that is none. */
    readonly hint: string;
  };
}

type Constant = string | number | boolean;

const number = /^-?\d+(?:\.\d+)?$/;
const yes = new Set(['true', 'yes', 'y', 't', '1']);
const no = new Set(['false', 'no', 'n', 'f', '0']);

/** The most characters that the stored form of an id may have. */
export const longestId = 200;

/** A character has one or two code units. */
function isShort(id: string): boolean {
  return id.length <= longestId || (id.length <= 2 * longestId && [...id].length <= longestId);
}

function fold(text: string): string {
  return normalise(text).toLowerCase();
}

const asItIs = (text: string): string => text;

const dayConstant: FieldType['constant'] = {
  in: (given) => (factTypeNamed.date.has(given) ? given : null),
  hint: 'Write an existing day, YYYY-MM-DD.',
};

const wholeNumber = 'a whole number (at most 2^53 either way)';

const fieldTable = {
  text: {
    meaning: 'Trimmed and normalised; blank is null.',
    schema: { type: ['string', 'number', 'null'] },
    read: asItIs,
    wanted: 'text',
    leavesOut: null,
    fact: factTypeNamed.text,
    column: 'text',
    constants: 'is a text or null.',
    constant: {
      in: (given) => (typeof given === 'number' ? wholeNumberOf(String(given)) : given),
      wanted: wholeNumber,
      hint: 'Write type: decimal, or put it in quotes to store it as text.',
    },
  },
  date: {
    meaning:
      'YYYY-MM-DD, existing days only, alone or with a time after a T or a space; the day counts as it is written.',
    schema: { type: ['string', 'null'], format: 'date' },
    format: { name: 'date', has: (text) => isBlank(text) || dayOf(normalise(text)) !== null },
    read: dayOf,
    wanted: 'an existing day (YYYY-MM-DD, alone or with a time after a T or a space)',
    leavesOut: {
      rule: builtInRules.dateWithTime,
      is: hasTime,
      because: 'is a day and has a time that is not midnight; the day counts as it is written.',
    },
    fact: factTypeNamed.date,
    column: 'text',
    constants: 'is a day: give an existing one, YYYY-MM-DD, or null.',
    constant: dayConstant,
  },
  boolean: {
    meaning: 'true/false, yes/no, y/n, t/f, 1/0.',
    schema: {
      anyOf: [
        { type: ['boolean', 'null'] },
        { type: 'string', format: 'yes-or-no' },
        { type: 'number', enum: [0, 1], literal: '^[01]$' },
      ],
    },
    format: { name: 'yes-or-no', has: (text) => isBlank(text) || yes.has(fold(text)) || no.has(fold(text)) },
    read: (text) => yes.has(text.toLowerCase()),
    wanted: 'a yes or no',
    leavesOut: null,
    fact: factTypeNamed.boolean,
    column: 'text',
    constants: 'is true, false or null.',
    constant: {
      in: (given) => given === 'true' || (given === 'false' ? false : null),
      hint: 'Write true or false.',
    },
  },
  number: {
    meaning: 'A whole number, at most 2^53 (9007199254740992) either way.',
    schema: { type: ['string', 'number', 'null'], format: 'whole-number' },
    format: { name: 'whole-number', has: (text) => isBlank(text) || wholeNumberOf(normalise(text)) !== null },
    byDigits: true,
    read: wholeNumberOf,
    wanted: wholeNumber,
    leavesOut: null,
    fact: factTypeNamed.wholeNumber,
    column: 'bigint',
    constants: 'is a number or null.',
    constant: {
      in: (given) => wholeNumberOf(String(given)),
      hint: 'Write a whole number. A fraction needs type: decimal, and text no `type`.',
    },
  },
  decimal: {
    meaning: `An exact number of at most ${String(mostDigits)} digits, stored as text in one form: 12.50 is 12.5.`,
    schema: { type: ['string', 'number', 'null'], format: 'decimal' },
    format: { name: 'decimal', has: (text) => isBlank(text) || decimalOf(normalise(text)) !== null },
    byDigits: true,
    read: decimalOf,
    wanted: `a number (of at most ${String(mostDigits)} digits)`,
    leavesOut: null,
    fact: factTypeNamed.decimal,
    column: 'text',
    constants: 'is a number or null.',
    constant: {
      in: (_, written) => decimalOf(written),
      hint: 'Write it in digits, like 12.5. Text needs no `type`.',
    },
  },
  'day-of-instant': {
    meaning:
      "The day of an instant in the pipeline's `timezone`: in London 2018-06-08T23:00:00Z is 2018-06-09. Without an offset, the day as it is written. Read as `date` is, with no warning of a time.",
    schema: { type: ['string', 'null'], format: 'date' },
    read: dayOf,
    readIn: dayReader,
    wanted: 'an existing day (YYYY-MM-DD, alone or with a time after a T or a space)',
    leavesOut: null,
    fact: factTypeNamed.date,
    column: 'text',
    constants: 'is a day: give an existing one, YYYY-MM-DD, or null.',
    constant: dayConstant,
  },
} satisfies Readonly<Record<string, Omit<FieldType, 'name'>>>;

/** Types that no field names. */
const otherTable = {
  order: {
    schema: { type: ['string', 'number', 'null'], format: 'order' },
    format: { name: 'order', has: (text) => isBlank(text) || number.test(normalise(text)) },
    read: asItIs,
    wanted: 'a number',
    leavesOut: null,
    fact: factTypeNamed.number,
    column: 'integer',
    constants: 'is a number or null.',
  },
  constant: {
    schema: { type: ['number', 'null'] },
    read: asItIs,
    wanted: 'a number',
    leavesOut: null,
    fact: factTypeNamed.number,
    column: 'integer',
    constants: 'is a number or null.',
  },
  id: {
    schema: { type: ['string', 'number', 'null'], format: 'id', literal: '^-?[0-9]{1,200}$' },
    format: { name: 'id', has: (text) => text.length <= longestId || isShort(toText(text)) },
    read: asItIs,
    wanted: 'an id',
    leavesOut: null,
    fact: factTypeNamed.text,
    column: 'text',
    constants: 'is a text.',
  },
} satisfies Readonly<Record<string, Omit<SourceType, 'name'>>>;

export type FieldTypeName = keyof typeof fieldTable;
export type SourceTypeName = FieldTypeName | keyof typeof otherTable;

export const fieldTypeNamed: Readonly<Record<FieldTypeName, FieldType>> = withNames(fieldTable);
/** The type of a field that names none. A field of any other type can be set from it. */
export const usualFieldType = fieldTypeNamed.text.name;
export const fieldTypes: readonly FieldType[] = Object.values(fieldTypeNamed);
export const sourceTypeNamed: Readonly<Record<SourceTypeName, SourceType>> = {
  ...fieldTypeNamed,
  ...withNames(otherTable),
};
export const sourceTypes: readonly SourceType[] = Object.values(sourceTypeNamed);

/** The furthest from 0 that every database holds in a column for small numbers. */
const mostSmall = 2 ** 31 - 1;

/** The type of a field. If its constant is a number, so is the field, whatever type it names. */
export function typeOf({
  type,
  constant,
}: {
  readonly type: FieldTypeName;
  readonly constant: string | number | boolean | null;
}): SourceType {
  if (typeof constant !== 'number') return sourceTypeNamed[type];
  return sourceTypeNamed[Math.abs(constant) > mostSmall ? 'number' : 'constant'];
}

/** schemas/source.schema.json, which `ajv` checks extracts against. */
export const sourceSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'https://pullthrough.example/schemas/source.schema.json',
  title: 'Values of an extract, by the type that a field has in pipeline.yaml',
  description:
    "A section's validator is put together from these. The formats date, decimal, id, order, whole-number and yes-or-no and the keyword literal (a number's digits as they are written) are explained in docs/architecture.md. Blank values are always allowed here; whether one may be blank is for rules to say.",
  $defs: Object.fromEntries(sourceTypes.map(({ name, schema }) => [name, schema])),
};
