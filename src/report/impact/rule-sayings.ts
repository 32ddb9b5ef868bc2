import { dayAfter } from '../../pipeline/guard/day.js';
import type { EffectiveConfiguration, EffectiveRule } from '../../pipeline/effective.js';
import { asPlain, meaning, optionsOf } from './rule-changes.js';

/** What a rule does, on which days, and the values of the options that it reads: the text is equal if all of it is. */
function sayingOf({ rule, disabled }: EffectiveRule, { options }: EffectiveConfiguration): string {
  const read = optionsOf(rule).map((name) => options.find(({ option }) => option.name === name)?.value);
  return JSON.stringify([rule.name, meaning(rule), rule.from, rule.until, disabled !== null, read]);
}

/** All that a configuration says, on any day and wherever it is written. */
export function sayingsOf(effective: EffectiveConfiguration): string {
  const { options, rules, guard, pauses } = effective;
  const of = [
    options.map(({ option, value }) => [option.name, value]),
    rules.map((rule) => sayingOf(rule, effective)),
    guard.map(({ part, entries }) => [part, entries.map(({ entry }) => [entry.value, entry.from, entry.until])]),
    pauses.map(({ pause: { from, until } }) => [from, until]),
  ];
  return JSON.stringify(asPlain(of));
}

/** How far ahead to look for days of rules. */
const daysAhead = 400;

/** Days after today on which a rule that is not the same in both begins, or has just ended. */
export function daysOfChange(before: EffectiveConfiguration, after: EffectiveConfiguration, today: string): string[] {
  const [was, is] = [before, after].map((one) => new Map(one.rules.map((rule) => [sayingOf(rule, one), rule.rule])));
  const changed = [...was].filter(([text]) => !is.has(text)).concat([...is].filter(([text]) => !was.has(text)));
  const last = lastDay(today);
  const days = changed.flatMap(([, { from, until }]) => [from ?? '', until === null ? '' : dayAfter(until)]);
  return [...new Set(days)].filter((day) => day > today && day <= last).sort();
}

function lastDay(today: string): string {
  const last = new Date(`${today}T00:00:00Z`);
  last.setUTCDate(last.getUTCDate() + daysAhead);
  return last.toISOString().slice(0, 10);
}
