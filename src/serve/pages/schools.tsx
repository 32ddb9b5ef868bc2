import { SchoolName } from '../school-name.js';
import { counted, noun } from '../../pipeline/text/counted.js';
import { type AskedSchools, type SchoolCounts, type SchoolLine } from '../../browse/school-list.js';
import type { TrendPoint } from '../../browse/school-runs.js';
import type { StoredHold } from '../../load/hold/stored-hold.js';
import type { ListedSchool } from '../../report/config/school-list.js';
import { Outside } from '../../report/html/words.js';
import { addresses, partQuery } from '../addresses.js';
import { countDifferences } from '../differences.js';
import { Approval } from '../approvals.js';
import { Page } from '../layout.js';
import { List } from '../list.js';
import { SchoolPills } from '../school-pills.js';
import { Parts } from '../parts.js';
import type { PagePlace } from '../place.js';
import { Met } from '../met.js';
import { Sparkline } from '../sparkline.js';
import { StatusOfSchool } from '../status-of-school.js';
import { Day } from '../time.js';
import { WhyHeld } from '../why-held.js';
import { WhyNotWell } from '../why-not-well.js';

export interface SchoolsProps {
  readonly place: PagePlace;
  readonly asked: AskedSchools;
  /** Of the schools found. */
  readonly counts: SchoolCounts;
  readonly schools: readonly ShownSchool[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
}

interface ShownSchool {
  readonly line: SchoolLine;
  /** Of the last weeks, oldest first. */
  readonly trend: readonly TrendPoint[];
  /** Null if its latest run did not hold it. */
  readonly hold: StoredHold | null;
  /** Null if it has no file of its own. */
  readonly differences: ListedSchool | null;
}

/** The schools, starting with those that failed or are held. */
export function SchoolsPage(props: SchoolsProps) {
  const { place, asked, schools, total, page, pages } = props;
  const { unseen } = props.counts.by;
  const isAsked = asked.search !== '' || asked.status !== null;
  return (
    <Page place={place} title="Schools">
      <h1>Schools</h1>
      {total === 0 && !isAsked ? (
        <p>
          {place.visitor.schools === null ? (
            <>No school has been loaded yet: a run does that.</>
          ) : (
            'None of your schools has been loaded yet.'
          )}
        </p>
      ) : (
        <>
          <Ask {...props} />
          <p role="status" id="count">
            {counted(total, 'school')}
            {isAsked ? ' found' : ''}
          </p>
          <div id="found">
            <SchoolPills counts={props.counts} asked={asked} />
            {unseen > 0 && asked.status !== 'unseen' && (
              <p>
                <a href={partQuery({ search: asked.search || null, status: 'unseen' }, 1)}>
                  {counted(unseen, 'school')} not seen
                </a>
                : a run expected {noun(unseen, 'it', 'them')}, and {noun(unseen, 'it', 'they')} did not arrive.
              </p>
            )}
            {total === 0 && <NothingFound asked={asked} />}
            {asked.status === 'held' && total > 1 && (
              <p>
                <a href={addresses.heldSchools}>Look at those that are held, and approve several</a>
              </p>
            )}
            {schools.length > 0 && <Schools place={place} schools={schools} />}
            <Parts
              page={page}
              pages={pages}
              at={(part) => partQuery({ search: asked.search || null, status: asked.status }, part)}
            />
          </div>
        </>
      )}
    </Page>
  );
}

function Ask({ asked }: SchoolsProps) {
  return (
    <form class="ask" role="search" action={addresses.schools}>
      <label>
        Name or id
        <input type="search" name="search" value={asked.search} autocomplete="off" />
      </label>
      {asked.status !== null && <input type="hidden" name="status" value={asked.status} />}
      <button type="submit">Show</button>
    </form>
  );
}

function NothingFound({ asked: { search, status } }: Pick<SchoolsProps, 'asked'>) {
  return (
    <p>
      {search === '' ? (
        'No school is like that at the moment.'
      ) : (
        <>
          No school {status === null ? '' : 'of these '}is called ‘
          <Outside text={search} />
          ’, and none has that id.
        </>
      )}{' '}
      <a href={addresses.schools}>All schools</a>
    </p>
  );
}

const columns = [
  'School',
  { label: 'Latest run', isPlain: true },
  { label: 'Why', isPlain: true },
  'Last met',
  'Last change',
  'Not through',
  'Own rules',
];

function Schools({ place, schools }: Pick<SchoolsProps, 'place' | 'schools'>) {
  return (
    <List
      name="Schools"
      caption="Those that failed come first, then those that are held, then those that did not arrive."
      columns={columns}
      rows={schools.map(({ line, line: { school, name, loadedAt, lastRun }, trend, differences, hold }) => [
        <SchoolName school={school} name={name} to={addresses.school(school)} />,
        <>
          <StatusOfSchool line={line} timezone={place.pipeline.timezone} />
          {hold !== null && <Approval place={place} hold={hold} />}
        </>,
        hold !== null ? <WhyHeld place={place} hold={hold} /> : <WhyNotWell {...{ place, line, differences }} />,
        <Met run={lastRun} timezone={place.pipeline.timezone} />,
        loadedAt === null ? 'never' : <Day at={loadedAt} timezone={place.pipeline.timezone} />,
        // Until something is loaded there is nothing to compare, so that "not noted" would be half the truth.
        loadedAt === null ? (
          <span class="quiet">nothing loaded yet</span>
        ) : (
          <Sparkline points={trend} timezone={place.pipeline.timezone} />
        ),
        differences === null ? null : <a href={addresses.rules(school)}>{ownInWords(differences)}</a>,
      ])}
    />
  );
}

function ownInWords(differences: ListedSchool): string {
  if (differences.reason !== null) return 'faulty file';
  const count = countDifferences(differences);
  return counted(count, 'difference');
}
