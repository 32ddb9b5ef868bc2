import { Ajv, type SchemaObject } from 'ajv';
import { sourceTypes } from '../../pipeline/vocabulary/source-types.js';
import type { Nested, RawScalar } from '../json/raw.js';

/**
 * Whether a scalar of the document is of a type.
 * @param type its place among all types
 * @param literal the digits of a number, as they are written
 */
export type Validate = (type: number, raw: RawScalar | Nested, literal: string | undefined) => boolean;

/** What ajv hands on to the keyword `literal`. */
interface LiteralContext {
  readonly literal: string | undefined;
}

const made = new WeakMap<SchemaObject, Validate>();

/**
 * Compiles the definitions of source values, once for each schema. ajv alone says what is a bad type or format.
 * @param sourceSchema schemas/source.schema.json, parsed
 */
export function createValidate(sourceSchema: SchemaObject): Validate {
  const validate = made.get(sourceSchema) ?? compile(sourceSchema);
  made.set(sourceSchema, validate);
  return validate;
}

function compile(sourceSchema: SchemaObject): Validate {
  const ajv = new Ajv({
    // The schema is ours, and a test validates it: doing so at each start would take as long as compiling it.
    validateSchema: false,
    meta: false,
    strictTypes: false,
    passContext: true,
    formats: Object.fromEntries(sourceTypes.flatMap(({ format }) => (format ? [[format.name, format.has]] : []))),
  });
  ajv.addKeyword({ keyword: 'literal', type: 'number', schemaType: 'string', errors: false, validate: meetsLiteral });
  ajv.addSchema(sourceSchema);
  const id = String(sourceSchema.$id);
  const compiled = sourceTypes.map(({ name }) => ajv.compile({ $ref: `${id}#/$defs/${name}` }));
  return (type, raw, literal) => compiled[type].call({ literal }, raw);
}

const patterns = new Map<string, RegExp>();

/** ajv knows a JSON number only by its value; 7.0 and 7 differ in their literals. */
function meetsLiteral(this: LiteralContext, pattern: string): boolean {
  let compiled = patterns.get(pattern);
  if (compiled === undefined) patterns.set(pattern, (compiled = new RegExp(pattern)));
  return this.literal !== undefined && compiled.test(this.literal);
}
