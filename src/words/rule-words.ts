import type { LinkKind, Pipeline, RecordKind } from '../pipeline/pipeline.js';
import { splitOf, valuesSetBy, type Rule, type SetValue, type Share } from '../pipeline/rules/rule.js';
import { effectNamed } from '../pipeline/vocabulary/effects.js';
import { wayToShareNamed } from '../pipeline/vocabulary/ways-to-share.js';
import { valueInWords } from '../pipeline/vocabulary/comparison-words.js';
import { textWords, type TextStep } from '../pipeline/text/text-functions.js';
import { factInWords } from './condition-words.js';
import { kindNamed, label } from './words.js';

type Kind = RecordKind | LinkKind;

/** What a rule does, in words that its conditions follow: `A student comes through only if`. */
export function effectInWords(pipeline: Pipeline, kind: Kind, rule: Rule): string {
  const one = label(pipeline, kind.name, 1);
  return effectNamed[rule.effect.type].words({
    one: /^[aeiou]/.test(one) ? `An ${one}` : `A ${one}`,
    by: fieldOf(kind, splitOf(rule)?.by ?? ''),
    values: [...valuesSetBy(rule)].map(
      ([field, value]) => `${fieldOf(kind, field)} becomes ${setInWords(pipeline, kind, value)}`,
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

function setInWords(pipeline: Pipeline, kind: Kind, value: SetValue): string {
  if ('constant' in value) return valueInWords(value.constant);
  const copied = `what is in ${factInWords(pipeline, kind, value.field)}`;
  return value.text.length === 0 ? copied : `${copied} (${value.text.map(stepInWords).join(', ')})`;
}

export function stepInWords(step: TextStep): string {
  if (typeof step === 'string') return textWords[step].words;
  if ('part' in step) return `what follows the last ${valueInWords(step.part)}`;
  if ('replace' in step) return `with ${[...step.replace.keys()].map(valueInWords).join(', ')} replaced`;
  const count = Math.abs(step.take);
  return `the ${step.take > 0 ? 'first' : 'last'} ${count === 1 ? 'character' : `${String(count)} characters`}`;
}

function fieldOf(kind: Kind, name: string): string {
  return kind.fields.find((field) => field.name === name)?.label ?? name;
}
