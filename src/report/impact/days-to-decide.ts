import type { Extract } from '../../extract/extract.js';
import type { EffectiveConfiguration } from '../../pipeline/effective.js';
import { dayAfter, daysAfter, daysUntil } from '../../pipeline/guard/day.js';
import { isPeriodFact, periodSides } from '../../pipeline/kinds/period.js';
import { daysOfValues, isOfDay } from '../../pipeline/rules/days-of-values.js';
import { leavesOf } from '../../pipeline/rules/evaluate.js';
import { ruleOn } from '../../pipeline/rules/in-effect.js';
import { sets, type Rule } from '../../pipeline/rules/rule.js';
import { turnsOf, type Turn } from '../../pipeline/rules/turns.js';
import type { Terms } from '../../pipeline/terms.js';
import { byCodeUnit } from '../../pipeline/text/text.js';
import { kindNamed } from '../../words/words.js';
import { sayingOf, sayingsOf } from './sayings.js';
import { valuesOfFact, type Seen } from './values-of-fact.js';

/** How far ahead to look for days. */
export const daysAhead = 400;

/** How many days that are in an extract are decided of each school, if nobody says. */
export const usualDays = 30;

/** A day and those within 400 after it. */
export function daysFrom(today: string): string[] {
  return daysUntil(daysAfter(today, daysAhead), daysAhead + 1);
}

/**
 * A day on which a rule begins or has just ended; or, because a condition, a period or a look-up compares with the day, from
 * which it `judges` some record otherwise, or a field `finds` other entries.
 */
export interface RuleTurn {
  readonly day: string;
  /** For a look-up, `kind.field`. */
  readonly rule: string;
  readonly kind: string;
  readonly turn: Turn['turn'] | 'judges' | 'finds';
}

/** A turn, and what it is about. */
export interface FoundTurn extends RuleTurn {
  /** Whether the rule or look-up is not the same in both versions. */
  readonly isChanged: boolean;
  /** Whether it is in the version before, and in the one after. */
  readonly isIn: InVersions;
}

export type InVersions = readonly [before: boolean, after: boolean];

/** A rule of one version, or of both if they say the same. */
interface RuleOfVersions {
  readonly rule: Rule;
  readonly terms: Terms;
  readonly optionOf: (fact: string) => unknown;
  readonly isChanged: boolean;
  readonly isIn: InVersions;
}

/** What of the days holds for all schools of one configuration. */
export interface ConfiguredDays {
  /** The day asked for, and those within 400 after it. */
  readonly days: readonly string[];
  /** On which any rule begins or has just ended: one that is the same in both may hide, until it ends, what another changes. */
  readonly turns: readonly FoundTurn[];
  /** Rules whose conditions compare with the day. */
  readonly ofDay: readonly RuleOfVersions[];
  /** The rules of each version that may set fields. */
  readonly rules: readonly [before: readonly Rule[], after: readonly Rule[]];
}

/** @returns null if the versions say the same */
export function configuredDays(
  before: EffectiveConfiguration,
  after: EffectiveConfiguration,
  isReadAlike: boolean,
): ConfiguredDays | null {
  if (isReadAlike && sayingsOf(before) === sayingsOf(after)) return null;
  const days = daysFrom(after.today);
  const rulesOf = (one: EffectiveConfiguration) =>
    new Map(
      one.rules.flatMap((rule) => (rule.disabled === null ? [[sayingOf(rule, one), { ...rule, one }] as const] : [])),
    );
  const [was, is] = [rulesOf(before), rulesOf(after)];
  const all = [...new Map([...was, ...is])].map(([saying, { rule, one }]): RuleOfVersions => ({
    rule,
    terms: one.terms,
    optionOf: (fact) => one.options.find(({ option }) => fact === `option.${option.name}`)?.value,
    isChanged: !was.has(saying) || !is.has(saying),
    isIn: [was.has(saying), is.has(saying)],
  }));
  const turns = all.flatMap(({ rule, terms, isChanged, isIn }) =>
    turnsOf(rule, terms, days).map(({ day, turn }) => ({
      ...{ day, rule: rule.name, kind: rule.kind, turn, isChanged, isIn },
    })),
  );
  const ofDay = all.filter(({ rule }) =>
    leavesOf(rule.conditions).some((leaf) => isOfDay(leaf) || leaf.fact === 'period'),
  );
  const rules = [before, after].map((one) => one.rules.map(({ rule }) => rule)) as [Rule[], Rule[]];
  return { days, turns, ofDay, rules };
}

/** Both versions of one school's extract; later ones are what look-ups make of it. */
export type Extracts = readonly [before: readonly Extract[], after: readonly Extract[]];

