import { counted } from '../../pipeline/text/counted.js';
import type { CorrectionGroup } from '../../report/findings/correction-groups.js';
import { verdict } from '../../report/findings/headline.js';
import { holdingChoices } from '../../report/findings/holding-choices.js';
import { partsOf, Point, pointInWords, type Part } from '../../report/findings/points.js';
import type { Mender, ReportedSchool } from '../../report/findings/report.js';
import { shown } from '../../report/html/shown.js';
import { howMany } from '../../words/words.js';
import { addresses } from '../addresses.js';
import { HoldingChoiceItem } from '../holding-choice.js';
import { Page } from '../layout.js';
import type { ShownNames } from '../names-for.js';
import { NotThroughInWords } from '../not-through-in-words.js';
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

const titles: Readonly<Record<Mender, string>> = { school: 'By the school', supplier: 'For the MIS supplier' };

/** Likely duplicates come last of what is for the supplier. */
interface ShownPart extends Part {
  readonly pairs: ReportedSchool['duplicates'];
}

/**
 * One numbered list to work through, or to print and give away: what the school corrects in the MIS, and what its
 * supplier does.
 */
export function ToCorrectPage(props: Props) {
  const { place, report } = props;
  const parts = shownParts(report);
  return (
    <Page place={place} title={title} asOf={report.at}>
      <h1>{title}</h1>
      {report.status === 'failed' ? (
        <p class="failed">{shown(report.reason ?? '')}</p>
      ) : (
        <>
          <p>
            <LastRunAt at={report.at} timezone={place.pipeline.timezone} held={report.held === true} />{' '}
            {shown(verdict(report))}
            {report.held === true && (
              <>
                {' '}
                <NotThroughInWords place={place} sections={report.sections} />
              </>
            )}
          </p>
          <Holding {...props} />
          <Ways {...props} parts={parts} />
          <Contents {...props} parts={parts} />
          {parts.map((part) => (
            <section class="part">
              <h2>{titles[part.who]}</h2>
              <p>{part.note}</p>
              <ol class="points" start={part.first}>
                {part.groups.map((group) => (
                  <LinkedPoint {...props} group={group} />
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

/** What keeps a whole school out is done before all that is numbered. */
function Holding({ place, report }: Props) {
  const choices = holdingChoices(report);
  if (choices.length === 0) return null;
  return (
    <section class="part">
      <h2>First, what holds the school</h2>
      <ul>
        {choices.map((choice) => (
          <HoldingChoiceItem {...{ place, choice }} />
        ))}
      </ul>
    </section>
  );
}

function shownParts(report: ReportedSchool): ShownPart[] {
  return partsOf(report)
    .map((part) => ({ ...part, pairs: part.who === 'supplier' ? report.duplicates : [] }))
    .filter(({ groups, pairs }) => groups.length + pairs.length > 0);
}

/** What the list has, number by number, if that does not show at a glance. */
function Contents({ place: { pipeline }, parts }: Props & { readonly parts: readonly ShownPart[] }) {
  const points = parts.map(({ who, first, groups, pairs }) => ({
    of: titles[who],
    first,
    entries: [
      ...groups.map((group) => ({ anchor: group.anchor, says: pointInWords(pipeline, group) })),
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

function saysOfPairs(pairs: ReportedSchool['duplicates']): string {
  return counted(pairs.length, 'likely duplicate');
}

/** The list in other forms. */
function Ways({
  place: { school },
  parts,
  most,
  names,
  mayShowNames,
}: Props & { readonly parts: readonly ShownPart[] }) {
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

function isCut(parts: readonly ShownPart[], most: Props['most']): boolean {
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

/** One kind of correction, each record with a link to its explanation. */
function LinkedPoint(props: Props & { readonly group: CorrectionGroup }) {
  const { place, report, most, group } = props;
  const { pipeline } = place;
  const { anchor, kind, rule, corrections } = group;
  const count = corrections.length;
  return (
    <Point
      {...{ pipeline, report, group, anchor }}
      level={3}
      most={most.records}
      linked={({ id }, mention) => (
        <ToWhy place={place} kind={kind} id={id}>
          {mention}
        </ToWhy>
      )}
    >
      <More {...props} {...{ anchor, count }} most={most.records} all={howMany(pipeline, { kind, rule, count })} />
    </Point>
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
