import type { Field, LinkKind, Pipeline, RecordKind } from './pipeline.js';
import { isReference } from './rules/evaluate.js';
import { comparesWhole, leavesAbout } from './rules/leaves-about.js';
import type { Leaf, Rule } from './rules/rule.js';
import type { Place } from './yaml/yaml-file.js';

/** Whether a field is personal, and why. What is personal is shown nowhere but where people ask for it. */
export interface Personal {
  readonly isPersonal: boolean;
  /** `said`: by `personal`; `usual`: nothing says that it is not. */
  readonly by: 'said' | 'usual' | 'constant' | 'store' | 'rule';
  readonly place: Place | null;
}

/**
 * Every field is personal, unless it says `personal: false`, or the configuration knows its values already: it has a
 * constant, `store` lists its values, or a rule compares all of a value with a constant. That a rule asks whether it is
 * blank, or for a part of it, says nothing of its values.
 */
export function personalOf(
  pipeline: Pipeline,
  rules: readonly Rule[],
  kind: RecordKind | LinkKind,
  field: Field,
): Personal {
  const at = pipeline.places.get(`${kind.name}.${field.name}`) ?? null;
  if (field.personal !== null) return { isPersonal: field.personal, by: 'said', place: at };
  if (field.constant !== null) return { isPersonal: false, by: 'constant', place: at };
  if (field.store !== null) return { isPersonal: false, by: 'store', place: at };
  const rule = rules.find((one) => leavesAbout(one, kind.name, field.name, pipeline).some(namesValues));
  return rule === undefined
    ? { isPersonal: true, by: 'usual', place: null }
    : { isPersonal: false, by: 'rule', place: rule.place };
}

function namesValues(leaf: Leaf): boolean {
  const { value } = leaf;
  if (!comparesWhole(leaf)) return false;
  if (isReference(value)) return value.fact.startsWith('option.');
  return Array.isArray(value) ? value.some((one) => one !== null) : value !== null;
}
