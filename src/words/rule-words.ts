import type { LinkKind, Pipeline, RecordKind } from '../pipeline/pipeline.js';
import type { WayToShare } from '../pipeline/parts.js';
import type { Rule, SetValue, Share } from '../pipeline/rules/rule.js';
import { valueInWords } from '../pipeline/vocabulary/comparison-words.js';
import { kindNamed, label } from './words.js';

type Kind = RecordKind | LinkKind;

/** What a rule does, up to where its conditions follow: `A student comes through only where`. */
export function effectInWords(pipeline: Pipeline, kind: Kind, { effect, for: of, once }: Rule): string {
  const one = label(pipeline, kind.name, 1);
  const a = /^[aeiou]/.test(one) ? `An ${one}` : `A ${one}`;
  if (effect.type === 'require') return `${a} comes through only where`;
  if (effect.type === 'exclude') return `${a} does not come through where`;
  if (effect.type === 'split') return `${a} becomes two by ${fieldOf(kind, effect.by)} where`;
  if (effect.type === 'set') {
    const values = [...effect.values].map(
      ([field, value]) => `${fieldOf(kind, field)} becomes ${setInWords(kind, value)}`,
    );
    return `${values.join(', ')} where`;
  }
  const which = of === 'all' ? `${a}, whether or not it comes through,` : `${a} that comes through`;
  return `${which} is warned of${once ? ', once a school,' : ''} where`;
}

/** What a record that becomes two gives to each; null of other rules. */
export function sharesInWords(pipeline: Pipeline, kind: Kind, { effect }: Rule): string | null {
  if (effect.type !== 'split' || effect.share.length === 0) return null;
  const shares = effect.share.map((share) => `${sharedInWords(pipeline, kind, share)} ${ways[share.way]}`);
  return `Shared out between the two: ${shares.join(', ')}. What does not have two parts is given to both.`;
}

const ways: Readonly<Record<WayToShare, string>> = {
  joints: 'at “and”, &, / or +',
  emails: 'by email address',
  phones: 'by telephone number',
};

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
