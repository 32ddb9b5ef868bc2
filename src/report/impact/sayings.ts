import type { EffectiveConfiguration, EffectiveRule } from '../../pipeline/effective.js';
import { kindsOf, type Field } from '../../pipeline/pipeline.js';
import { asPlain, meaning, optionsOf } from './rule-changes.js';

/** What a rule does, on which days, and the values of the options that it reads: the text is equal if all of it is. */
export function sayingOf({ rule, disabled }: EffectiveRule, { options, terms }: EffectiveConfiguration): string {
  const read = optionsOf(rule).map((name) => options.find(({ option }) => option.name === name)?.value);
  const during = rule.during?.terms.map((name) => terms.get(name)?.days);
  const days = [rule.from, rule.until, rule.during?.isInside, during];
  return JSON.stringify([rule.name, meaning(rule), days, disabled !== null, read]);
}

/** What becomes of a value after rules have seen it. */
function storedOf({ name, kept, store, otherwise, else: from }: Field): unknown {
  return [name, kept, store, otherwise, from];
}

/** All that a configuration says, on any day and wherever it is written. */
export function sayingsOf(effective: EffectiveConfiguration): string {
  const { options, rules, guard, pauses, retirement, pipeline } = effective;
  const of = [
    options.map(({ option, value }) => [option.name, value]),
    rules.map((rule) => sayingOf(rule, effective)),
    guard.map(({ part, entries }) => [part, entries.map(({ entry }) => [entry.value, entry.from, entry.until])]),
    pauses.map(({ pause: { from, until } }) => [from, until]),
    retirement?.retired.day,
    kindsOf(pipeline).map(({ name, fields }) => [name, fields.map(storedOf)]),
  ];
  return JSON.stringify(asPlain(of));
}
