import type { NightFigures } from '../../browse/nights.js';
import type { RunLine } from '../../browse/runs.js';
import {
  approvedNow,
  inPause,
  needing,
  wellKept,
  type SchoolCounts,
  type SchoolLine,
} from '../../browse/school-list.js';
import { daysIn } from '../../pipeline/guard/day.js';
import { counted, joined, noun } from '../../pipeline/text/counted.js';
import { addresses, partQuery } from '../addresses.js';
import { BehindNotice } from '../behind.js';
import { Page } from '../layout.js';
import { NextStep, SinceWhen, type NeedingSchool } from '../needing.js';
import { NightBars } from '../night-bars.js';
import { List } from '../list.js';
import { NightPlots } from '../night-plots.js';
import { Parts } from '../parts.js';
import type { PagePlace } from '../place.js';
import { SchoolName } from '../school-name.js';
import { SchoolPills } from '../school-pills.js';
import { Status } from '../status.js';
import { Clock, Time } from '../time.js';
import type { HowOld } from '../rereading.js';
import { WhyHeld } from '../why-held.js';
import { WhyNotWell } from '../why-not-well.js';

/** A day, YYYY-MM-DD, and what its runs say of the schools together. */
export interface DayOfNights extends NightFigures {
  readonly day: string;
  /** The last run that began on it; null if there is none. */
  readonly run: string | null;
  /** How many began on it. */
  readonly runs: number;
}

interface Props {
  readonly place: PagePlace;
  readonly howOld: HowOld;
  readonly counts: SchoolCounts;
  /** Null if there is none. */
  readonly latest: RunLine | null;
  /** A part of those that need somebody. */
  readonly schools: readonly NeedingSchool[];
  readonly page: number;
  readonly pages: number;
  readonly days: readonly DayOfNights[];
}

/** Whether all is well, and if not, which schools need somebody: what who sees several schools looks at first. */
export function MorningPage(props: Props) {
  const { place, howOld, schools, page, pages, days } = props;
  const { all, by } = props.counts;
  return (
    <Page place={place} title="This morning" asOf={props.latest?.startedAt ?? null}>
      <h1>This morning</h1>
      <BehindNotice place={place} howOld={howOld} />
      {all === 0 ? (
        <p>
          {place.visitor.schools === null
            ? 'No school has been loaded yet: a run does that.'
            : 'None of your schools has been loaded yet.'}
        </p>
      ) : (
        <>
          <p class="quiet">
            <Latest latest={props.latest} timezone={place.pipeline.timezone} />
          </p>
          <Answer {...props} />
          <SchoolPills counts={props.counts} asked={null} />
          {by[needing] > 0 && (
            <>
              <h2 id="need">Schools that need somebody</h2>
              <Needing place={place} schools={schools} total={by[needing]} />
              <Parts page={page} pages={pages} at={(part) => partQuery({}, part)} />
              {undecided(by) > 1 && (
                <p>
                  <a href={addresses.heldSchools}>Look at those that are held, and approve several</a>
                </p>
              )}
            </>
          )}
          <h2>The last {String(days.length)} days</h2>
          <NightBars days={days} />
          <NightPlots days={days} />
        </>
      )}
    </Page>
  );
}

function Latest({ latest, timezone }: { latest: RunLine | null; timezone: string }) {
  if (latest === null) return <>There is no run.</>;
  const { startedAt, finishedAt, status } = latest;
  const isOneDay = finishedAt !== null && dayIn(startedAt, timezone) === dayIn(finishedAt, timezone);
  return (
    <>
      <a href={addresses.runOfAll(latest.id)}>The latest run</a> began on <Time at={startedAt} timezone={timezone} />
      {finishedAt !== null ? (
        <>
          {status === 'interrupted' ? ' and was interrupted ' : ' and ended '}
          {isOneDay ? (
            <>
              at <Clock at={finishedAt} timezone={timezone} />
            </>
          ) : (
            <>
              on <Time at={finishedAt} timezone={timezone} />
            </>
          )}
          .
        </>
      ) : (
        '. It has not ended.'
      )}
    </>
  );
}

function dayIn(at: string, timezone: string): string {
  return daysIn(timezone)(new Date(at));
}

/** Of those that are held, how many are not approved by as many as it takes. */
function undecided(by: SchoolCounts['by']): number {
  return by.held - by[approvedNow];
}

/** The answer in one sentence; what is not is not said. */
function Answer({ counts: { all, by } }: Props) {
  const said = (count: number, words: string): string[] => (count === 0 ? [] : [`${String(count)} ${words}`]);
  const wrong = [
    ...said(by.failed, 'failed'),
    ...said(undecided(by), noun(undecided(by), 'is held', 'are held')),
    ...said(by.unseen, noun(by.unseen, 'was not seen', 'were not seen')),
  ];
  const [approved, paused] = [by[approvedNow], by[inPause]];
  const quiet = [
    ...said(approved, noun(approved, 'is approved and goes through tonight', 'are approved and go through tonight')),
    ...said(paused, noun(paused, 'is paused', 'are paused')),
  ];
  const sentences = [wrong, quiet].filter((of) => of.length > 0).map((of) => `${joined(of)}.`);
  const well = by[wellKept];
  if (well === all)
    return (
      <p class="lead">
        <strong>{all === 1 ? 'The school is' : `All ${String(all)} schools are`} up to date.</strong>
      </p>
    );
  return (
    <p class="lead">
      <strong>
        {String(well)} of {counted(all, 'school')} {noun(well, 'is', 'are')} up to date.
      </strong>{' '}
      {sentences.join(' ')}
    </p>
  );
}

interface NeedingProps {
  readonly place: PagePlace;
  readonly schools: readonly NeedingSchool[];
  readonly total: number;
}

function Needing({ place, schools, total }: NeedingProps) {
  const { timezone } = place.pipeline;
  return (
    <List
      name="Schools that need somebody"
      caption={`${counted(total, 'school')}${total === 1 ? '' : ', those that failed first'}. Nothing was changed by the runs that failed or held ${noun(total, 'it', 'them')}.`}
      columns={[
        'School',
        { label: 'Outcome', isPlain: true },
        { label: 'Since', isPlain: true },
        { label: 'What happened', isPlain: true },
        'Next step',
      ]}
      rows={schools.map((school) => [
        <SchoolName school={school.line.school} name={school.line.name} to={addresses.school(school.line.school)} />,
        <Outcome line={school.line} />,
        <SinceWhen school={school} timezone={timezone} />,
        <Happened place={place} school={school} />,
        <NextStep place={place} school={school} />,
      ])}
    />
  );
}

/** Since when is in the next column. */
function Outcome({ line: { status, isUnseen } }: { readonly line: SchoolLine }) {
  const ended = status === 'failed' || status === 'held' ? [status] : [];
  return (
    <>
      {[...ended, ...(isUnseen ? ['unseen'] : [])].map((one) => (
        <>
          <Status of={one} />{' '}
        </>
      ))}
    </>
  );
}

function Happened({ place, school: { line, hold } }: { place: PagePlace; school: NeedingSchool }) {
  if (line.status === 'held' && hold !== null) return <WhyHeld place={place} hold={hold} />;
  return <WhyNotWell place={place} line={line} saysTurn={false} />;
}
