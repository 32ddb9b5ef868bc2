import { counted } from '../../pipeline/text/counted.js';
import { correctionGroups, type CorrectionGroup } from '../../report/findings/correction-groups.js';
import { verdict } from '../../report/findings/headline.js';
import type { Mender, ReportedCorrection, ReportedSchool } from '../../report/findings/report.js';
import { listedFor } from '../../report/findings/tables.js';
import { shown } from '../../report/html/shown.js';
import { Words } from '../../report/html/words.js';
import { mentionId, pathInExtract, placeInExtract } from '../../words/mention.js';
import { asSentence, countsInWords, howMany, kindNamed } from '../../words/words.js';
import { addresses } from '../addresses.js';
import { Page } from '../layout.js';
import type { ShownNames } from '../names-for.js';
import type { SchoolPlace } from '../place.js';
import { LastRunAt } from '../time.js';
import { ToWhy } from '../to-why.js';
import { Duplicates, type KeptValues } from './duplicates.js';

interface Props {
  readonly place: SchoolPlace;
  readonly report: ReportedSchool;
  readonly kept: KeptValues;
  /** How many records of each kind of correction to show, and how many pairs of likely duplicates. */
  readonly most: { readonly records: number; readonly pairs: number };
  readonly names: ShownNames;
  readonly mayShowNames: boolean;
}

const title = 'To correct at the source';

/** Likely duplicates are no group of corrections, and need a place that a link can lead to all the same. */
const duplicatesAnchor = 'duplicates';

/** What one of the two corrects, numbered on from what comes before. */
interface Part {
  readonly title: string;
  readonly note: string;
  readonly first: number;
  readonly groups: readonly CorrectionGroup[];
  readonly pairs: ReportedSchool['duplicates'];
}

/**
 * One numbered list to work through, or to print and give away: what the school corrects in the MIS, and what its
 * supplier does.
 */
export function ToCorrectPage(props: Props) {
  const { place, report } = props;
  const parts = partsOf(report);
  return (
    <Page place={place} title={title} asOf={report.at}>
      <h1>{title}</h1>
      {report.status === 'failed' ? (
        <p class="failed">{shown(report.reason ?? '')}</p>
      ) : (
        <>
          <p>
            <LastRunAt at={report.at} timezone={place.pipeline.timezone} /> {shown(verdict(report))}
          </p>
          <Ways {...props} parts={parts} />
          <Contents {...props} parts={parts} />
          {parts.map((part) => (
            <section class="part">
              <h2>{part.title}</h2>
              <p>{part.note}</p>
              <ol class="points" start={part.first}>
                {part.groups.map((group) => (
                  <Point {...props} group={group} />
                ))}
                {part.pairs.length > 0 && <Pairs {...props} />}
              </ol>
            </section>
          ))}
        </>
      )}
    </Page>
  );
}

function partsOf(report: ReportedSchool): Part[] {
  const groups = (who: Mender): CorrectionGroup[] => correctionGroups(listedFor(report, who));
  const forSchool = groups('school');
  return [
    {
      title: 'By the school',
      note: 'In the MIS. What brings most through comes first.',
      first: 1,
      groups: forSchool,
      pairs: [],
    },
    {
      title: 'For the MIS supplier',
      note: 'What is wrong with the extract, not with what somebody typed. Places count entries from 0.',
      first: forSchool.length + 1,
      groups: groups('supplier'),
      pairs: report.duplicates,
    },
  ].filter((part) => part.groups.length + part.pairs.length > 0);
}

/** What the list has, number by number, if that does not show at a glance. */
function Contents({ place: { pipeline }, parts }: Props & { readonly parts: readonly Part[] }) {
  const points = parts.map(({ title: of, first, groups, pairs }) => ({
    of,
    first,
    entries: [
      ...groups.map((group) => ({ anchor: group.anchor, says: saysOf(pipeline, group) })),
      ...(pairs.length === 0 ? [] : [{ anchor: duplicatesAnchor, says: saysOfPairs(pairs) }]),
    ],
  }));
  if (points.reduce((sum, { entries }) => sum + entries.length, 0) < 2) return null;
  return (
    <nav class="contents unprinted" aria-label="Kinds of correction">
      {points.map(({ of, first, entries }) => (
        <div>
          <p>{of}</p>
          <ol start={first}>
            {entries.map(({ anchor, says }) => (
              <li>
                <a href={`#${anchor}`}>{says}</a>
              </li>
            ))}
          </ol>
        </div>
      ))}
    </nav>
  );
}

function saysOf(pipeline: SchoolPlace['pipeline'], { kind, rule, wrong, corrections }: CorrectionGroup): string {
  return `${howMany(pipeline, { kind, rule, count: corrections.length })}: ${shown(asSentence(wrong))}`;
}

function saysOfPairs(pairs: ReportedSchool['duplicates']): string {
  return counted(pairs.length, 'likely duplicate');
}