/** The days on which the conditions of a rule begin or end to hold for a value that an extract has. */
export function turnsByValues(
  { days, ofDay, rules }: ConfiguredDays,
  extracts: Extracts,
  pipelines: readonly [Seen['pipeline'], Seen['pipeline']],
): FoundTurn[] {
  const setting = rules.map((all) => all.filter(sets)) as [Rule[], Rule[]];
  const isSame = extracts[0] === extracts[1] && setting.flat().length === 0;
  return ofDay.flatMap(({ rule, terms, optionOf, isChanged, isIn }) => {
    const found = new Set<string>();
    ([0, 1] as const).forEach((at) => {
      if (!isIn[at] || (at === 0 && isIn[1] && isSame)) return;
      for (const extract of extracts[at]) {
        const seen = { extract, pipeline: pipelines[at], rules: setting[at] };
        for (const day of daysOfRule(rule, seen, days, optionOf)) found.add(day);
      }
    });
    const isOn = (day: string) => !['not yet', 'over'].includes(ruleOn(day, rule, terms));
    return [...found]
      .filter(isOn)
      .map((day) => ({ day, rule: rule.name, kind: rule.kind, turn: 'judges' as const, isChanged, isIn }));
  });
}

function daysOfRule(
  { kind: name, conditions }: Rule,
  seen: Seen,
  days: readonly string[],
  optionOf: (fact: string) => unknown,
): string[] {
  const kind = kindNamed(seen.pipeline, name);
  if (kind === undefined) return [];
  return leavesOf(conditions).flatMap((leaf) => {
    if (kind.type === 'link' && isPeriodFact(kind, leaf.fact)) return daysOfPeriods(seen, name, days);
    if (!isOfDay(leaf)) return [];
    const isConstant = leaf.fact === 'today' || leaf.fact.startsWith('option.');
    const values = isConstant ? [optionOf(leaf.fact)] : valuesOfFact(seen, kind, leaf.fact);
    return [...daysOfValues(leaf, values, days, optionOf)];
  });
}

/** A period begins on its first day, and is over on the day after its last. */
function daysOfPeriods(seen: Seen, name: string, days: readonly string[]): string[] {
  const kind = kindNamed(seen.pipeline, name);
  if (kind === undefined) return [];
  const [today, last] = [days[0], days.at(-1) ?? ''];
  const isAhead = (day: string) => day > today && day <= last;
  const daysOf = (side: string) =>
    [...valuesOfFact(seen, kind, side)].flatMap((value) => (typeof value === 'string' ? [value] : []));
  const ends = daysOf(periodSides.until).filter((day) => day >= today && day < last);
  return [...daysOf(periodSides.from).filter(isAhead), ...ends.map(dayAfter)];
}

/** The days to decide of one school beside the day asked for. */
export interface DaysToDecide {
  /** In order, each with the versions that may decide otherwise than on the day before. */
  readonly days: readonly { readonly day: string; readonly isIn: InVersions }[];
  /** Of what is not the same in both versions, in the order of the days. */
  readonly turns: readonly RuleTurn[];
  /** Days that are too many to decide, in order. */
  readonly undecided: readonly string[];
}

export const noDays: DaysToDecide = { days: [], turns: [], undecided: [] };

/** What an undecided day changes is part of what the next one finds. */
function decidedOf(
  inOrder: readonly (readonly [day: string, { readonly isIn: InVersions }])[],
  left: ReadonlySet<string>,
): DaysToDecide['days'] {
  let before: InVersions = [false, false];
  return inOrder.flatMap(([day, { isIn: own }]) => {
    const isIn: InVersions = [before[0] || own[0], before[1] || own[1]];
    before = left.has(day) ? isIn : [false, false];
    return left.has(day) ? [] : [{ day, isIn }];
  });
}

/**
 * All days of the configuration, and so many of those that are in the extract: first those on which something does that is
 * not the same in both versions, then the next ones.
 * @param unread days on which look-ups find other entries, and as on which the extract was not read
 */
export function chooseDays(
  found: readonly FoundTurn[],
  most: number,
  unread: ReadonlySet<string> = new Set(),
): DaysToDecide {
  const days = new Map<string, { isIn: InVersions; isSure: boolean; isChanged: boolean }>();
  for (const { day, turn, isChanged, isIn } of found) {
    const known = days.get(day) ?? { isIn: [false, false], isSure: false, isChanged: false };
    days.set(day, {
      isIn: [known.isIn[0] || isIn[0], known.isIn[1] || isIn[1]],
      isSure: known.isSure || (turn !== 'judges' && turn !== 'finds'),
      isChanged: known.isChanged || isChanged,
    });
  }
  const inOrder = [...days].sort(([a], [b]) => byCodeUnit(a, b));
  const rest = inOrder
    .filter(([day, { isSure }]) => !isSure && !unread.has(day))
    .sort(([, a], [, b]) => Number(b.isChanged) - Number(a.isChanged));
  const left = new Set([...unread, ...rest.slice(most).map(([day]) => day)]);
  const key = ({ day, rule, kind, turn }: RuleTurn) => [day, rule, kind, turn].join('\0');
  const turns = new Map(found.filter(({ isChanged }) => isChanged).map((one) => [key(one), one] as const));
  return {
    days: decidedOf(inOrder, left),
    turns: [...turns.values()]
      .map(({ day, rule, kind, turn }): RuleTurn => ({ day, rule, kind, turn }))
      .sort((a, b) => byCodeUnit(a.day, b.day) || byCodeUnit(a.rule, b.rule)),
    undecided: [...left].sort(byCodeUnit),
  };
}
