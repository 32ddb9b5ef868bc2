import { Ajv, type SchemaObject } from 'ajv';
import { formats } from './values.js';
import { definitions, type Definition } from '../plan/definition.js';
import type { Nested, RawScalar } from '../json/raw.js';

/**
 * Whether a scalar of the document meets a definition.
 * @param literal the digits of a number, as they are written
 */
export type Validate = (definition: Definition, raw: RawScalar | Nested, literal: string | undefined) => boolean;

/** What ajv hands on to the keyword `literal`. */
interface LiteralContext {
  readonly literal: string | undefined;
}

/**
 * Compiles the definitions of source values. ajv alone says what is a bad type or format.
 * @param sourceSchema schemas/source.schema.json, parsed
 */
export function createValidate(sourceSchema: SchemaObject): Validate {
  const ajv = new Ajv({
    // The schema is ours, and a test holds it against its own: doing so at each start takes as long as the compiling.
    validateSchema: false,
    meta: false,
    strictTypes: false,
    passContext: true,
    formats: { ...formats },
  });
  ajv.addKeyword({ keyword: 'literal', type: 'number', schemaType: 'string', errors: false, validate: meetsLiteral });
  ajv.addSchema(sourceSchema);
  const id = String(sourceSchema.$id);
  const compiled = new Map(
    definitions.map((definition) => [definition, ajv.compile({ $ref: `${id}#/$defs/${definition}` })]),
  );
  return (definition, raw, literal) => compiled.get(definition)?.call({ literal }, raw) === true;
}

const patterns = new Map<string, RegExp>();

/** A JSON number is known to ajv only by its value; 7.0 and 7 differ in their literals. */
function meetsLiteral(this: LiteralContext, pattern: string): boolean {
  let compiled = patterns.get(pattern);
  if (compiled === undefined) patterns.set(pattern, (compiled = new RegExp(pattern)));
  return this.literal !== undefined && compiled.test(this.literal);
}
