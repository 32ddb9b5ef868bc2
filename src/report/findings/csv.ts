import type { Pipeline } from '../../pipeline/pipeline.js';
import { csvText } from '../writers/csv.js';
import type { Format } from '../format.js';
import { mentionId, pathInExtract } from '../../words/mention.js';
import type { ReportedCorrection, Mender, ReportedSchool, FindingsReport } from './report.js';
import type { ReportedId } from '../../words/mention.js';
import { asSentence, label } from '../../words/words.js';
import { keptOutInWords } from './tables.js';

const menders: Readonly<Record<Mender, string>> = { school: 'The school', supplier: 'The MIS supplier' };

const heading = [
  'School',
  'Who corrects it',
  'Kind',
  'Id',
  'Name',
  'Id of the other',
  'Name of the other',
  'What is wrong',
  'What to do',
  'In the extract',
  'Keeps out',
];

/** What to correct at the source, a row each, for a spreadsheet or for a supplier's own tools. */
export const csv: Format<FindingsReport> = {
  name: 'csv',
  meaning: 'what to correct, one row each, for a spreadsheet',
  write: ({ schools, pipeline }) =>
    csvText(
      heading,
      schools.flatMap((school) => rowsOf(school, pipeline)),
    ),
};

function rowsOf(school: ReportedSchool, pipeline: Pipeline): (string | null)[][] {
  const { school: id, status, reason, toCorrect } = school;
  // A school without a row would seem to have nothing to correct; of one that failed, nobody knows that.
  if (status === 'failed')
    return [[id, null, label(pipeline, null, 1), null, null, null, null, reason, null, null, null]];
  return toCorrect.map((correction) => [id, ...rowOf(correction, school, pipeline)]);
}

function rowOf(correction: ReportedCorrection, { names }: ReportedSchool, pipeline: Pipeline): (string | null)[] {
  const { who, kind, id, other, wrong, fix } = correction;
  const nameOf = (of: ReportedId): string | null =>
    typeof of !== 'string' || kind === null ? null : (names?.get(kind)?.get(of) ?? null);
  return [
    menders[who],
    label(pipeline, kind, 1),
    idInWords(pipeline, kind, id),
    nameOf(id),
    other,
    nameOf(other),
    asSentence(wrong),
    asSentence(fix),
    pathInExtract(correction),
    keptOutInWords(pipeline, correction),
  ];
}

/** A link is named by both its ends. */
function idInWords(pipeline: Pipeline, kind: string | null, id: ReportedId): string | null {
  if (id === null || typeof id === 'string') return id;
  return mentionId(pipeline, kind, id, null)
    .map(({ text }) => text)
    .join('');
}
