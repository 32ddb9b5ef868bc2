import { counted, joined } from '../../pipeline/text/counted.js';
import { kindsOf, type Pipeline } from '../../pipeline/pipeline.js';
import { correctionGroups } from './correction-groups.js';
import { ofAll } from '../../pipeline/rules/rule.js';
import { likelyDuplicates } from './duplicates.js';
import type { Format } from '../format.js';
import { goesWithItsEnd, source, title, verdict } from './headline.js';
import { inert } from '../writers/inert.js';
import { mentionCause, mentionId, pathInExtract } from '../../words/mention.js';
import { listed, phrase, plain, type Phrase } from '../../words/phrase.js';
import { inPlain } from '../../words/plain-words.js';
import type { ReportedCorrection, Group, Mender, ReportedSchool, FindingsReport } from './report.js';
import { choicesTitle, consequences, isInDoubt, keepsOutInWords, listedFor, remarks, sumColumns } from './tables.js';
import { asSentence, howMany, label, printable } from '../../words/words.js';

/** If there are more than this, the first are shown, and how many more there are. */
const shownAtMost = 8;
const column = 22;
const indent = ' '.repeat(column + 5);
export const text: Format<FindingsReport> = {
  name: 'text',
  meaning: 'for people, at a terminal: the first of each sort, and how many more',
  write: ({ schools, pipeline }) => inert(schools.map((school) => schoolText(school, pipeline)).join('\n')),
};

export function schoolText(school: ReportedSchool, pipeline: Pipeline): string {
  const head = inPlain(title(school));
  if (school.status === 'failed') return `${head}\n  failed: ${printable(school.reason ?? '')}\n`;
  return [
    head,
    `  ${inPlain(source(school))}`,
    `  ${verdict(school)}`,
    ...part('To correct by the school', corrections(school, pipeline, 'school')),
    ...part('For the MIS supplier', [...corrections(school, pipeline, 'supplier'), ...duplicates(school, pipeline)]),
    ...part('Out because of a mistake above', groups(school, pipeline, consequences(school))),
    ...part(
      isInDoubt(school) ? `${choicesTitle}, some perhaps because of a mistake above` : choicesTitle,
      groups(school, pipeline, school.choices),
    ),
    ...part('Other warnings', groups(school, pipeline, remarks(school))),
    ...part('Sums', sums(school, pipeline)),
    '',
  ].join('\n');
}

function part(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `  ${heading}`, ...lines];
}

function corrections(school: ReportedSchool, pipeline: Pipeline, who: Mender): string[] {
  return correctionGroups(listedFor(school, who)).flatMap(({ kind, rule, wrong, fix, corrections: group }) =>
    entry(
      howMany(pipeline, { kind, rule, count: group.length }),
      `${asSentence(wrong)} ${asSentence(fix)}`,
      group.map((one) => withWhatItKeepsOut(one, school, pipeline)),
    ),
  );
}

function withWhatItKeepsOut(one: ReportedCorrection, school: ReportedSchool, pipeline: Pipeline): Phrase {
  const who = one.id === null ? plain(pathInExtract(one)) : mentionId(pipeline, one.kind, one.id, school.names);
  const keeps = keepsOutInWords(pipeline, one);
  return keeps === '' ? who : phrase`${who}, ${plain(keeps)}`;
}

function duplicates(school: ReportedSchool, pipeline: Pipeline): string[] {
  const pairs = school.duplicates.map(({ kind, ids: [a, b], fields, linked }) => {
    const [one, other] = [a, b].map((id) => mentionId(pipeline, kind, id, school.names)) as [Phrase, Phrase];
    const shared = Object.entries(linked).map(([of, [first, second]]) => {
      const [ofOne, ofOther] = [first, second].map((ids) =>
        ids.length === 0 ? plain('none') : listed(ids.map((id) => mentionId(pipeline, of, id, school.names))),
      ) as [Phrase, Phrase];
      return phrase`; ${plain(label(pipeline, of, 2))} of the one ${ofOne}, of the other ${ofOther}`;
    });
    const differ = fields.length === 0 ? 'differ in nothing' : `differ in ${joined(fields)}`;
    return phrase`${plain(label(pipeline, kind, 2))} ${one} and ${other} ${plain(differ)}${shared.flat()}`;
  });
  const heading = counted(pairs.length, 'likely duplicate');
  return pairs.length === 0 ? [] : entry(heading, likelyDuplicates, pairs, '\n');
}

function groups(school: ReportedSchool, pipeline: Pipeline, of: readonly Group[]): string[] {
  return of.flatMap(({ kind, rule, count, because, cause, records }) =>
    entry(
      howMany(pipeline, { kind, rule, count }),
      cause === null
        ? asSentence(because)
        : `${because.replace(/\.$/, '')}, because of ${inPlain(mentionCause(pipeline, cause, school.names))}.`,
      (ofAll.has(rule) ? [] : records).map(({ id }) => mentionId(pipeline, kind, id, school.names)),
    ),
  );
}

/** One line says what is so, the next names the records. */
function entry(who: string, what: string, which: readonly Phrase[], between = '; '): string[] {
  const more = which.length - shownAtMost;
  const shown = which.slice(0, shownAtMost).map(inPlain);
  if (more > 0) shown.push(`${String(more)} more`);
  return [
    `    ${who.padEnd(column)} ${printable(what)}`,
    ...(shown.length === 0 ? [] : shown.join(between).split('\n')).map((line) => `${indent}${line}`),
  ];
}

function sums(school: ReportedSchool, pipeline: Pipeline): string[] {
  const line = (first: string, numbers: readonly string[]) =>
    `    ${first.padEnd(column)} ${numbers.map((number) => number.padStart(8)).join('  ')}`;
  const columns = sumColumns(school);
  const rows = kindsOf(pipeline).flatMap(({ name, label: of }) => {
    const found = school.sections[name];
    if (found === undefined) return [];
    const numbers = columns.map((key) => String(found[key] ?? ''));
    return [line(of, numbers)];
  });
  const ends = goesWithItsEnd(school, pipeline);
  return [line('', columns), ...rows, ...(ends === '' ? [] : [`    ${ends}`])];
}
