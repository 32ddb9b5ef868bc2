import { isPeriodFact } from '../pipeline/kinds/period.js';
import { isReference } from '../pipeline/rules/evaluate.js';
import { countsOf, recordKind, type LinkKind, type Pipeline, type RecordKind } from '../pipeline/pipeline.js';
import { isLeaf, type Condition, type Leaf } from '../pipeline/rules/rule.js';
import type { Seen } from '../explain/explanation.js';
import type { Literal } from '../pipeline/vocabulary/literal.js';
import { valueInWords } from '../pipeline/vocabulary/comparison-words.js';
import { operatorNamed } from '../pipeline/vocabulary/operators.js';
import { capital } from './words.js';

/** A condition in words: a sentence without its full stop, or the lead-in to the conditions below it. */
export interface Said {
  readonly words: string;
  readonly parts: readonly Said[];
}

type Kind = RecordKind | LinkKind;

/** What a condition asks of a record or link of a kind. */
export function conditionInWords(pipeline: Pipeline, kind: Kind, condition: Condition): Said {
  return said(pipeline, kind, condition, true);
}

/** What came of a condition, and for which value: `Type is none of “Registration”: “Club”`. */
export function outcomeInWords(pipeline: Pipeline, kind: Kind, { saw, holds, ...leaf }: Seen): string {
  const words = leafInWords(pipeline, kind, leaf, holds);
  return saw === null && words.endsWith(' is blank') ? words : `${words}: ${valueInWords(saw as Literal)}`;
}

/** @param isAsked false if the rule asks that the condition does not hold */
function said(pipeline: Pipeline, kind: Kind, condition: Condition, isAsked: boolean): Said {
  if (isLeaf(condition)) return { words: leafInWords(pipeline, kind, condition, isAsked), parts: [] };
  if ('not' in condition) return said(pipeline, kind, condition.not, !isAsked);
  const isAll = 'all' in condition;
  const inner = isAll ? condition.all : condition.any;
  const [only, ...others] = inner;
  if (only !== undefined && others.length === 0) return said(pipeline, kind, only, isAsked);
  const words = isAll ? (isAsked ? 'all of:' : 'not all of:') : isAsked ? 'any of:' : 'none of:';
  return { words, parts: inner.map((one) => said(pipeline, kind, one, true)) };
}

function leafInWords(
  pipeline: Pipeline,
  kind: Kind,
  { fact, operator, value, ignoreCase }: Leaf,
  isAsked: boolean,
): string {
  const { words } = operatorNamed[operator];
  const [holds, fails] = isReference(value)
    ? words(factInWords(pipeline, kind, value.fact), true)
    : words(value, false);
  const subject = factInWords(pipeline, kind, fact);
  return `${capital(subject)} ${isAsked ? holds : fails}${ignoreCase === true ? ', in any case' : ''}`;
}

/** `Surname`, `type of the class`, `number of students that come through`, `option titles`. */
export function factInWords(pipeline: Pipeline, kind: Kind, fact: string): string {
  if (fact.startsWith('option.')) return `option ${fact.slice('option.'.length)}`;
  if (fact === 'today') return 'the day of the run';
  const field = kind.fields.find(({ name }) => name === fact);
  if (field !== undefined) return field.label;
  if (fact === 'id') return 'id';
  if (kind.type === 'link' && isPeriodFact(kind, fact)) return 'period';
  return kind.type === 'link' ? endInWords(pipeline, kind, fact) : countInWords(pipeline, kind, fact);
}

function endInWords(pipeline: Pipeline, { ends }: LinkKind, fact: string): string {
  if (fact === 'fields') return 'source fields';
  const [name, field] = fact.split('.');
  const end = ends.find((one) => one.name === name);
  const of = end === undefined ? undefined : recordKind(pipeline, end.to).fields.find((one) => one.name === field);
  return `${(of?.label ?? field ?? fact).toLowerCase()} of the ${name ?? ''}`;
}

function countInWords(pipeline: Pipeline, kind: RecordKind, fact: string): string {
  const counts = countsOf(pipeline, kind.name).map((count) => ({
    ...count,
    to: count.link.ends[count.end === 0 ? 1 : 0].to,
  }));
  const count = counts.find((one) => one.fact === fact);
  if (count !== undefined) {
    const isOnly = counts.filter(({ to }) => to === count.to).length === 1;
    const counted = isOnly ? recordKind(pipeline, count.to).label : count.link.label;
    return `number of ${counted.toLowerCase()} that come through`;
  }
  const shared = pipeline.facts.find((one) => one.kind === kind.name && one.name === fact);
  if (shared === undefined) return fact;
  const label = kind.fields.find(({ name }) => name === shared.field)?.label ?? shared.field;
  const who = shared.among === 'others' ? `other ${kind.label.toLowerCase()}` : 'other halves';
  return `number of ${who} with the same ${label.toLowerCase()}`;
}
