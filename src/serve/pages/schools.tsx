import { SchoolName } from '../school-name.js';
import { counted, noun } from '../../pipeline/text/counted.js';
import {
  needing,
  schoolFilters,
  type AskedSchools,
  type SchoolCounts,
  type SchoolLine,
} from '../../browse/school-list.js';
import type { TrendPoint } from '../../browse/school-runs.js';
import type { StoredHold } from '../../load/hold/stored-hold.js';
import type { ListedSchool } from '../../report/config/school-list.js';
import { addresses, partQuery } from '../addresses.js';
import { countDifferences } from '../differences.js';
import { Approval } from '../approvals.js';
import { Page } from '../layout.js';
import { List } from '../list.js';
import { Parts } from '../parts.js';
import type { PagePlace } from '../place.js';
import { Met } from '../met.js';
import { Sparkline } from '../sparkline.js';
import { Reason } from '../reason.js';
import { StatusOfSchool } from '../status-of-school.js';
import { Time } from '../time.js';
import { WhyHeld } from '../why-held.js';

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
            {unseen > 0 && asked.status !== 'unseen' && (
              <p>
                <a href={partQuery({ search: asked.search || null, status: 'unseen' }, 1)}>
                  {counted(unseen, 'school')} not seen
                </a>
                : a run expected {noun(unseen, 'it', 'them')}, and {noun(unseen, 'it', 'they')} did not arrive.
              </p>
            )}
            {isAsked && (
              <p>
                <a href={addresses.schools}>All again</a>
              </p>
            )}
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

/** Where the words of a filter are not its name. */
const filterWords: Readonly<Record<string, string>> = { [needing]: 'need somebody', unseen: 'not seen' };

function Ask({ asked, counts }: SchoolsProps) {
  return (
    <form class="ask" role="search" action={addresses.schools}>
      <label>
        Name or id
        <input type="search" name="search" value={asked.search} autocomplete="off" />
      </label>
      <label>
        Latest run
        <select name="status">
          <option value="">All</option>
          {schoolFilters.map((status) => (
            <option value={status} selected={status === asked.status}>
              {`${filterWords[status] ?? status} (${String(counts.by[status])})`}
            </option>
          ))}
        </select>
      </label>
      <button type="submit">Show</button>
    </form>
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
      rows={schools.map(({ line, line: { school, name, loadedAt, lastRun, reason }, trend, differences, hold }) => [
        <SchoolName school={school} name={name} to={addresses.school(school)} />,
        <>
          <StatusOfSchool line={line} timezone={place.pipeline.timezone} />
          {hold !== null && <Approval place={place} hold={hold} />}
        </>,
        hold !== null ? (
          <WhyHeld place={place} hold={hold} />
        ) : (
          reason !== null && <Reason school={school} text={reason} />
        ),
        <Met run={lastRun} timezone={place.pipeline.timezone} />,
        loadedAt === null ? 'never' : <Time at={loadedAt} timezone={place.pipeline.timezone} />,
        <Sparkline points={trend} timezone={place.pipeline.timezone} />,
        <a href={addresses.rules(school)}>{ownInWords(differences)}</a>,
      ])}
    />
  );
}

function ownInWords(differences: ListedSchool | null): string {
  if (differences === null) return 'none';
  if (differences.reason !== null) return 'faulty file';
  const count = countDifferences(differences);
  return counted(count, 'difference');
}
