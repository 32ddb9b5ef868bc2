import { counted } from '../../../pipeline/text/counted.js';
import type { LikelyWords } from '../likely-words.js';
import type { GuessedField } from './fields.js';
import { isDay, isYesOrNo, likeliest } from './likeness.js';
import { entry, indented, line, remark, type Line } from './lines.js';
import { linkFields } from './link-fields.js';
import type { GuessedEnd, GuessedLink } from './links.js';
import type { Reference } from './references.js';
import type { ValuePath } from './sections.js';
import { block } from './write-kinds.js';

/** A kind of links, ready for `links:`. */
export function linkLines(link: GuessedLink, words: LikelyWords): Line[] {
  const { name, one, label, isKnown, section, within, ends } = link;
  return [
    line(`${name}:`),
    ...indented([
      entry('one', one, isKnown ? [] : ['a name for these links'], !isKnown),
      ...(label === null ? [] : [entry('label', label)]),
      ...(section === null ? [] : [entry('from', section.path, [counted(section.node.count, 'entry', 'entries')])]),
      ...(within === null ? [] : [entry('within', within.name, ['each of them names its own'])]),
      line('joins:'),
      ...indented(ends.flatMap((end) => endLine(end))),
      ...fieldLines(link, words),
    ]),
  ];
}

function endLine({ name, to, references }: GuessedEnd): Line[] {
  if (references.length === 0) return [entry(name, {}, ['the record that has the ids'])];
  const froms = references.map(fromOf);
  const isUncertain = references.some((one) => one.found < one.ids || !one.isNamed || one.behind !== null);
  const [only] = froms;
  return [entry(name, { to, from: froms.length === 1 ? only : froms }, references.map(saidOf), isUncertain)];
}

function fromOf({ value, list, inList }: Reference): unknown {
  if (value !== null) return value.path;
  return { list: list?.path ?? '', ...(inList === null ? {} : { value: inList.path }) };
}

function saidOf({ value, list, inList, ids, found, to, behind }: Reference): string {
  const path = value?.path ?? [list?.path, inList?.path].filter((part) => part !== undefined).join('[].');
  const share = `${String(Math.floor((found / ids) * 100))} % of ${String(ids)}`;
  return `${path}: ${share} ${behind === null ? 'are' : `are, behind the last ${behind},`} ids of ${to.path}`;
}

function fieldLines(link: GuessedLink, words: LikelyWords): Line[] {
  const { known, offered } = linkFields(link, words);
  const constants = words.links[link.name]?.constants ?? {};
  return [
    ...keptLines(constants, known),
    ...block('read', [], offered),
    ...periodLine(
      offered.map(({ value }) => value),
      words,
    ),
  ];
}

/** What is kept, also where the sample has nothing of it. */
function keptLines(constants: Readonly<Record<string, string | number>>, known: readonly GuessedField[]): Line[] {
  const missing = Object.entries(constants).filter(([name]) => !known.some((field) => field.name === name));
  const more = missing.map(([name, value]) => entry(name, { value }, ['the sample has none: a rule may set it']));
  return block('keep', known, [], more);
}

/** Links that begin and end. */
function periodLine(rest: readonly ValuePath[], { period }: LikelyWords): Line[] {
  const days = rest.filter(({ node }) => isDay(node) && !isYesOrNo(node));
  const [from, until] = [likeliest(period.from, days), likeliest(period.until, days)];
  if (from === null && until === null) return [];
  const said = [from, until].flatMap((value) => (value === null ? [] : [value.path])).join(' to ');
  return [remark(`${said}: these links begin and end; a rule must say which are in effect`, true)];
}
