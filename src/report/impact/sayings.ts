import type { EffectiveConfiguration, EffectiveRule } from '../../pipeline/effective.js';
import { turnsOf, type Turn } from '../../pipeline/rules/turns.js';
import { daysAfter, daysUntil } from '../../pipeline/guard/day.js';
import { kindsOf, type Field } from '../../pipeline/pipeline.js';
import { byCodeUnit } from '../../pipeline/text/text.js';
import { asPlain, meaning, optionsOf } from './rule-changes.js';

/** What a rule does, on which days, and the values of the options that it reads: the text is equal if all of it is. */
function sayingOf({ rule, disabled }: EffectiveRule, { options, terms }: EffectiveConfiguration): string {
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

/** How far ahead to look for days of rules. */
const daysAhead = 400;

/** A day on which a rule that is not the same in both versions begins or has just ended. */
export interface RuleTurn extends Turn {
  readonly rule: string;
  readonly kind: string;
}

/** The days to decide beside the day asked for. */
export interface DaysToDecide {
  readonly days: readonly string[];
  /** In the order of the days. */
  readonly turns: readonly RuleTurn[];
}

const none: DaysToDecide = { days: [], turns: [] };

/**
 * The days within 400 on which any rule begins or has just ended: one that is the same in both may hide, until it ends,
 * what another changes. None if the versions say the same.
 * @param isReadAlike whether both read extracts in the same way
 */
export function daysToDecide(
  before: EffectiveConfiguration,
  after: EffectiveConfiguration,
  isReadAlike: boolean,
): DaysToDecide {
  if (isReadAlike && sayingsOf(before) === sayingsOf(after)) return none;
  const days = daysFrom(after.today);
  const rulesOf = (one: EffectiveConfiguration) =>
    new Map(one.rules.map((rule) => [sayingOf(rule, one), { ...rule, terms: one.terms }]));
  const [was, is] = [rulesOf(before), rulesOf(after)];
  const found = [...new Map([...was, ...is])].flatMap(([saying, { rule, disabled, terms }]) => {
    const isChanged = !was.has(saying) || !is.has(saying);
    const { name, kind } = rule;
    return disabled === null
      ? turnsOf(rule, terms, days).map((turn) => ({ ...turn, rule: name, kind, isChanged }))
      : [];
  });
  const turns = found
    .filter(({ isChanged }) => isChanged)
    .map(({ day, turn, rule, kind }): RuleTurn => ({ day, rule, kind, turn }))
    .sort((a, b) => byCodeUnit(a.day, b.day) || byCodeUnit(a.rule, b.rule));
  return { days: [...new Set(found.map(({ day }) => day))].sort(), turns };
}

/** A day and those within 400 after it. */
function daysFrom(today: string): string[] {
  return daysUntil(daysAfter(today, daysAhead), daysAhead + 1);
}
