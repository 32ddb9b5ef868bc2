import { isOfErasure } from '../../decide/findings.js';
import { kindsOf, type Pipeline } from '../../pipeline/pipeline.js';
import { ofAll } from '../../pipeline/rules/rule.js';
import { goesWithItsEnd } from './headline.js';
import { mention, mentionCause, mentionId, pathInExtract, placesInWords } from '../../words/mention.js';
import { listed, phrase, plain, type Phrase } from '../../words/phrase.js';
import type { ReportedCorrection, Group, Mender, ReportedSchool } from './report.js';
import { capital } from '../../pipeline/text/text.js';
import { asSentence, countsInWords, label, sectionOf } from '../../words/words.js';

/** A part of a school's report, for formats that have tables. The first column is the row's heading. */
export interface ReportedTable {
  readonly title: string;
  readonly note: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Phrase[])[];
  /** Whether all but the first column are numbers. */
  readonly numbers: boolean;
}

/** What is said of what each of the two corrects. */
export const partHeadings: Readonly<Record<Mender, Heading>> = {
  school: {
    title: 'To correct by the school',
    note: 'In the MIS. What brings most through comes first.',
  },
  supplier: {
    title: 'For the MIS supplier',
    note: 'What is wrong with the extract, not with what somebody typed.',
  },
};

/** The same for some of it, and how places are counted if it shows any. */
export function noteOf(who: Mender, listed: readonly ReportedCorrection[]): string {
  const { note } = partHeadings[who];
  return listed.some((one) => showsPlace(one)) ? `${note} ${placesInWords}` : note;
}

export function showsPlace(correction: ReportedCorrection): boolean {
  return correction.position !== null && !isFoundById(correction);
}

/** Where to correct it: what the school finds in its MIS by the id has no other place there than one of several sections. */
export function whereToCorrect(pipeline: Pipeline, correction: ReportedCorrection): string {
  if (!isFoundById(correction)) return pathInExtract(correction);
  const section = sectionOf(pipeline, correction.kind) === null ? correction.section : null;
  return pathInExtract({ ...correction, section, position: null });
}

/** Nobody looks for it in the extract. */
export function isFoundById({ who, id }: ReportedCorrection): boolean {
  return who === 'school' && id !== null;
}

/** Each thing once: what to correct, what follows from it, what was chosen, what remains. Empty parts are left out. */
export function tablesOf(school: ReportedSchool, pipeline: Pipeline): ReportedTable[] {
  const both = (['school', 'supplier'] as const).map((who) => toCorrect(school, pipeline, who));
  return [...both.filter(({ rows }) => rows.length > 0).map(withoutEmptyColumns), ...otherTablesOf(school, pipeline)];
}

/** The same without what to correct, but for likely duplicates. */
export function otherTablesOf(school: ReportedSchool, pipeline: Pipeline): ReportedTable[] {
  return [
    duplicates(school, pipeline),
    groups(school, pipeline, consequences(school), {
      title: 'Out because of a mistake',
      note: 'These come through once what they wait for is corrected.',
    }),
    groups(school, pipeline, school.choices, {
      title: choicesTitle,
      note: choicesNote(isInDoubt(school)),
    }),
    groups(school, pipeline, remarks(school), { title: 'Other warnings', note: 'Nothing to correct.' }),
    sumsTable(school, pipeline),
  ]
    .filter(({ rows }) => rows.length > 0)
    .map(withoutEmptyColumns);
}

export const choicesTitle = "Out by the school's choice";

/** Whether something that a choice of the school read is to be corrected, and may be why it keeps records out. */
export function isInDoubt({ toCorrect: all }: Pick<ReportedSchool, 'toCorrect'>): boolean {
  return all.some(({ perhaps }) => perhaps !== undefined);
}

/** @param isDoubted whether that is so */
export function choicesNote(isDoubted: boolean): string {
  return isDoubted
    ? 'A rule says that these are not wanted. But for what is named above, nothing is wrong with them.'
    : 'Nothing is wrong with these: a rule says that they are not wanted.';
}

type KeptOut = Pick<ReportedCorrection, 'keepsOut' | 'perhaps'>;

/** The records that wait for a correction, and those that may; '' if there are none. */
export function keptOutInWords(pipeline: Pipeline, { keepsOut, perhaps = {} }: KeptOut): string {
  const unsure = countsInWords(pipeline, perhaps);
  return [countsInWords(pipeline, keepsOut), unsure === '' ? '' : `perhaps ${unsure}`]
    .filter((part) => part !== '')
    .join('; ');
}

/** The same as what the correction does: `keeps out 2 students`. */
export function keepsOutInWords(pipeline: Pipeline, { keepsOut, perhaps = {} }: KeptOut): string {
  const sure = countsInWords(pipeline, keepsOut);
  const unsure = countsInWords(pipeline, perhaps);
  return [sure === '' ? '' : `keeps out ${sure}`, unsure === '' ? '' : `perhaps keeps out ${unsure}`]
    .filter((part) => part !== '')
    .join(', ');
}

