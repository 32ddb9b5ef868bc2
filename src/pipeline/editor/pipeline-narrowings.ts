import type { Keywords } from '../keys/yaml-type.js';
import { namedFields, type Pipeline } from '../pipeline.js';
import { Within, type Narrowings } from './place.js';

/**
 * What the pipeline itself says. Names are only offered: one that it does not have yet may be the next to be written,
 * and `check` says if it is not.
 */
export function pipelineNarrowings({
  records,
}: Pipeline): Narrowings<'records' | 'recordsByKind' | 'recordKind' | 'keptField'> {
  const ofRecords = ({ additionalProperties, ...schema }: Keywords): Keywords => ({
    ...schema,
    additionalProperties,
    properties: Object.fromEntries(
      records.map((kind) => [kind.name, new Within(additionalProperties as Keywords, { kind })]),
    ),
  });
  return {
    records: ofRecords,
    recordsByKind: ofRecords,
    recordKind: (schema) => ({ ...schema, examples: records.map(({ name }) => name) }),
    keptField: (schema, { kind }) => {
      const kept = kind === null ? [] : namedFields(kind).filter((field) => field.kept);
      return { ...schema, examples: kept.map(({ name }) => name) };
    },
  };
}
