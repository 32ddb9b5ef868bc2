import type { Impact, ImpactOverDays, SchoolImpact } from './impact.js';
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
import { columnInWords, type ColumnChange } from './column-changes.js';
import type { Format } from '../format.js';
import { inert } from '../writers/inert.js';
import { printable } from '../../words/words.js';

/** More ids than this are only counted; --json has them all. */
const mostIds = 10;

export const text: Format<Impact> = {
  name: 'text',
  meaning: 'for people',
  write: (impact) => inert(impactText(impact)),
};

function impactText(impact: Impact): string {
  const { schools, failed } = impact;
  const lines = [`${schoolsInWords(impact)}.`];
  for (const school of schools) lines.push('', ...schoolLines(impact, school));
  if (impact.columns.length > 0) lines.push('', ...columnLines(impact.columns));
  for (const unknown of unknownInWords(impact, mostIds)) lines.push('', printable(unknown));
  if (failed.length > 0) lines.push('');
  for (const { school, name, reason } of failed)
    lines.push(
      printable(`${[school ?? '(unknown)', name].filter((part) => part !== null).join(' ')} failed: ${reason}`),
    );
  return `${lines.join('\n')}\n`;
}

/** Of all schools: they share the tables. */
function columnLines(columns: readonly ColumnChange[]): string[] {
  const said = columns.map(columnInWords);
  return ['Tables', ...said.map(({ what, where }) => printable(`  ${what}${where === '' ? '' : `  ${where}`}`))];
}

function schoolLines(impact: Impact, over: ImpactOverDays): string[] {
  const { school, name, later, held } = over;
  const days = later.map(({ day }) => day);
  return [
    printable(name === null ? school : `${school} ${name}`),
    ...impactLines(impact, over),
    ...(held === null ? [] : [printable(`  ${heldInWords(held)}`)]),
    ...[...days, ...daysWithout(over)].sort().flatMap((day) => dayLines(impact, over, day)),
    ...daysInWords(over).map((words) => printable(`  ${words}`)),
  ];
}

function dayLines(impact: Impact, over: ImpactOverDays, day: string): string[] {
  const turns = turnsInWords(over, day);
  const head = printable(`  From ${day}${turns === '' ? '' : ` (${turns})`}:`);
  const then = over.later.find((one) => one.day === day);
  if (then === undefined) return [`${head} as on the day before.`];
  return then.impact === null ? [`${head} nothing would change.`] : [head, ...impactLines(impact, then.impact)];
}

function impactLines(impact: Impact, { groups, warnings, values }: SchoolImpact): string[] {
  const rows = groups.map((group) => {
    const { what, where } = responsibleInWords(group);
    const ids = group.ids.slice(0, mostIds).map(shownId).map(printable).join(', ');
    const more = group.ids.length - mostIds;
    return {
      moved: movedInWords(impact, group.kind, group.movement, group.ids.length),
      why: where === '' ? what : `${what} (${where})`,
      ids: more > 0 ? `${ids}, … ${String(more)} more` : ids,
    };
  });
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => text.length));
  const count = widest(groups.map(({ ids }) => String(ids.length)));
  const moved = widest(rows.map((row) => row.moved)) + count;
  const why = widest(rows.map((row) => row.why));
  return [
    ...rows.map((row) => {
      const lead = ' '.repeat(count - row.moved.indexOf(' '));
      return printable(`  ${(lead + row.moved).padEnd(moved)} ${row.why.padEnd(why)}  `) + row.ids;
    }),
    ...warnings.map((warning) => {
      const { what, where } = responsibleInWords(warning);
      return printable(`  ${warnedInWords(impact, warning)}  ${where === '' ? what : `${what} (${where})`}`);
    }),
    ...(impact.hasValues ? values : []).map((one) =>
      printable(`  ${one.kind} ${shownId(one.id)}: ${valuesInWords(one).join(', ')}`),
    ),
  ];
}
