import type { BesidePerson, FoundPerson } from '../../browse/found-people.js';
import type { FoundId } from '../../browse/find-people.js';
import { counted } from '../../pipeline/text/counted.js';
import { Outside } from '../../report/html/words.js';
import { addresses } from '../addresses.js';
import { Name } from '../cut.js';
import { Page } from '../layout.js';
import { LinkedName } from '../linked-name.js';
import { List } from '../list.js';
import type { PagePlace } from '../place.js';
import { Time } from '../time.js';

export interface FindProps {
  readonly place: PagePlace & { readonly sought: NonNullable<PagePlace['sought']> };
  readonly people: readonly FoundPerson[];
  /** Those whose id was typed and who do not come through. */
  readonly out: readonly FoundId[];
  readonly isMore: boolean;
  /** The names of all these schools, by id. */
  readonly schools: ReadonlyMap<string, string>;
  /** Where the extract of the school can be searched by name for those who do not come through; null if it cannot. */
  readonly extract: ExtractSearch | null;
}

export interface ExtractSearch {
  readonly school: string;
  readonly name: string;
  readonly token: string;
}

/** People of all schools that the visitor sees, in one list. */
export function FindPage(props: FindProps) {
  const { place, people, out, extract } = props;
  const { text } = place.sought;
  return (
    <Page place={place} title="Find a person">
      <h1>Find a person</h1>
      <p role="status" id="count">
        {inWords(props)}
      </p>
      <div id="found">
        {people.length + out.length > 0 && <Found {...props} />}
        {text !== '' && <NotThrough extract={extract} text={text} />}
      </div>
      <p class="quiet">
        The beginnings of names are enough, in any order: “luk now” finds Łukasz Nowak. A word of one or two letters is
        found only as it is. An email address counts from its beginning, an id as a whole.
      </p>
    </Page>
  );
}

function inWords({ place, people, out, isMore }: FindProps): string {
  const count = people.length + out.length;
  if (place.sought.text === '') return 'Type a name, an email address or an id above.';
  if (isMore) return `More than ${String(count)} people found. These are some of them: type more of the name.`;
  if (count === 0) return 'Nobody found in the schools that you see.';
  return `${counted(count, 'person', 'people')} found`;
}

function Found({ place, people, out, schools }: FindProps) {
  const { pipeline } = place;
  const where = ({ kind, school }: FoundId, about: readonly string[]) => [
    <span class="short">{kind.label}</span>,
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
      {about.length > 0 && (
        <>
          {', '}
          <Name text={about.join(', ')} />
        </>
      )}
    </>,
  ];
  return (
    <List
      name="People found"
      columns={['Name', 'List', 'School and class', 'With']}
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
          one.beside.length === 0 ? null : <Beside school={one.school} people={one.beside} />,
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
      {people.slice(0, mostBeside).map(({ kind, id, name, said }, at) => (
        <>
          {at > 0 && ', '}
          <LinkedName {...{ school, kind, id, name, said }} />
        </>
      ))}
      {more > 0 && ` and ${String(more)} more`}
    </span>
  );
}

/** The tables have no names of those who do not come through. */
function NotThrough({ extract, text }: { readonly extract: ExtractSearch | null; readonly text: string }) {
  return (
    <section class="ask-why" aria-labelledby="not-through">
      <h2 id="not-through">Somebody who does not come through?</h2>
      <p>
        They are found here by their id, in all schools, but not by name.
        {extract === null &&
          ' By name, an editor finds them in the extract of one school, if the pages have extracts: on the page Not coming through of that school.'}
      </p>
      {extract !== null && (
        // A name in an address would stay in the browser's history.
        <form class="ask" method="post" action={addresses.lookUp(extract.school)}>
          <input type="hidden" name="_csrf" value={extract.token} />
          <input type="hidden" name="words" value={text} />
          <button type="submit">
            Search the extract of <Outside text={extract.name} />
          </button>
        </form>
      )}
    </section>
  );
}
