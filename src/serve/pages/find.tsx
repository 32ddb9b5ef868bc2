import type { BesidePerson, FoundPerson } from '../../browse/found-people.js';
import type { FoundId } from '../../browse/find-people.js';
import type { RecordKind } from '../../pipeline/pipeline.js';
import { counted } from '../../pipeline/text/counted.js';
import { Outside } from '../../report/html/words.js';
import { capital } from '../../pipeline/text/text.js';
import { label } from '../../words/words.js';
import { addresses, partQuery } from '../addresses.js';
import { Name } from '../cut.js';
import { longestSought } from '../find-form.js';
import { Page } from '../layout.js';
import { LinkedName } from '../linked-name.js';
import { List } from '../list.js';
import { Pills } from '../pills.js';
import type { PagePlace } from '../place.js';
import { Time } from '../time.js';

export interface FindProps {
  readonly place: PagePlace & { readonly sought: NonNullable<PagePlace['sought']> };
  readonly people: readonly FoundPerson[];
  /** Those whose id was typed and who do not come through. */
  readonly out: readonly FoundId[];
  readonly isMore: boolean;
  readonly only: Only;
  readonly counts: FoundCounts;
  /** The names of all these schools, by id. */
  readonly schools: ReadonlyMap<string, string>;
  /** Where the extract of the school can be searched by name for those who do not come through; null if it cannot. */
  readonly extract: ExtractSearch | null;
  /** Whether the visitor may search extracts, from pages of their schools. */
  readonly mayLookUp: boolean;
}

/** To what a search is narrowed; null each if it is not. */
export interface Only {
  readonly kind: RecordKind | null;
  readonly school: string | null;
}

/** How many were found of each kind and in each school, the most first. */
export interface FoundCounts {
  readonly byKind: readonly (readonly [RecordKind, number])[];
  readonly bySchool: readonly (readonly [string, number])[];
  /** Whether that is all: a frequent name is not counted in every school. */
  readonly isWhole: boolean;
}

export interface ExtractSearch {
  readonly school: string;
  readonly name: string;
  readonly token: string;
}

/** People of all schools that the visitor sees, in one list. */
export function FindPage(props: FindProps) {
  const { place, people, out, extract, mayLookUp } = props;
  const { text } = place.sought;
  return (
    <Page place={place} title="Find a person">
      <h1>Find a person</h1>
      <p role="status" id="count">
        {inWords(props)}
      </p>
      {text === '' && <AskHere near={place.sought.near} />}
      <div id="found">
        <Narrower {...props} />
        {people.length + out.length > 0 && <Found {...props} />}
        {text !== '' && <NotThrough extract={extract} text={text} mayLookUp={mayLookUp} />}
      </div>
      <p class="quiet">
        The beginnings of names are enough, in any order: “luk now” finds Łukasz Nowak. A word of one or two letters is
        found only as it is. An email address counts from its beginning, an id as a whole.
      </p>
      <label class="choice" hidden>
        <input type="checkbox" id="find-key" />
        The key / leads to the search, on every page
      </label>
    </Page>
  );
}

function inWords({ place, people, out, isMore }: FindProps): string {
  const count = people.length + out.length;
  if (place.sought.text === '') return 'Type a name, an email address or an id.';
  if (isMore)
    return `More than ${String(count)} people found. These are some of them: type more of the name, or choose one of these.`;
  if (count === 0) return 'Nobody found in the schools that you see.';
  return `${counted(count, 'person', 'people')} found`;
}

/** More schools than these are too many to choose from. */
const mostSchools = 12;

/** The way on from too many: one kind, one school, each with how many were found. */
function Narrower({ place, isMore, only, counts: { byKind, bySchool, isWhole }, schools }: FindProps) {
  if (!isMore && only.kind === null && only.school === null) return null;
  const { pipeline, sought } = place;
  const to = (kind: RecordKind | null, school: string | null) =>
    `${addresses.find()}${partQuery({ q: sought.text, school: sought.near, kind: kind?.name ?? null, in: school })}`;
  const many = (count: number): string => `${String(count)}${isWhole ? '' : ' or more'}`;
  const allOfKinds = { words: 'All', count: null, to: to(null, only.school), isHere: only.kind === null };
  const allSchools = { words: 'All schools', count: null, to: to(only.kind, null), isHere: only.school === null };
  const called = (school: string): string => {
    const name = schools.get(school) ?? school;
    return ofOneName(schools, school) ? `${name} (${school})` : name;
  };
  return (
    <>
      <Pills
        name="Of one kind"
        pills={[
          allOfKinds,
          ...byKind.map(([kind, count]) => ({
            words: capital(label(pipeline, kind.name, 2)),
            ...{ count: many(count), to: to(kind, only.school), isHere: kind === only.kind },
          })),
        ]}
      />
      {schools.size > 1 && (
        <Pills
          name="In one school"
          pills={[
            allSchools,
            ...bySchool.slice(0, mostSchools).map(([school, count]) => ({
              words: called(school),
              ...{ count: many(count), to: to(only.kind, school), isHere: school === only.school },
            })),
          ]}
        />
      )}
    </>
  );
}

