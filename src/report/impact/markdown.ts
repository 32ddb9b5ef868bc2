import { asCode, escapeWords, markdownTable, schoolInMarkdown } from '../writers/markdown.js';
import { noun } from '../../pipeline/text/counted.js';
import { kindsOf } from '../../pipeline/pipeline.js';
import { columnInWords } from './column-changes.js';
import {
  movements,
  type Impact,
  type ImpactGroup,
  type ImpactOverDays,
  type Movement,
  type SchoolImpact,
} from './impact.js';
import {
  daysInWords,
  daysWithout,
  heldInWords,
  movedInWords,
  responsibleInWords,
  schoolsInWords,
  shownId,
  turnsInWords,
  unknownInWords,
  valuesInWords,
  warnedInWords,
} from './words.js';
import type { Format } from '../format.js';
import { inert } from '../writers/inert.js';
import type { RuleChange } from './rule-changes.js';
import { mostThatFit } from '../writers/most-that-fit.js';
import { label, printable } from '../../words/words.js';

/** https://github.com/orgs/community/discussions/41331: a comment takes 65,536 characters. */
const mostCharacters = 65_536;
const heads: Readonly<Record<Movement, string>> = { appear: 'Would appear', go: 'Would go', change: 'Would change' };
/** How many ids a row names, and how many rules the sums by rule name; the first size that fits is taken. */
const sizes = [
  { ids: 20, rules: 50 },
  { ids: 5, rules: 50 },
  { ids: 0, rules: 20 },
];

/** First the sums, always all of them; then as many schools as a comment takes. */
export const markdown: Format<Impact> = {
  name: 'markdown',
  meaning: "for a pull request's comment, cut to its limit",
  write: (impact) => inert(impactMarkdown(impact)),
};

function impactMarkdown(impact: Impact): string {
  for (const size of sizes) {
    const whole = written(impact, size, impact.schools.length);
    if (whole.length <= mostCharacters) return whole;
  }
  const smallest = sizes[sizes.length - 1];
  return mostThatFit(
    impact.schools.length,
    (shown) => written(impact, smallest, shown),
    (text) => text.length <= mostCharacters,
  );
}

function written(impact: Impact, size: (typeof sizes)[number], schools: number): string {
  const { against, failed } = impact;
  const parts = [
    `### Whose data would change, against ${asCode(printable(against))}`,
    `${schoolsInWords(impact)}.`,
    ...sums(impact, size.rules),
    ...impact.schools.slice(0, schools).flatMap((school) => schoolParts(impact, school, size.ids)),
  ];
  const left = impact.schools.length - schools;
  if (left > 0) parts.push(`And ${String(left)} more ${noun(left, 'school')} in which something changes.`);
  for (const { what, where } of impact.columns.map(columnInWords))
    parts.push(`- ${escapeWords(printable(what))}${where === '' ? '' : ` (${asCode(printable(where))})`}`);
  parts.push(...unknownInWords(impact, 20).map((unknown) => escapeWords(printable(unknown))));
  const shown = failed.slice(0, 20);
  if (failed.length > 0) parts.push('**Failed**');
  for (const { school, reason } of shown)
    parts.push(`- ${schoolInMarkdown({ school, name: null })}: ${escapeWords(reason.slice(0, 300))}`);
  if (failed.length > shown.length) parts.push(`- and ${String(failed.length - shown.length)} more`);
  return `${parts.join('\n\n')}\n`;
}

