import { isPeriodFact, isPeriodSide } from '../kinds/period.js';
import {
  countReadBy,
  countsOf,
  kindsOf,
  recordKind,
  type Field,
  type LinkKind,
  type Pipeline,
  type RecordKind,
} from '../pipeline.js';
import type { Fact } from '../rules/fact.js';
import { factsOf } from '../rules/facts.js';
import { factTypeNamed } from '../vocabulary/fact-types.js';
import type { EffectName } from '../vocabulary/effects.js';
import { asFlow } from '../yaml/flow-yaml.js';
import type { SchemaPlace } from './place.js';

/** A fact, and what it is in words. */
export interface DescribedFact {
  readonly fact: Fact;
  readonly meaning: string;
  /** Values that it is known to have, among others. */
  readonly offers: readonly string[];
}

/** The facts of a place. Where rules for any kind may be meant, those of all kinds: a name may be there several times. */
export function describedFacts({ known: { pipeline }, kind, effect }: SchemaPlace): DescribedFact[] {
  if (kind !== null) return factsOfKind(pipeline, kind, effect);
  const all = kindsOf(pipeline).flatMap((one) =>
    factsOfKind(pipeline, one, effect).map((described) => ({
      ...described,
      meaning: isConstant(described.fact) ? described.meaning : `${one.label}: ${described.meaning}`,
    })),
  );
  return [...new Map(all.map((one) => [JSON.stringify([one.fact, one.meaning]), one])).values()];
}

function factsOfKind(pipeline: Pipeline, kind: RecordKind | LinkKind, effect: EffectName): DescribedFact[] {
  return factsOf(pipeline, kind, effect).map((fact) => ({
    fact,
    meaning: meaningOf(fact, kind, pipeline),
    offers: offersOf(fact, kind, pipeline),
  }));
}

function offersOf({ name }: Fact, kind: RecordKind | LinkKind, { options }: Pipeline): readonly string[] {
  const option = options.get(name.slice('option.'.length));
  if (name.startsWith('option.') && option !== undefined) return option.values;
  return [...(kind.fields.find((field) => field.name === name)?.store?.keys() ?? [])];
}

/** Whether it is the same for every record. */
export function isConstant({ name }: Fact): boolean {
  return name === 'today' || name.startsWith('option.');
}

function meaningOf(fact: Fact, kind: RecordKind | LinkKind, pipeline: Pipeline): string {
  return `${saidOf(fact, kind, pipeline)} It is ${factTypeNamed[fact.type].is}.`;
}

function saidOf(fact: Fact, kind: RecordKind | LinkKind, pipeline: Pipeline): string {
  const { name } = fact;
  if (isConstant(fact)) return meaningOfConstant(name, pipeline);
  const own = kind.fields.find((field) => field.name === name);
  if (own !== undefined) return meaningOfField(own);
  if (name === 'id') return `The id of the ${kind.one}.`;
  if (kind.type === 'record') return meaningOfNumber(name, kind, pipeline);
  if (isPeriodFact(kind, name)) return 'Where the day of the run is to the period of the link.';
  if (isPeriodSide(kind, name)) return 'A day of the period of the link.';
  const [end = '', inner = ''] = name.split('.');
  const to = kind.ends.find((one) => one.name === end)?.to;
  if (to === undefined) return 'The keys of the extract that named the link.';
  const field = recordKind(pipeline, to).fields.find((one) => one.name === inner);
  if (field !== undefined) return `Of the ${end}: ${meaningOfField(field)}`;
  if (inner === 'id') return `The id of the ${end}.`;
  return `Of the ${end}: ${meaningOfNumber(name.slice(end.length + 1), recordKind(pipeline, to), pipeline)}`;
}

/** What an option, or the day, is. */
export function meaningOfConstant(name: string, { options }: Pipeline): string {
  const option = options.get(name.slice('option.'.length));
  if (option === undefined) return 'The day of the run.';
  return `${option.description.replace(/\s+/g, ' ').replace(/[.]$/, '')}. Usually ${asFlow(option.default)}.`;
}

function meaningOfField({ label, from, constant }: Field): string {
  if (from !== null) return `${label}, read from \`${from}\`.`;
  return constant === null ? `${label}, given by rules.` : `${label}, always ${asFlow(constant)}.`;
}

function meaningOfNumber(name: string, { name: kind }: RecordKind, pipeline: Pipeline): string {
  const count = countsOf(pipeline, kind).find(({ fact }) => fact === (countReadBy(name) ?? name));
  if (count !== undefined && countReadBy(name) !== null)
    return `How many links of ${count.link.name} the extract has of it, whether or not they come through.`;
  if (count !== undefined) {
    const { name: end, to } = count.link.ends[count.end === 0 ? 1 : 0];
    return `How many ${recordKind(pipeline, to).label} come through that it is linked to as ${end} by ${count.link.name}.`;
  }
  const shared = pipeline.facts.find((fact) => fact.kind === kind && fact.name === name);
  const who = shared?.among === 'halves' ? 'Whether its other half' : 'How many others that come through';
  const has = shared?.among === 'halves' ? 'has' : 'have';
  return `${who} ${has} the same ${shared?.field ?? name}${shared?.fold === 'case' ? ', case aside' : ''}.`;
}
