import { counted, joined } from '../../pipeline/text/counted.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { correctionGroups } from './correction-groups.js';
import { likelyDuplicates } from './duplicates.js';
import type { Format } from '../format.js';
import { source, title } from './headline.js';
import { mentionId, placesInWords } from '../../words/mention.js';
import type { Phrase } from '../../words/phrase.js';
import { inPlain } from '../../words/plain-words.js';
import type { ReportedCorrection, Mender, ReportedSchool, FindingsReport } from './report.js';
import { isFoundById, keepsOutInWords, listedFor, showsPlace, whereToCorrect } from './tables.js';
import { asSentence, howMany, label, printable } from '../../words/words.js';
import { inert } from '../writers/inert.js';

/** Mail programs break longer lines again. */
const width = 72;

/** What to correct at the source, as text to paste into a mail: numbered, so that an answer can say which is done. */
export const mail: Format<FindingsReport> = mailFrom(source);

/** @param sayFrom says where a school's report comes from: who reads it at a terminal can give the extract, too */
export function mailFrom(sayFrom: (school: ReportedSchool) => Phrase): Format<FindingsReport> {
  return {
    name: 'mail',
    meaning: 'what to correct, numbered, to paste into an email',
    write: ({ schools, pipeline }) =>
      inert(schools.map((school) => `${schoolMail(school, pipeline, sayFrom(school))}\n`).join('\n\n')),
  };
}

function schoolMail(school: ReportedSchool, pipeline: Pipeline, from: Phrase): string {
  const head = wrapped(inPlain(title(school)), '');
  if (school.status === 'failed')
    return [...head, '', ...wrapped(`Failed: ${printable(school.reason ?? '')}`, '')].join('\n');
  const supplier = [...pointsFor(school, pipeline, 'supplier'), ...duplicates(school, pipeline)];
  const parts = (
    [
      { who: 'school', heading: 'TO CORRECT IN THE MIS', points: pointsFor(school, pipeline, 'school') },
      { who: 'supplier', heading: 'FOR THE MIS SUPPLIER', points: supplier },
    ] as const
  ).filter(({ points }) => points.length > 0);
  let number = 0;
  const lines = parts.flatMap(({ who, heading, points }) => [
    '',
    heading,
    ...(listedFor(school, who).some(showsPlace) ? [placesInWords] : []),
    ...points.flatMap(({ what, which }) => {
      const lead = `${String(++number)}. `;
      const margin = ' '.repeat(lead.length);
      return ['', ...wrapped(what, lead), ...which.flatMap((one) => wrapped(one, `${margin}- `))];
    }),
  ]);
  const nothing = parts.length === 0 ? ['', 'Nothing to correct.'] : [];
  return [...head, ...wrapped(inPlain(from), ''), ...nothing, ...lines].join('\n');
}

interface NumberedPoint {
  readonly what: string;
  readonly which: readonly string[];
}

function pointsFor(school: ReportedSchool, pipeline: Pipeline, who: Mender): NumberedPoint[] {
  return correctionGroups(listedFor(school, who)).map(({ kind, rule, wrong, fix, corrections }) => ({
    what: `${howMany(pipeline, { kind, rule, count: corrections.length })}: ${printable(asSentence(wrong))} ${printable(asSentence(fix))}`,
    which: corrections.map((one) => lineOf(one, school, pipeline)),
  }));
}

function lineOf(correction: ReportedCorrection, { names }: ReportedSchool, pipeline: Pipeline): string {
  const { kind, id } = correction;
  const where = whereToCorrect(pipeline, correction);
  const parts = [
    id === null ? '' : inPlain(mentionId(pipeline, kind, id, names)),
    where === '' || isFoundById(correction) ? printable(where) : `in ${printable(where)}`,
    keepsOutInWords(pipeline, correction),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function duplicates({ duplicates: pairs, names }: ReportedSchool, pipeline: Pipeline): NumberedPoint[] {
  if (pairs.length === 0) return [];
  const which = pairs.map(({ kind, ids, fields }) => {
    const [one, other] = ids.map((id) => inPlain(mentionId(pipeline, kind, id, names)));
    const differ = fields.length === 0 ? 'differ in nothing' : `differ in ${printable(joined(fields))}`;
    return `${label(pipeline, kind, 2)} ${one ?? ''} and ${other ?? ''} ${differ}`;
  });
  return [{ what: `${counted(pairs.length, 'likely duplicate')}: ${likelyDuplicates}`, which }];
}

/** @param lead begins the first line; the others are indented as far */
function wrapped(text: string, lead: string): string[] {
  const lines: string[] = [];
  let line = lead;
  let isBegun = false;
  for (const word of text.split(' ')) {
    if (isBegun && line.length + 1 + word.length > width) {
      lines.push(line);
      line = ' '.repeat(lead.length);
      isBegun = false;
    }
    line += isBegun ? ` ${word}` : word;
    isBegun = true;
  }
  return [...lines, line];
}
