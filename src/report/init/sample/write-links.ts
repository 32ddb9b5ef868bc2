import type { LikelyWords } from '../likely-words.js';
import { notDays, type GuessedField } from './fields.js';
import { entry, indented, line, type Line } from './lines.js';
import { keyField } from './key-fields.js';
import { linkFields, type LinkFields } from './link-fields.js';
import type { GuessedEnd, GuessedLink } from './links.js';
import type { Reference } from './references.js';
import { block, fromLine } from './write-kinds.js';

/** A kind of links, ready for `links:`. */
export function linkLines(link: GuessedLink, words: LikelyWords): Line[] {
  const { name, one, label, isKnown, section, within, ends } = link;
  return [
    line(`${name}:`),
    ...indented([
      entry('one', one, isKnown ? [] : ['a name for these links'], !isKnown),
      ...(label === null ? [] : [entry('label', label)]),
      ...(section === null ? [] : [fromLine(section)]),
      ...(within === null ? [] : [entry('within', within.name, ['each of them names its own'])]),
      line('joins:'),
      ...indented(ends.flatMap((end) => endLine(end, words))),
      ...fieldLines(link, words),
    ]),
  ];
}

function endLine({ name, to, references }: GuessedEnd, words: LikelyWords): Line[] {
  const [first] = references;
  if (first === undefined) return [entry(name, {}, ['the record that has the ids'])];
  const froms = references.map(fromOf);
  const isUncertain = references.some(
    (one) => one.found < one.ids || !one.isNamed || one.behind !== null || one.split !== null,
  );
  const end = {
    to,
    from: froms.length === 1 ? froms[0] : froms,
    ...(first.behind === null ? {} : { text: { part: first.behind } }),
    ...(first.by === null ? {} : { by: keyField(first.by, to, words) }),
  };
  return [entry(name, end, references.map(saidOf), isUncertain)];
}

function fromOf({ value, parts, list, inList, split }: Reference): unknown {
  if (split !== null)
    return { list: list?.path ?? value?.path ?? '', ...(inList === null ? {} : { value: inList.path }), split };
  if (parts !== null) return { key: parts.map(({ path }) => path) };
  if (value !== null) return value.path;
  return { list: list?.path ?? '', ...(inList === null ? {} : { value: inList.path }) };
}

function saidOf(one: Reference): string {
  const share = `${String(Math.floor((one.found / one.ids) * 100))} % of ${String(one.ids)}`;
  const between = one.split === null ? null : `between ${one.split === ',' ? 'commas' : 'semicolons'} are`;
  const are = between ?? (one.behind === null ? 'are' : `behind the last ${one.behind} are`);
  const of = one.by === null ? `ids of ${one.to.path}` : `in ${one.by.path} of ${one.to.path}`;
  return `${pathOf(one)}: ${share} ${are} ${of}`;
}

function pathOf({ value, parts, list, inList }: Reference): string {
  if (parts !== null) return 'together';
  return value?.path ?? [list?.path, inList?.path].filter((part) => part !== undefined).join('[].');
}

/** The values of a link: of its own entry, or of the entry of the list that names it. */
function fieldLines(link: GuessedLink, words: LikelyWords): Line[] {
  const { known, offered, period } = linkFields(link, words);
  const constants = words.links[link.name]?.constants ?? {};
  return [...keptLines(constants, known), ...block('read', [], offered), ...periodLines(period)];
}

/** What is kept, also where the sample has nothing of it. */
function keptLines(constants: Readonly<Record<string, string | number>>, known: readonly GuessedField[]): Line[] {
  const missing = Object.entries(constants).filter(([name]) => !known.some((field) => field.name === name));
  const more = missing.map(([name, value]) => entry(name, { value }, ['the sample has none: a rule may set it']));
  return block('keep', known, [], more);
}

/** Links that begin and end; a rule says which of them count. */
function periodLines(period: LinkFields['period']): Line[] {
  if (period === null) return [];
  const sides = [period.from, period.until].filter((side) => side !== null);
  const said = sides.map(({ name, from, type, format, isLeftOut }) => {
    const how = {
      ...(type === 'date' ? {} : { type }),
      ...(format === null ? {} : { format }),
      ...(isLeftOut ? { optional: true } : {}),
    };
    return [name, Object.keys(how).length === 0 ? from : { from, ...how }];
  });
  const wrong = sides.flatMap(({ name, value }) => notDays(value.node).map((text) => `${name}: ${text}`));
  const comments = [...wrong, 'a rule lets through what is in effect on the day'];
  return [entry('period', Object.fromEntries(said), comments, true)];
}
