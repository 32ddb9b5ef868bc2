import type { VNode } from 'preact';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { capital } from '../../pipeline/text/text.js';
import { mentionId } from '../../words/mention.js';
import { asSentence, howMany, kindNamed, label } from '../../words/words.js';
import { shown } from '../html/shown.js';
import { Words } from '../html/words.js';
import { correctionGroups, type CorrectionGroup } from './correction-groups.js';
import type { Mender, ReportedCorrection, ReportedSchool } from './report.js';
import { keepsOutInWords, listedFor, noteOf, whereToCorrect } from './tables.js';

/** What one of the two corrects, numbered on from what comes before. */
export interface Part {
  readonly who: Mender;
  readonly note: string;
  /** The number of its first kind of correction. */
  readonly first: number;
  readonly groups: readonly CorrectionGroup[];
}

/** First what the school corrects in the MIS, then what its supplier does. */
export function partsOf(report: ReportedSchool): Part[] {
  const [ofSchool, ofSupplier] = [listedFor(report, 'school'), listedFor(report, 'supplier')];
  const [forSchool, forSupplier] = [correctionGroups(ofSchool), correctionGroups(ofSupplier)];
  return [
    { who: 'school', note: noteOf('school', ofSchool), first: 1, groups: forSchool },
    { who: 'supplier', note: noteOf('supplier', ofSupplier), first: forSchool.length + 1, groups: forSupplier },
  ];
}

/** `2 teachers: Title is blank.` */
export function pointInWords(pipeline: Pipeline, { kind, rule, wrong, corrections }: CorrectionGroup): string {
  return `${howMany(pipeline, { kind, rule, count: corrections.length })}: ${shown(asSentence(wrong))}`;
}

interface Props {
  readonly pipeline: Pipeline;
  readonly report: Pick<ReportedSchool, 'names'>;
  readonly group: CorrectionGroup;
  /** What a link to it names. */
  readonly anchor: string;
  /** The level of its heading. */
  readonly level: 3 | 4;
  /** How many of its records to show. */
  readonly most?: number;
  /** A record that leads somewhere. */
  readonly linked?: ((correction: ReportedCorrection, mention: VNode) => VNode) | undefined;
  /** What follows the records. */
  readonly children?: VNode;
}

/** One number of the list: a kind of correction, what it keeps out, and the records that need it. */
export function Point({ pipeline, report, group, anchor, level, most = Infinity, linked, children }: Props) {
  const Heading = level === 3 ? 'h3' : 'h4';
  const { fix, corrections } = group;
  const keeps = keepsOutInWords(pipeline, { ...group, keepsOut: keptOutBy(pipeline, group) });
  return (
    <li id={anchor}>
      <Heading>{pointInWords(pipeline, group)}</Heading>
      <p>
        {shown(asSentence(fix))}
        {keeps !== '' && ` ${capital(keeps)}.`}
      </p>
      <ul class="to-do">
        {corrections.slice(0, most).map((correction) => (
          <ToDo {...{ pipeline, report, group, correction, linked }} />
        ))}
      </ul>
      {children}
    </li>
  );
}

/** Records that stay out themselves are among what is kept out; that a link does goes without saying. */
function keptOutBy(pipeline: Pipeline, { kind, out, keepsOut }: CorrectionGroup) {
  if (out === 0 || kind === null || kindNamed(pipeline, kind)?.type !== 'record') return keepsOut;
  return { ...keepsOut, [kind]: (keepsOut[kind] ?? 0) + out };
}

interface ToDoProps extends Pick<Props, 'pipeline' | 'report' | 'group' | 'linked'> {
  readonly correction: ReportedCorrection;
}

/** A record: where it is, and what is true of it alone. */
function ToDo({ pipeline, report, group: { wrong, corrections }, correction, linked }: ToDoProps) {
  const { kind, id } = correction;
  const keeps = corrections.length === 1 ? '' : keepsOutInWords(pipeline, correction);
  const where = [whereToCorrect(pipeline, correction), keeps].filter((part) => part !== '').join('; ');
  const own = correction.wrong === wrong ? '' : `. ${asSentence(correction.wrong)}`;
  if (id === null) return <li>{shown(`${where === '' ? label(pipeline, kind, 1) : where}${own}`)}</li>;
  const mention = <Words of={mentionId(pipeline, kind, id, report.names)} />;
  return (
    <li>
      {linked === undefined ? mention : linked(correction, mention)}
      {shown(`${where === '' ? '' : `, ${where}`}${own}`)}
    </li>
  );
}
