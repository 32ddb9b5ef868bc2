import { SchoolName } from '../school-name.js';
import type { RunLine, SchoolInRun, UnseenInRun } from '../../browse/runs.js';
import type { StoredHold } from '../../load/hold/stored-hold.js';
import { numberInWords } from '../../words/number-words.js';
import { addresses, partQuery } from '../addresses.js';
import { Page } from '../layout.js';
import { List } from '../list.js';
import { NotSeen } from '../not-seen.js';
import { outcomesInWords } from '../outcomes.js';
import { Parts } from '../parts.js';
import { standingAfter } from '../paused.js';
import type { PagePlace } from '../place.js';
import { Status } from '../status.js';
import { Time } from '../time.js';
import { Took } from '../took.js';
import { WhyOfRun } from '../why-held.js';
import { runStatus } from './all-runs.js';

interface Props {
  readonly place: PagePlace;
  readonly run: RunLine;
  readonly schools: readonly SchoolInRun[];
  /** What is held now, by school. */
  readonly holds: ReadonlyMap<string, StoredHold>;
  readonly unseen: readonly UnseenInRun[];
  readonly page: number;
  readonly pages: number;
}

/** One run over all schools that the visitor sees. */
export function RunPage({ place, run, schools, holds, unseen, page, pages }: Props) {
  const { id, startedAt, status, part, counts } = run;
  const standing = (...of: readonly string[]) => schools.filter((school) => of.includes(standingAfter(school)));
  const needed = standing('failed', 'held');
  const paused = standing('paused');
  const well = schools.filter((school) => !needed.includes(school) && !paused.includes(school));
  return (
    <Page place={place} title="Run">
      <h1>
        Run of <Time at={startedAt} timezone={place.pipeline.timezone} />
      </h1>
      <dl>
        <dt>Run</dt>
        <dd>{runStatus(status)}</dd>
        {part !== null && (
          <>
            <dt>Part of the night</dt>
            <dd>{part}</dd>
          </>
        )}
        <dt>Schools</dt>
        <dd>{outcomesInWords(counts) || 'none'}</dd>
        <Took run={run} />
      </dl>
      {page === 1 && <Unseen place={place} unseen={unseen} />}
      <h2>Schools</h2>
      {schools.length === 0 ? (
        <p class="quiet">None.</p>
      ) : (
        <>
          {needed.length > 0 && (
            <WithWhy name="Schools that failed or were held" {...{ place, run, holds }} schools={needed} />
          )}
          {paused.length > 0 && <WithWhy name="Schools that are paused" {...{ place, run, holds }} schools={paused} />}
          {well.length > 0 && (
            <details open={needed.length === 0 && unseen.length === 0}>
              <summary>{pages > 1 ? 'Up to date' : `${numberInWords(well.length)} up to date`}</summary>
              <List
                name="Schools that were loaded or unchanged"
                columns={['School', { label: 'Outcome', isPlain: true }]}
                rows={well.map((school) => [<School run={id} of={school} />, <Status of={school.status} />])}
              />
            </details>
          )}
        </>
      )}
      <Parts page={page} pages={pages} at={(part) => `${addresses.runOfAll(id)}${partQuery({}, part)}`} />
    </Page>
  );
}

function WithWhy({
  name,
  place,
  run: { id },
  schools,
  holds,
}: Pick<Props, 'place' | 'run' | 'schools' | 'holds'> & { readonly name: string }) {
  return (
    <List
      name={name}
      columns={['School', { label: 'Outcome', isPlain: true }, { label: 'Why', isPlain: true }]}
      rows={schools.map((school) => [
        <School run={id} of={school} />,
        <Status of={standingAfter(school)} />,
        <WhyOfRun
          place={place}
          school={school.school ?? ''}
          run={{ ...school, id }}
          hold={holds.get(school.school ?? '') ?? null}
        />,
      ])}
    />
  );
}

function Unseen({ place, unseen }: Pick<Props, 'place' | 'unseen'>) {
  if (unseen.length === 0) return null;
  return (
    <>
      <h2>Schools that did not arrive</h2>
      <List
        name="Schools that did not arrive"
        caption="Earlier runs of the same inputs met them; their data stays as it was."
        columns={['School', { label: 'Seen', isPlain: true }]}
        rows={unseen.map(({ school, name, lastMet }) => [
          <SchoolName school={school} name={name} to={addresses.school(school)} />,
          <NotSeen since={lastMet} timezone={place.pipeline.timezone} />,
        ])}
      />
    </>
  );
}

/** One that was never loaded has no pages. */
function School({ run, of: { school, name, isKnown } }: { readonly run: string; readonly of: SchoolInRun }) {
  if (school === null) return <>(its document does not say which)</>;
  return <SchoolName school={school} name={name} to={isKnown ? addresses.run(school, run) : null} />;
}
