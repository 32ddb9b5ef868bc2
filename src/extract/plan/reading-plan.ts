import { readFileSync } from 'node:fs';
import type { SchemaObject } from 'ajv';
import type { Pipeline } from '../../pipeline/pipeline.js';
import type { ReadingPlan } from '../json/document-reader.js';
import { planDocument } from './document-plan.js';
import { Dictionary } from '../dictionary.js';
import { Scalars } from '../items/scalar.js';
import { planSections } from './section-plan.js';
import { createValidate } from '../items/validate.js';

const shippedSchema = new URL('../../../../schemas/source.schema.json', import.meta.url);

/** Definitions of source values, as schemas/ ships them. */
export function readSourceSchema(): SchemaObject {
  return JSON.parse(readFileSync(shippedSchema, 'utf8')) as SchemaObject;
}

/** Makes ready what reading a document needs, once for a run. */
export function planReading(pipeline: Pipeline, sourceSchema: SchemaObject = readSourceSchema()): ReadingPlan {
  const sections = planSections(pipeline);
  const validate = createValidate(sourceSchema);
  const noScalars = new Scalars(new Dictionary(), validate, pipeline.limits);
  return { pipeline, sections, document: planDocument(pipeline, sections), validate, noScalars };
}
