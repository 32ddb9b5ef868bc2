import { Ajv, type SchemaObject, type ValidateFunction } from 'ajv';
import { formats } from './values.js';
import type { Column } from './columns.js';
import type { Literals, RawRecord } from './raw.js';

/** Where a record does not meet its definitions: index of the value, and in a list index of the entry. */
export interface Fault {
  readonly value: number;
  readonly entry: number | null;
}

/** A value that must meet a definition, or a list of which each entry must. */
export type Validated = Pick<Column, 'definition' | 'isList'>;

export type Validator = (record: RawRecord) => readonly Fault[];

const noFaults: readonly Fault[] = [];
/** Digits that every number holds exactly. */
const mostPlainDigits = 15;

/** What ajv hands on to the keyword `literal`. */
interface LiteralContext {
  readonly literals: Literals;
  /** No literal of the record can fail a pattern that the number itself does not. */
  readonly plain: boolean;
}

/**
 * Compiles validators of records from the schema of source values. ajv alone says what is a bad type or format.
 * @param sourceSchema schemas/source.schema.json, parsed
 */
export function createValidators(sourceSchema: SchemaObject): (columns: readonly Validated[]) => Validator {
  const ajv = new Ajv({
    // The schema is ours, and a test holds it against its own: doing so at each start takes as long as the compiling.
    validateSchema: false,
    meta: false,
    allErrors: true,
    strictTuples: false,
    strictTypes: false,
    passContext: true,
    formats: { ...formats },
  });
  ajv.addKeyword({ keyword: 'literal', type: 'number', schemaType: 'string', errors: false, validate: meetsLiteral });
  ajv.addSchema(sourceSchema);
  const id = String(sourceSchema.$id);
  return (columns) => {
    const items = columns.map(({ definition, isList }) => {
      const one = { $ref: `${id}#/$defs/${definition}` };
      return isList ? { type: ['array', 'null'], items: one } : one;
    });
    const validate = ajv.compile({ type: 'array', items });
    return (record) => faultsOf(validate, record);
  };
}

function faultsOf(validate: ValidateFunction, record: RawRecord): readonly Fault[] {
  const { values, literals } = record;
  if (validate.call({ literals, plain: arePlain(literals) }, values)) return noFaults;
  return (validate.errors ?? []).map((error) => {
    const [value, entry] = pathOf(error.instancePath);
    return { value: value ?? 0, entry: entry ?? null };
  });
}

/** Whether a number is written in a few digits and nothing else. */
function isPlain(literal: string): boolean {
  if (literal.length > mostPlainDigits) return false;
  for (let at = 0; at < literal.length; at++) {
    const unit = literal.charCodeAt(at);
    if (unit < 0x30 || unit > 0x39) return false;
  }
  return true;
}

function arePlain(literals: Literals): boolean {
  for (const literal of literals) {
    if (literal === undefined) continue;
    if (!(typeof literal === 'string' ? isPlain(literal) : arePlain(literal))) return false;
  }
  return true;
}

function pathOf(instancePath: string): number[] {
  return instancePath.split('/').slice(1).map(Number);
}

const patterns = new Map<string, RegExp>();

/** A JSON number is known to ajv only by its value; 7.0 and 7 differ in their literals. */
function meetsLiteral(
  this: LiteralContext,
  pattern: string,
  _value: number,
  _schema: unknown,
  at?: { instancePath: string },
): boolean {
  if (this.plain) return true;
  const [value, entry] = pathOf(at?.instancePath ?? '');
  const beside = this.literals[value ?? 0];
  const literal = Array.isArray(beside) ? beside[entry ?? 0] : beside;
  let compiled = patterns.get(pattern);
  if (compiled === undefined) patterns.set(pattern, (compiled = new RegExp(pattern)));
  return literal !== undefined && compiled.test(literal);
}
