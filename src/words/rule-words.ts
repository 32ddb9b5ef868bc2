import type { LinkKind, Pipeline, RecordKind } from '../pipeline/pipeline.js';
import { splitOf, valuesSetBy, type Rule, type SetValue, type Share } from '../pipeline/rules/rule.js';
import { effectNamed } from '../pipeline/vocabulary/effects.js';
import { wayToShareNamed } from '../pipeline/vocabulary/ways-to-share.js';
import { valueInWords } from '../pipeline/vocabulary/comparison-words.js';
import { kindNamed, label } from './words.js';

type Kind = RecordKind | LinkKind;

/** What a rule does, in words that its conditions follow: `A student comes through only if`. */
export function effectInWords(pipeline: Pipeline, kind: Kind, rule: Rule): string {
  const one = label(pipeline, kind.name, 1);
  return effectNamed[rule.effect.type].words({
    one: /^[aeiou]/.test(one) ? `An ${one}` : `A ${one}`,
    by: fieldOf(kind, splitOf(rule)?.by ?? ''),
    values: [...valuesSetBy(rule)].map(
      ([field, value]) => `${fieldOf(kind, field)} becomes ${setInWords(kind, value)}`,
    ),
    isForAll: rule.for === 'all',
    once: rule.once,
  });
}

/** What a record that becomes two gives to each; null for other rules. */
export function sharesInWords(pipeline: Pipeline, kind: Kind, rule: Rule): string | null {
  const shared = splitOf(rule)?.share ?? [];
  if (shared.length === 0) return null;
  const shares = shared.map((share) => `${sharedInWords(pipeline, kind, share)} ${wayToShareNamed[share.way].words}`);
  return `Shared out between the two: ${shares.join(', ')}. Both get whatever does not have two parts.`;
}

function sharedInWords(pipeline: Pipeline, kind: Kind, { link, field }: Share): string {
  const of = link === null ? undefined : kindNamed(pipeline, link);
  return of === undefined ? fieldOf(kind, field) : `${fieldOf(of, field)} of ${of.label.toLowerCase()}`;
}

function setInWords(kind: Kind, value: SetValue): string {
  return 'constant' in value ? valueInWords(value.constant) : `what is in ${fieldOf(kind, value.field)}`;
}

function fieldOf(kind: Kind, name: string): string {
  return kind.fields.find((field) => field.name === name)?.label ?? name;
}