function withoutEmptyColumns(table: ReportedTable): ReportedTable {
  const filled = table.columns.map((_, column) => table.rows.some((row) => (row[column] ?? []).length > 0));
  const keep = <T>(cells: readonly T[]) => cells.filter((_, column) => filled[column]);
  return { ...table, columns: keep(table.columns), rows: table.rows.map(keep) };
}

/** What mistakes keep out and is not itself on the list of what to correct. */
export function consequences({ mistakes }: ReportedSchool): Group[] {
  return mistakes.filter(({ cause, fix }) => cause !== null || fix === null);
}

/** Warnings that ask for no correction. */
export function remarks({ warnings, toCorrect }: ReportedSchool): Group[] {
  const rules = new Set(toCorrect.map(({ rule }) => rule));
  return warnings.filter(({ rule }) => !rules.has(rule));
}

type Heading = Pick<ReportedTable, 'title' | 'note'>;

function toCorrect(school: ReportedSchool, pipeline: Pipeline, who: Mender): ReportedTable {
  const listed = listedFor(school, who);
  const rows = listed.map((correction) => [
    ofAll.has(correction.rule)
      ? plain(label(pipeline, correction.kind, 2))
      : correction.id === null && isOfErasure(correction)
        ? plain(label(pipeline, correction.kind, 1))
        : mention(pipeline, correction.kind, correction.id, school.names),
    plain(asSentence(correction.wrong)),
    plain(asSentence(correction.fix)),
    plain(keptOutInWords(pipeline, correction)),
    plain(whereToCorrect(pipeline, correction)),
  ]);
  return {
    title: partHeadings[who].title,
    note: noteOf(who, listed),
    columns: ['Record', 'What is wrong', 'What to do', 'Keeps out', 'In the extract'],
    rows,
    numbers: false,
  };
}

/** Without likely duplicates, which have a part of their own, with more to compare. */
export function listedFor({ toCorrect }: ReportedSchool, who: Mender): ReportedCorrection[] {
  return toCorrect.filter((correction) => correction.who === who && correction.other === null);
}

function duplicates(school: ReportedSchool, pipeline: Pipeline): ReportedTable {
  const others = [...new Set(school.duplicates.flatMap(({ linked }) => Object.keys(linked)))];
  const rows = school.duplicates.map(({ kind, ids: [a, b], fields, linked }) => [
    mention(pipeline, kind, a, school.names),
    mention(pipeline, kind, b, school.names),
    plain(fields.join(', ') || 'nothing'),
    ...others.flatMap((other) =>
      (linked[other] ?? [[], []]).map((ids) => listed(ids.map((id) => mentionId(pipeline, other, id, school.names)))),
    ),
  ]);
  const labels = others.map((other) => label(pipeline, other, 2));
  return {
    title: 'Likely duplicates, for the MIS supplier',
    note: 'Two records that are likely to be one person, spelt in two ways. Both came through; they are never merged.',
    columns: [
      'One',
      'The other',
      'They differ in',
      ...labels.flatMap((of) => [`${of} of the one`, `${of} of the other`]),
    ].map(capital),
    rows,
    numbers: false,
  };
}

function groups(school: ReportedSchool, pipeline: Pipeline, of: readonly Group[], heading: Heading): ReportedTable {
  const rows = of.map(({ kind, rule, count, because, cause, records }) => [
    ofAll.has(rule) ? plain(label(pipeline, kind, 2)) : phrase`${count} ${plain(label(pipeline, kind, count))}`,
    plain(asSentence(because)),
    cause === null ? [] : mentionCause(pipeline, cause, school.names),
    listed(
      (ofAll.has(rule) ? [] : records).map(({ id }) => mentionId(pipeline, kind, id, school.names)),
      kindHasPairs(records) ? '; ' : ', ',
    ),
  ]);
  return { ...heading, columns: ['How many', 'Why', 'Because of', 'Which'], rows, numbers: false };
}

function kindHasPairs(records: Group['records']): boolean {
  return records.some(({ id }) => id !== null && typeof id !== 'string');
}

/** In the order in which they add up: read + split = through + not + rejected + merged. */
const usualSums = ['read', 'split', 'through', 'not', 'rejected', 'merged'] as const;

/** The same, and first what is outside, if the mapping has views. */
export function sumColumns({
  sections,
}: Pick<ReportedSchool, 'sections'>): readonly ('outside' | (typeof usualSums)[number])[] {
  return Object.values(sections).some(({ outside }) => outside !== undefined) ? ['outside', ...usualSums] : usualSums;
}

/** For each kind, what became of all that was read. */
export function sumsTable(school: Pick<ReportedSchool, 'sections' | 'endsOut'>, pipeline: Pipeline): ReportedTable {
  const columns = sumColumns(school);
  const rows = kindsOf(pipeline).flatMap(({ name, label: of }) => {
    const found = school.sections[name];
    return found === undefined ? [] : [[plain(of), ...columns.map((column) => plain(String(found[column] ?? '')))]];
  });
  return {
    title: 'Sums',
    note: `Read + split = through + not + rejected + merged. ${goesWithItsEnd(school, pipeline)}`.trim(),
    columns: ['Of', ...columns].map(capital),
    rows,
    numbers: true,
  };
}
