import assert from 'node:assert/strict';

type Schema = Readonly<Record<string, unknown>>;
type Fault = string;

/**
 * Holds a value against a schema, keyword by keyword. Large schemas of which each is used for a few values are compiled
 * by ajv for longer than all the tests of them take.
 * @returns a fault for each keyword that does not hold, with the path of the value
 */
export function faultsBy(root: Schema, value: unknown): readonly Fault[] {
  return new Judge(root).faults(root, value, '');
}

class Judge {
  constructor(private readonly root: Schema) {}

  faults(schema: unknown, value: unknown, at: string): readonly Fault[] {
    if (schema === true) return [];
    if (schema === false) return [`${at} is not allowed`];
    const keywords = schema as Schema;
    return Object.entries(keywords).flatMap(([keyword, given]) => {
      const judge = keywordsOf[keyword];
      assert.ok(judge !== undefined, `the keyword ${keyword} is not known here`);
      return judge === null ? [] : judge({ given, value, at, keywords, judge: this });
    });
  }

  fits(schema: unknown, value: unknown): boolean {
    return this.faults(schema, value, '').length === 0;
  }

  resolve(reference: string): unknown {
    let found: unknown = this.root;
    for (const step of reference.slice(2).split('/')) found = (found as Schema)[step];
    assert.ok(found !== undefined, reference);
    return found;
  }
}

interface Judging {
  readonly given: unknown;
  readonly value: unknown;
  readonly at: string;
  readonly keywords: Schema;
  readonly judge: Judge;
}

const isMap = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value);
const lengthOf = (value: unknown): number => (typeof value === 'string' ? [...value].length : Infinity);

const isOfType: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: Array.isArray,
  object: isMap,
};

type JudgeKeyword = (judging: Judging) => readonly Fault[];

const unless = (holds: boolean, fault: string): readonly Fault[] => (holds ? [] : [fault]);
const all = (given: unknown): readonly unknown[] => given as readonly unknown[];

/** Null for a keyword that judges nothing by itself. */
const keywordsOf: Readonly<Record<string, JudgeKeyword | null | undefined>> = {
  $schema: null,
  title: null,
  description: null,
  markdownDescription: null,
  default: null,
  examples: null,
  definitions: null,
  then: null,
  else: null,
  $ref: ({ given, value, at, judge }) => judge.faults(judge.resolve(String(given)), value, at),
  type: ({ given, value, at }) =>
    unless(
      [given].flat().some((type) => isOfType[String(type)]?.(value) === true),
      `${at} is no ${String(given)}`,
    ),
  const: ({ given, value, at }) => unless(given === value, `${at} is not ${String(given)}`),
  enum: ({ given, value, at }) => unless(all(given).includes(value), `${at} is none of ${String(given)}`),
  pattern: ({ given, value, at }) =>
    unless(typeof value !== 'string' || new RegExp(String(given), 'u').test(value), `${at} is not ${String(given)}`),
  minLength: ({ given, value, at }) => unless(lengthOf(value) >= Number(given), `${at} is too short`),
  minimum: ({ given, value, at }) => unless(typeof value !== 'number' || value >= Number(given), `${at} is too small`),
  maximum: ({ given, value, at }) => unless(typeof value !== 'number' || value <= Number(given), `${at} is too great`),
  minItems: ({ given, value, at }) =>
    unless(!Array.isArray(value) || value.length >= Number(given), `${at} has too few`),
  maxItems: ({ given, value, at }) =>
    unless(!Array.isArray(value) || value.length <= Number(given), `${at} has too many`),
  minProperties: ({ given, value, at }) =>
    unless(!isMap(value) || Object.keys(value).length >= Number(given), `${at} has too few keys`),
  maxProperties: ({ given, value, at }) =>
    unless(!isMap(value) || Object.keys(value).length <= Number(given), `${at} has too many keys`),
  required: ({ given, value, at }) =>
    isMap(value)
      ? all(given).flatMap((key) => unless(Object.hasOwn(value, String(key)), `${at} has no ${String(key)}`))
      : [],
  dependencies: ({ given, value, at, judge }) =>
    isMap(value)
      ? Object.entries(given as Schema).flatMap(([key, others]) =>
          Object.hasOwn(value, key)
            ? judge.faults(Array.isArray(others) ? { required: others } : others, value, at)
            : [],
        )
      : [],
  items: ({ given, value, at, judge }) =>
    Array.isArray(value) ? value.flatMap((item, index) => judge.faults(given, item, `${at}/${String(index)}`)) : [],
  properties: ({ given, value, at, judge }) =>
    isMap(value)
      ? Object.entries(given as Schema).flatMap(([key, inner]) =>
          Object.hasOwn(value, key) ? judge.faults(inner, value[key], `${at}/${key}`) : [],
        )
      : [],
  additionalProperties: ({ given, value, at, keywords, judge }) =>
    isMap(value)
      ? Object.entries(value).flatMap(([key, inner]) =>
          Object.hasOwn(keywords.properties ?? {}, key) ? [] : judge.faults(given, inner, `${at}/${key}`),
        )
      : [],
  allOf: ({ given, value, at, judge }) => all(given).flatMap((inner) => judge.faults(inner, value, at)),
  anyOf: ({ given, value, at, judge }) =>
    unless(
      all(given).some((inner) => judge.fits(inner, value)),
      `${at} fits none of several`,
    ),
  oneOf: ({ given, value, at, judge }) => {
    const fitting = all(given).filter((inner) => judge.fits(inner, value)).length;
    return unless(fitting === 1, `${at} fits ${String(fitting)} of several instead of one`);
  },
  not: ({ given, value, at, judge }) => unless(!judge.fits(given, value), `${at} is what it must not be`),
  if: ({ given, value, at, keywords, judge }) =>
    judge.faults((judge.fits(given, value) ? keywords.then : keywords.else) ?? true, value, at),
};