function Found({ place, people, out, schools }: FindProps) {
  const { pipeline } = place;
  const where = ({ kind, school }: FoundId, about: readonly string[]) => [
    <Name text={[capital(label(pipeline, kind.name, 1)), ...about].join(', ')} />,
    <>
      <a href={addresses.school(school)}>
        <Name text={schools.get(school) ?? school} />
      </a>
      {ofOneName(schools, school) && (
        <span class="quiet">
          {' '}
          (<Outside text={school} />)
        </span>
      )}
    </>,
  ];
  return (
    <List
      name="People found"
      columns={['Name', { label: 'Who', isPlain: true }, { label: 'School', isPlain: true }, 'With']}
      rows={[
        ...out.map((one) => [
          <a href={addresses.why(one.school, { kind: one.kind.name, id: one.id })}>
            <Name text={one.id} />
          </a>,
          ...where(one, []),
          'Does not come through',
        ]),
        ...people.map((one) => [
          <>
            <a href={addresses.record(one.school, one.kind, one.id)}>
              <Name text={one.name === '' ? '(blank)' : one.name} />
            </a>
            {one.leftAt !== null && (
              <span class="quiet">
                {' '}
                left <Time at={one.leftAt} timezone={pipeline.timezone} />
              </span>
            )}
          </>,
          ...where(one, one.about),
          one.beside.length === 0 ? (
            <span class="quiet">nobody</span>
          ) : (
            <Beside school={one.school} people={one.beside} />
          ),
        ]),
      ]}
    />
  );
}

/** Whether another of the schools is called the same, so that only its id tells them apart. */
function ofOneName(schools: ReadonlyMap<string, string>, school: string): boolean {
  const name = schools.get(school);
  return [...schools].some(([other, its]) => other !== school && its === name);
}

/** More than these make rows too high to compare. */
const mostBeside = 3;

function Beside({ school, people }: { readonly school: string; readonly people: readonly BesidePerson[] }) {
  const more = people.length - mostBeside;
  return (
    <span>
      {people.slice(0, mostBeside).map(({ kind, id, name, about, ofFound, said }, at) => (
        <>
          {at > 0 && '; '}
          {ofFound.length > 0 && <Outside text={`${ofFound.join(', ')} of `} />}
          <LinkedName {...{ school, kind, id, name }} about={about.join(', ')} said={said.join(', ')} />
        </>
      ))}
      {more > 0 && ` and ${String(more)} more`}
    </span>
  );
}

/** The same field as above, where the eye is. */
function AskHere({ near }: { readonly near: string | null }) {
  return (
    <form class="ask" action={addresses.find()}>
      <label>
        Name, email address or id
        <input type="search" name="q" autocomplete="off" maxlength={longestSought} />
      </label>
      {near !== null && <input type="hidden" name="school" value={near} />}
      <button type="submit">Find the person</button>
    </form>
  );
}

function wayTo(mayLookUp: boolean): string {
  return mayLookUp
    ? 'Search from a page of their school, which looks into its extract, or type the id from the MIS.'
    : 'Ask a colleague who may edit, or type the id from the MIS.';
}

/** The tables have no names of those who do not come through. */
function NotThrough({
  extract,
  text,
  mayLookUp,
}: {
  readonly extract: ExtractSearch | null;
  readonly text: string;
  readonly mayLookUp: boolean;
}) {
  return (
    <section class="ask-why" aria-labelledby="not-through">
      <h2 id="not-through">Somebody who does not come through?</h2>
      {extract === null ? (
        <p>Their names are not kept here. {wayTo(mayLookUp)}</p>
      ) : (
        <>
          <p>They are found here by their id. Their names are only in the extract of each school.</p>
          {/* A name in an address would stay in the browser's history. */}
          <form class="ask" method="post" action={addresses.lookUp(extract.school)}>
            <input type="hidden" name="_csrf" value={extract.token} />
            <input type="hidden" name="words" value={text} />
            <button type="submit">
              Search the extract of <Outside text={extract.name} />
            </button>
          </form>
        </>
      )}
    </section>
  );
}
