import { counted } from '../../../pipeline/text/counted.js';
import type { LikelyWords } from '../likely-words.js';
import { dayFieldOf, fieldOf, type GuessedField } from './fields.js';
import { idOf, kindFields, namedBy } from './kind-fields.js';
import type { GuessedKind } from './kinds.js';
import { entry, indented, line, off, remark, type Line } from './lines.js';
import type { GuessedLink } from './links.js';
import { namedDayFormsOf, rankAmong } from './likeness.js';
import { offeredLookups } from './looked-up.js';
import { keyField, keysNamed } from './key-fields.js';
import { linkFields } from './link-fields.js';
import { Names } from './names.js';
import { viewOf, type SampleSection, type ValuePath } from './sections.js';

/** Paths of a section that no field of the product takes: as many are offered. */
const mostOffered = 60;

const unknownKind =
  'what one of them is called; if they only say more of other records, look them up instead: docs/mapping.md, "Values from another list"';

/** A kind of records with its fields, ready for `records:`. */
export function kindLines(kind: GuessedKind, links: readonly GuessedLink[], words: LikelyWords): Line[] {
  const { section } = kind;
  const named = namedBy(kind, links);
  const known = kindFields(kind, links, words);
  const keys = keysNamed(kind, links).map((value) => ({ value, name: keyField(value, kind.name, words) }));
  const used = new Set([...idOf(kind), ...named, ...[...known, ...keys].map(({ value }) => value)]);
  const offered = offeredFields(kind, used, [...known, ...keys], words);
  const likely = kind.isKnown ? words.kinds[kind.name] : undefined;
  const names = (likely?.name ?? []).filter((name) => known.some((field) => field.name === name));
  return [
    line(`${kind.name}:`),
    ...indented([
      entry('one', kind.one, kind.isSure ? [] : [kind.isKnown ? 'are they?' : unknownKind], !kind.isSure),
      ...(kind.label === null ? [] : [entry('label', kind.label)]),
      fromLine(section),
      idLine(kind),
      ...(names.length === 0 ? [] : [entry('name', names)]),
      ...block('keep', known, offered, elsewhere(likely?.else ?? {}, known, links, words)),
      ...(keys.length === 0 ? [] : [line('read:', ['links name them by it; it is not stored'])]),
      ...indented(keys.map(({ name, value }) => entry(name, value.path))),
      ...(likely?.local === undefined
        ? []
        : [entry('local', likely.local, ['typed by people, never written by a run'])]),
    ]),
  ];
}

/** Which entries of which list. Words for a role that the sample does not have are for a person to add. */
export function fromLine(section: SampleSection): Line {
  const entries = counted(section.node.count, 'entry', 'entries');
  if (section.where === null) return entry('from', section.path, [entries]);
  return entry('from', viewOf(section), [`${entries}; are there other words for this role?`], true);
}

function idLine({ section, id: { value, parts, repeats, isUnique, isCertain } }: GuessedKind): Line {
  if (parts !== null) {
    const said =
      repeats === 0
        ? 'no two have the same of all of these'
        : `${counted(repeats, 'entry', 'entries')} of ${String(section.node.count)} ${repeats === 1 ? 'has' : 'have'} the same as one before: those are united`;
    return entry('id', { key: parts.map(({ path }) => path) }, [said], true);
  }
  const { filled, distinct } = value.node;
  const { count } = section.node;
  const said = isUnique
    ? ['in each of them, and no two the same']
    : [
        ...(filled < count ? [`${String(count - filled)} of ${String(count)} have none`] : []),
        ...(distinct.count < filled ? [`${String(distinct.count)} different: those that share one are united`] : []),
      ];
  return entry('id', value.path, said, !isCertain);
}

/** Fields that the section lacks and links have. */
function elsewhere(
  from: Readonly<Record<string, string>>,
  known: readonly GuessedField[],
  links: readonly GuessedLink[],
  words: LikelyWords,
): Line[] {
  return Object.entries(from)
    .filter(([name, of]) => {
      const [link = '', field = ''] = of.split('.');
      const fields = links.filter((one) => one.name === link).flatMap((one) => linkFields(one, words).known);
      return !known.some((one) => one.name === name) && fields.some((one) => one.name === field);
    })
    .map(([name, of]) => entry(name, { else: of }));
}

function offeredFields(
  kind: GuessedKind,
  used: ReadonlySet<ValuePath>,
  known: readonly Pick<GuessedField, 'name' | 'value'>[],
  words: LikelyWords,
): GuessedField[] {
  const { section } = kind;
  const names = new Names([...known.map(({ name }) => name), 'room']);
  const own = section.values
    .filter((value) => !used.has(value))
    .map((value) => {
      const isLast = kind.isKnown && isLastDay(value, words);
      const field = (isLast ? dayFieldOf : fieldOf)(names.nameOf(value.path), value, section.node.count);
      return isLast ? asLastDay(field) : field;
    });
  return [...own, ...offeredLookups(kind, known, names, words)].slice(0, mostOffered);
}

function isLastDay(value: ValuePath, words: LikelyWords): boolean {
  return rankAmong(words.period.until, value) !== null && namedDayFormsOf(value.node).length > 0;
}

function asLastDay(field: GuessedField): GuessedField {
  return {
    ...field,
    comments: ['the last day? Then read it, and let a rule keep out what has ended', ...field.comments],
    isUncertain: true,
  };
}

/** What is kept, and what else there is, turned off: nothing is kept that nobody asked for. */
export function block(
  key: 'keep' | 'read',
  kept: readonly GuessedField[],
  offered: readonly GuessedField[],
  more: readonly Line[] = [],
): Line[] {
  const lines = [...kept.map(fieldLine), ...more];
  if (lines.length + offered.length === 0) return [];
  const also = offered.length === 0 ? [] : [remark('also in the sample; take the # away from what is needed:')];
  return [
    line(lines.length > 0 ? `${key}:` : `#${key}:`),
    ...indented([...lines, ...also]),
    ...off(indented(offered.map(fieldLine))),
  ];
}

function fieldLine({ name, from, type, format, behind, comments, isUncertain }: GuessedField): Line {
  const how = {
    ...(type === 'text' ? {} : { type }),
    ...(format === null ? {} : { format }),
    ...(behind === null ? {} : { text: { part: behind } }),
  };
  const value = typeof from === 'string' && Object.keys(how).length === 0 ? from : { from, ...how };
  return entry(name, value, comments, isUncertain);
}
