import type { Value } from '../table/value.js';
import type { LinkKind, RecordKind } from '../pipeline/pipeline.js';
import type { Rule } from '../pipeline/rules/rule.js';
import type { Change } from './choices.js';
import type { Edit } from './draft.js';
import type { Correction } from './explanation.js';

/** Edits at the source, and what they are called. */
export interface Made {
  readonly edits: readonly Edit[];
  readonly corrections: readonly NamedCorrection[];
}

/** A correction, and whether it only is one if what a choice of the school reads is wrong. */
export interface NamedCorrection {
  readonly correction: Correction;
  readonly isChoice: boolean;
}

/** A choice of the school does not say what to do: then the correction names the keys of the extract to change. */
export function named(
  said: Correction | null,
  rule: Rule,
  of: Pick<Correction, 'kind' | 'id'>,
  keys: readonly string[],
): NamedCorrection {
  if (said !== null) return { correction: said, isChoice: false };
  if (rule.fix !== null) return { correction: { ...of, rule: rule.name, fix: rule.fix }, isChoice: false };
  return {
    correction: { ...of, rule: rule.name, fix: `Correct ${[...new Set(keys)].join(' and ')}` },
    isChoice: true,
  };
}

/** The edits that write other values into a record. */
export function written(kind: string, id: string, changes: readonly Change<number>[]): Edit[] {
  return changes.map(([field, value]): Edit => ({ type: 'write', kind, id, field, value }));
}

/** The values of a record or link with those changes. */
export function changed(values: readonly Value[], changes: readonly Change<number>[]): readonly Value[] {
  const after = [...values];
  for (const [field, value] of changes) after[field] = value;
  return after;
}

/** The keys of the extract from which fields are read. */
export function sources(kind: RecordKind | LinkKind, fields: readonly number[]): string[] {
  return [...new Set(fields.map((field) => kind.fields[field].from ?? kind.fields[field].name))];
}