/** The list in other forms. */
function Ways({ place: { school }, parts, most, names, mayShowNames }: Props & { readonly parts: readonly Part[] }) {
  const at = addresses.toCorrect(school.id);
  const all = most.records === Infinity ? { all: 'yes' } : {};
  const named = namedIn(names);
  return (
    <>
      <div class="beside unprinted">
        <a href={`${at}.csv${asQuery(named)}`} download>
          As a table (CSV)
        </a>
        <a href={`${at}.txt${asQuery(named)}`} download>
          As text for an email
        </a>
        {isCut(parts, most) && <a href={`${at}${asQuery({ ...named, all: 'yes' })}`}>All of it, to print</a>}
        {mayShowNames && names.names === null && (
          <span>
            <a href={`${at}${asQuery({ ...all, names: 'yes' })}`}>Show names</a>{' '}
            <span class="quiet">from the extract; the audit notes that you looked.</span>
          </span>
        )}
      </div>
      {names.reason !== null && <p class="failed">{shown(names.reason)}</p>}
    </>
  );
}

function isCut(parts: readonly Part[], most: Props['most']): boolean {
  return parts.some(
    ({ groups, pairs }) =>
      pairs.length > most.pairs || groups.some(({ corrections }) => corrections.length > most.records),
  );
}

function namedIn({ names }: ShownNames): Readonly<Record<string, string>> {
  return names === null ? {} : { names: 'yes' };
}

function asQuery(asked: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(asked).toString();
  return text === '' ? '' : `?${text}`;
}

/** One kind of correction, with the records that need it. */
function Point(props: Props & { readonly group: CorrectionGroup }) {
  const { place, most, group } = props;
  const { anchor, kind, rule, fix, corrections } = group;
  const keeps = countsInWords(place.pipeline, keptOutBy(place.pipeline, group));
  const isOne = corrections.length === 1;
  return (
    <li id={anchor}>
      <h3>{saysOf(place.pipeline, group)}</h3>
      <p>
        {shown(asSentence(fix))}
        {keeps !== '' && ` Keeps out ${keeps}.`}
      </p>
      <ul class="to-do">
        {corrections.slice(0, most.records).map((correction) => (
          <ToDo {...props} correction={correction} keeps={isOne ? {} : correction.keepsOut} />
        ))}
      </ul>
      <More
        {...props}
        {...{ anchor, count: corrections.length, most: most.records }}
        all={howMany(place.pipeline, { kind, rule, count: corrections.length })}
      />
    </li>
  );
}

/** Records that stay out themselves are among what is kept out; that a link does goes without saying. */
function keptOutBy(pipeline: SchoolPlace['pipeline'], { kind, out, keepsOut }: CorrectionGroup) {
  if (out === 0 || kindNamed(pipeline, kind)?.type !== 'record') return keepsOut;
  return { ...keepsOut, [kind ?? '']: (keepsOut[kind ?? ''] ?? 0) + out };
}

interface ToDoProps extends Props {
  readonly correction: ReportedCorrection;
  /** What it keeps out, if its group does not say it already. */
  readonly keeps: Readonly<Record<string, number>>;
}

function ToDo({ place, report, correction, keeps }: ToDoProps) {
  const { kind, id, who } = correction;
  const where = who === 'school' ? placeInExtract(correction) : pathInExtract(correction);
  const words = countsInWords(place.pipeline, keeps);
  const said = [where, ...(words === '' ? [] : [`keeps out ${words}`])].filter((part) => part !== '').join('; ');
  if (id === null) return <li>{shown(said)}</li>;
  return (
    <li>
      <ToWhy place={place} kind={kind} id={id}>
        <Words of={mentionId(place.pipeline, kind, id, report.names)} />
      </ToWhy>
      {said !== '' && `, ${shown(said)}`}
    </li>
  );
}

/** Two records beside each other, pair by pair. */
function Pairs(props: Props) {
  const { place, report, kept, most } = props;
  const pairs = report.duplicates;
  return (
    <li id={duplicatesAnchor}>
      <h3>{saysOfPairs(pairs)}</h3>
      <Duplicates place={place} pairs={pairs.slice(0, most.pairs)} kept={kept} names={report.names} />
      <More
        {...props}
        {...{ anchor: duplicatesAnchor, count: pairs.length, most: most.pairs }}
        all={saysOfPairs(pairs)}
      />
    </li>
  );
}

interface MoreProps extends Pick<Props, 'place' | 'names'> {
  readonly anchor: string;
  readonly count: number;
  readonly most: number;
  /** How many there are, and of what. */
  readonly all: string;
}

/** Says that there are more, on paper too, and leads to all of them at the same place. */
function More({ place: { school }, names, anchor, count, most, all }: MoreProps) {
  if (count <= most) return null;
  const query = asQuery({ ...namedIn(names), all: 'yes' });
  return (
    <p>
      And {String(count - most)} more: <a href={`${addresses.toCorrect(school.id)}${query}#${anchor}`}>all {all}</a>.
    </p>
  );
}
