import { lineOfFile } from '../../pipeline/text/place-text.js';
import type { EffectiveConfiguration, EffectiveOption, EffectiveRule } from '../../pipeline/effective.js';
import { kindsOf, type Pipeline } from '../../pipeline/pipeline.js';
import type { OptionValue } from '../../pipeline/vocabulary/option-types.js';
import type { Effect } from '../../pipeline/rules/rule.js';
import { guardRows, pauseRows, retirementRows } from './guard-text.js';
import { openFieldRows } from './personal-fields.js';
import { recipientRow } from './recipients.js';
import { aligned, daysInWords, type ConfigRow } from './row.js';
import { conditionRows } from './said-conditions.js';
import { storesOf, termsOf, type Deviation, type EffectiveStore, type EffectiveTerm, type Side } from './view.js';
import { printable } from '../../words/words.js';

/** A long list is cut; --json has it whole. */
const mostEntries = 6;

/** All that holds, with where it comes from. */
export function configurationAsText(configuration: EffectiveConfiguration, pipeline: Pipeline): string {
  const { options, rules, guard, pauses, retirement, notify } = configuration;
  const retired = retirement === null ? [] : retirementRows(retirement);
  const parts = [
    { title: 'Options', rows: options.map(optionRow) },
    { title: 'Guard', rows: [...guard.flatMap(guardRows), ...pauses.flatMap(pauseRows), ...retired] },
  ];
  parts.push({ title: 'Who is told how nights end', rows: notify.map(recipientRow) });
  parts.push({ title: 'Terms', rows: termsOf(configuration).map(termRow) });
  parts.push({ title: 'Stored for values that are read', rows: storesOf(configuration).flatMap(storeRows) });
  for (const { name } of kindsOf(pipeline)) {
    const own = rules.filter(({ rule }) => rule.kind === name);
    parts.push({ title: `Rules for ${name}`, rows: own.flatMap((one) => ruleRows(one, pipeline)) });
  }
  parts.push({ title: 'Fields that are not personal', rows: openFieldRows(configuration) });
  const filled = parts.filter(({ rows }) => rows.length > 0);
  return `${[headline(configuration), ...filled.flatMap(({ title, rows }) => ['', title, ...aligned(rows)])].join('\n')}\n`;
}

/** Only what differs from the base: `-` before, `+` after. */
export function deviationsAsText(
  configuration: EffectiveConfiguration,
  all: readonly Deviation[],
  pipeline: Pipeline,
): string {
  if (all.length === 0) return `${headline(configuration)}\n\nNothing differs from the base.\n`;
  const shown = new Set<unknown>();
  const rows = all.flatMap((one): ConfigRow[] => {
    // What one layer adds and another turns off is shown once: its row says both.
    if (shown.has(one.after)) return [];
    shown.add(one.after);
    if (one.change === 'disabled') return marked('-', one.after, pipeline);
    return [...marked('-', one.before, pipeline), ...marked('+', one.after, pipeline)];
  });
  return `${[headline(configuration), '', ...aligned(rows)].join('\n')}\n`;
}

function marked(sign: string, side: Side | null, pipeline: Pipeline): ConfigRow[] {
  return rowsOf(side, pipeline).map(([name, what, from], index): ConfigRow => [
    `${index === 0 ? sign : ' '} ${name}`,
    what,
    from,
  ]);
}

function rowsOf(side: Side | null, pipeline: Pipeline): ConfigRow[] {
  if (side === null) return [];
  if ('option' in side) return [optionRow(side)];
  if ('part' in side) return guardRows(side);
  if ('term' in side) return [termRow(side)];
  if ('stores' in side) return storeRows(side);
  if ('retired' in side) return retirementRows(side);
  if ('address' in side) return [recipientRow(side)];
  return 'pause' in side ? pauseRows(side) : ruleRows(side, pipeline);
}

function headline({ school, files, today }: EffectiveConfiguration): string {
  if (school === null) return `The base, which applies to every school without a file of its own, on ${today}.`;
  const own = files.at(-1);
  if (own === undefined) return printable(`School ${school} has no file of its own: the base applies, on ${today}.`);
  const under = files.slice(0, -1);
  const extended = under.length === 0 ? '' : `, which extends ${under.join(', ')}`;
  return printable(`School ${school}, by ${own}${extended}, on ${today}.`);
}

function optionRow({ option, value, origins }: EffectiveOption): ConfigRow {
  const from = origins.map((one, index) =>
    index === 0 ? lineOfFile(one.place) : `+ ${valueInWords(one.value)} ${lineOfFile(one.place)}`,
  );
  return [option.name, valueInWords(value), from.join('  ')];
}

function termRow({ term, days, place }: EffectiveTerm): ConfigRow {
  return [term, days.map(({ from, until }) => `${from} to ${until}`).join(', '), lineOfFile(place)];
}

function storeRows({ stores, words }: EffectiveStore): ConfigRow[] {
  return words.map(({ word, stored, place }, index) => [
    index === 0 ? stores : '',
    `${word}: ${stored}`,
    lineOfFile(place),
  ]);
}

function valueInWords(value: OptionValue): string {
  if (typeof value !== 'object') return String(value);
  const left = value.length - mostEntries;
  return `[${value.slice(0, mostEntries).join(', ')}${left > 0 ? `, … ${String(left)} more` : ''}]`;
}

function ruleRows({ rule, status, disabled, replaces }: EffectiveRule, pipeline: Pipeline): ConfigRow[] {
  const { name, because, fix, effect, place } = rule;
  const about: ConfigRow[] = [];
  const more = (text: string, where = '') => about.push(['', text, where]);
  if (fix !== null) more(`fix: ${fix}`);
  const days = daysInWords(rule);
  if (days !== '') more(days);
  if (replaces !== null) more('in place of', lineOfFile(replaces.place));
  if (status === 'disabled') more('disabled', disabled === null ? '' : lineOfFile(disabled));
  else if (status !== 'in effect') more(`not in effect: ${status}`);
  const what = because === null ? effectInWords(effect) : `${effectInWords(effect)}: ${because}`;
  return [[name, what, lineOfFile(place)], ...about, ...conditionRows(pipeline, rule)];
}

function effectInWords(effect: Effect): string {
  if ('by' in effect) return `${effect.type} by ${effect.by}`;
  if (!('values' in effect)) return effect.type;
  const values = [...effect.values].map(
    ([name, value]) => `${name} = ${'constant' in value ? JSON.stringify(value.constant) : value.field}`,
  );
  return `${effect.type} ${values.join(', ')}`;
}