function sums({ pipeline, schools }: Impact, mostRules: number): string[] {
  const groups = schools.flatMap((school) => school.groups);
  if (groups.length === 0) return [];
  const of = (among: readonly ImpactGroup[], movement: Movement): string => {
    const count = among.reduce((sum, group) => sum + (group.movement === movement ? group.ids.length : 0), 0);
    return count === 0 ? '' : String(count);
  };
  const row = (head: string, among: readonly ImpactGroup[]) =>
    [head, ...movements.map((movement) => of(among, movement))] as const;
  const names = [...kindsOf(pipeline).map(({ name }) => name), ...groups.map(({ kind }) => kind)];
  const kinds = [...new Set(names)].map((kind) => [kind, groups.filter((group) => group.kind === kind)] as const);
  const byRule = new Map<string, ImpactGroup[]>();
  for (const group of groups) byRule.set(group.rule, [...(byRule.get(group.rule) ?? []), group]);
  const weight = (among: readonly ImpactGroup[]) => among.reduce((sum, { ids }) => sum + ids.length, 0);
  const rules = [...byRule].sort(([, a], [, b]) => weight(b) - weight(a));
  const shown = rules.slice(0, mostRules);
  const rest = rules.slice(mostRules);
  const columns = movements.map((movement) => heads[movement]);
  return [
    markdownTable(
      ['', ...columns],
      kinds
        .filter(([, among]) => among.length > 0)
        .map(([kind, among]) => row(escapeWords(label(pipeline, kind, 2)), among)),
    ),
    markdownTable(
      ['By', ...columns],
      [
        ...shown.map(([rule, among]) => row(asCode(printable(rule)), among)),
        ...(rest.length === 0
          ? []
          : [
              row(
                `${String(rest.length)} more`,
                rest.flatMap(([, among]) => among),
              ),
            ]),
      ],
    ),
  ];
}

function schoolParts(impact: Impact, over: ImpactOverDays, mostIds: number): string[] {
  const { school, name, later, held } = over;
  const heading = name === null ? asCode(printable(school)) : `${escapeWords(name)} ${asCode(printable(school))}`;
  const days = later.map(({ day }) => day);
  return [
    `#### ${heading}`,
    ...impactParts(impact, over, mostIds),
    ...(held === null ? [] : [`**${escapeWords(printable(heldInWords(held)))}**`]),
    ...[...days, ...daysWithout(over)].sort().flatMap((day) => dayParts(impact, over, day, mostIds)),
    ...daysInWords(over).map((words) => escapeWords(printable(words))),
  ];
}

function dayParts(impact: Impact, over: ImpactOverDays, day: string, mostIds: number): string[] {
  const turns = turnsInWords(over, day);
  const head = `From ${day}${turns === '' ? '' : ` (${escapeWords(printable(turns))})`}:`;
  const then = over.later.find((one) => one.day === day);
  if (then === undefined) return [`${head} as on the day before.`];
  if (then.impact === null) return [`${head} nothing would change.`];
  return [head, ...impactParts(impact, then.impact, mostIds)];
}

function impactParts(impact: Impact, { groups, warnings, values }: SchoolImpact, mostIds: number): string[] {
  const because = (change: RuleChange) => {
    const { what, where } = responsibleInWords(change);
    return `${escapeWords(what)}${where === '' ? '' : ` (${asCode(printable(where))})`}`;
  };
  const warned = warnings.map((warning) => [escapeWords(warnedInWords(impact, warning)), because(warning), '']);
  const rows = groups.map((group) => {
    const ids = group.ids.slice(0, mostIds).map((id) => asCode(printable(shownId(id))));
    const more = group.ids.length - ids.length;
    const rest = ids.length === 0 ? [] : [`… ${String(more)} more`];
    return [
      escapeWords(movedInWords(impact, group.kind, group.movement, group.ids.length)),
      because(group),
      [...ids, ...(more > 0 ? rest : [])].join(', '),
    ];
  });
  const all = [...rows, ...warned];
  const changed = (impact.hasValues ? values : []).map((one) => [
    escapeWords(one.kind),
    asCode(printable(shownId(one.id))),
    escapeWords(printable(valuesInWords(one).join(', '))),
  ]);
  return [
    ...(all.length === 0 ? [] : [markdownTable(['What', 'Because of', 'Which'], all)]),
    ...(changed.length === 0 ? [] : [markdownTable(['', 'Which', 'Before → after'], changed)]),
  ];
}
