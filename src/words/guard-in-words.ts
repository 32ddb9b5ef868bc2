import type { EffectiveGuard, EffectiveGuardEntry, EffectiveGuardPart } from '../pipeline/guard/effective-guard.js';
import type { Threshold } from '../pipeline/guard/guard.js';
import type { DayStatus } from '../pipeline/guard/day.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { joined } from '../pipeline/text/counted.js';
import { dayToRead, daysToRead } from './days-in-words.js';
import { label } from './words.js';

type Value = EffectiveGuardPart['value'] | EffectiveGuardEntry['entry']['value'];

/** One part of the guard as a sentence, then what the files say of it for some days only. */
export interface GuardInWords {
  readonly part: EffectiveGuardPart;
  readonly sentence: string;
  readonly onSomeDays: readonly string[];
}

export function guardInWords(pipeline: Pipeline, { guard }: Pick<EffectiveGuard, 'guard'>): GuardInWords[] {
  return guard.map((part) => ({
    part,
    sentence: sentenceOf(pipeline, part.part, part.value),
    onSomeDays: part.entries.flatMap(({ entry, status }) => {
      const days = daysToRead(entry);
      if (days === '' || status === 'replaced') return [];
      return [`${days} (${statusToRead(status)}): ${changedBy(pipeline, part.part, entry.value)}`];
    }),
  }));
}

/** `from 1 January 2027 until 2 January 2027 (not yet)`, and since when no extract is expected. */
export function daysWithoutLoads({ pauses, retirement }: Pick<EffectiveGuard, 'pauses' | 'retirement'>): string[] {
  const paused = pauses.map(({ pause, status }) => `Nothing is loaded ${daysToRead(pause)} (${statusToRead(status)}).`);
  if (retirement === null) return paused;
  const { retired, status } = retirement;
  return [
    ...paused,
    `The school is retired from ${dayToRead(retired.day)} (${statusToRead(status)}): it sends nothing.`,
  ];
}

export function statusToRead(status: DayStatus): string {
  return status === 'in effect' ? 'today, too' : status;
}

function sentenceOf(pipeline: Pipeline, part: EffectiveGuardPart['part'], value: Value): string {
  if (part === 'removals') return `A load is held if it would remove ${muchOf(value)}.`;
  if (part === 'changes') return `A load is held if it would change ${muchOf(value)}.`;
  if (part === 'hold')
    return value === 'all'
      ? 'Until a person approves what is held, the tables stay as they are.'
      : 'Until a person approves what is held, nothing is removed; what is new or changed is written, unless too much changes.';
  if (part === 'firstLoad')
    return value === 'hold'
      ? 'A first load of which nothing comes through is held.'
      : 'A first load is not held, even if nothing comes through.';
  const kinds = namesIn(pipeline, value);
  return kinds === ''
    ? 'While a load is held, nothing is removed.'
    : `Even while a load is held, these are removed if the MIS no longer has them or a rule of their own keeps them out: ${kinds}.`;
}

function muchOf(value: Value): string {
  const { share, above } = value as Threshold;
  return `more than ${String(share)} % of a table, and more than ${String(above)} rows`;
}

function changedBy(pipeline: Pipeline, part: EffectiveGuardPart['part'], value: Value): string {
  if (typeof value === 'string' || Array.isArray(value)) return sentenceOf(pipeline, part, value);
  const { share, above } = value as Partial<Threshold>;
  const said = [share === undefined ? [] : `${String(share)} %`, above === undefined ? [] : `${String(above)} rows`];
  return `more than ${joined(said.flat())}.`;
}

function namesIn(pipeline: Pipeline, value: Value): string {
  return Array.isArray(value) ? joined(value.map((kind) => label(pipeline, String(kind), 2))) : '';
}
