import { findById, findNotThrough } from '../../browse/find-by-id.js';
import { findPeople, type FoundId, type FoundIds } from '../../browse/find-people.js';
import { readFound, type FoundPerson } from '../../browse/found-people.js';
import { namesOfSchools, schoolsToSearch } from '../../browse/schools-to-search.js';
import type { Store } from '../../load/dialect.js';
import { isPerhapsId } from '../../pipeline/text/search-words.js';
import { byNaturalOrder } from '../../pipeline/text/folding.js';
import { byCodeUnit, normalise } from '../../pipeline/text/text.js';
import { addresses } from '../addresses.js';
import { longestSought } from '../find-form.js';
import { lookUpsFor } from '../names-for.js';
import { FindPage, type ExtractSearch, type FoundCounts, type Only } from '../pages/find.js';
import type { Route, Visit } from '../route.js';
import { sees } from '../visitor.js';

/** More than this are too many to look through; another word finds fewer. */
const mostFound = 50;

/** Finds people of all schools that the visitor sees. */
export const find: readonly Route[] = [
  {
    method: 'GET',
    path: '/find',
    needs: 'viewer',
    answer: (visit) =>
      visit.db.reading(async (store) => {
        const { pipeline, visitor, query } = visit;
        const text = normalise(query.text('q').slice(0, longestSought));
        const asked = query.text('school');
        const schools = await schoolsToSearch(store, visitor.schools);
        const near = schools.length === 1 ? (schools[0] ?? null) : schools.includes(asked) ? asked : null;
        const only = onlyIn(query, pipeline, schools);
        const inOrder = near === null ? schools : [near, ...schools.filter((school) => school !== near)];
        const some = only.school === null ? inOrder : [only.school];
        const { people, out, isMore, counts } = await sought(store, visit, { schools: some, only, text });
        const shown = [...people, ...out].map(({ school }) => school);
        const all = [...shown, ...counts.bySchool.map(([school]) => school)].concat(near ?? [], only.school ?? []);
        const names = await namesOfSchools(store, [...new Set(all)]);
        const sorted = inOrderOfNames(people, near);
        // Who has one school keeps its menu.
        const own = visitor.schools?.size === 1 && near !== null;
        const school = own ? { id: near, name: names.get(near) ?? null, asOf: null } : null;
        const place = { pipeline, visitor, school, at: addresses.find(), sought: { text, near } };
        const extract = extractOf(visit, near, names);
        const mayLookUp = lookUpsFor(visit) !== null;
        return {
          page: FindPage({ place, people: sorted, out, isMore, only, counts, schools: names, extract, mayLookUp }),
        };
      }),
  },
];

function onlyIn(query: Visit['query'], { records }: Visit['pipeline'], schools: readonly string[]): Only {
  const searched = records.filter(({ find }) => find.length > 0);
  const kind = query.oneOf(
    'kind',
    searched.map(({ name }) => name),
  );
  return { kind: searched.find(({ name }) => name === kind) ?? null, school: query.oneOf('in', schools) };
}

interface Sought {
  readonly people: readonly FoundPerson[];
  readonly out: readonly FoundId[];
  readonly isMore: boolean;
  readonly counts: FoundCounts;
}

interface Asked {
  readonly schools: readonly string[];
  readonly only: Only;
  readonly text: string;
}

async function sought(store: Store, { pipeline }: Visit, { schools, only, text }: Asked): Promise<Sought> {
  const none = { byKind: [], bySchool: [], isWhole: true };
  if (text === '') return { people: [], out: [], isMore: false, counts: none };
  const of = { records: only.kind === null ? pipeline.records : [only.kind] };
  const byName = await findPeople(store, of, schools, text, mostFound);
  const nobody: FoundIds = { found: [], isMore: false };
  // What has an @ is an address; as an id it is looked for where nobody has it.
  const isId = isPerhapsId(text) && (!text.includes('@') || byName.found.length === 0);
  const byId = isId ? await findById(store, of, schools, text, mostFound) : nobody;
  const out = await findNotThrough(store, of, schools, text, mostFound);
  const all = [...out.found.map((one) => ({ one, isOut: true })), ...once([...byId.found, ...byName.found])];
  const some = all.slice(0, mostFound);
  const met = [...out.found, ...once([...byId.found, ...byName.met]).map(({ one }) => one)];
  return {
    people: await readFound(
      store,
      pipeline,
      some.filter(({ isOut }) => !isOut).map(({ one }) => one),
    ),
    out: some.filter(({ isOut }) => isOut).map(({ one }) => one),
    isMore: all.length > mostFound || byName.isMore || byId.isMore || out.isMore,
    counts: { ...countsOf(met), isWhole: byName.isWhole && !byId.isMore && !out.isMore },
  };
}

/** The most first. */
function countsOf(met: readonly FoundId[]): Pick<FoundCounts, 'byKind' | 'bySchool'> {
  const byMost = <K>(keys: readonly K[]): (readonly [K, number])[] => {
    const counts = new Map<K, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return [...counts].sort(([, a], [, b]) => b - a);
  };
  return { byKind: byMost(met.map(({ kind }) => kind)), bySchool: byMost(met.map(({ school }) => school)) };
}

/** The id of one person may be in the email address of another, or in their own. */
function once(found: readonly FoundId[]): { readonly one: FoundId; readonly isOut: boolean }[] {
  const all = new Map(found.map((one) => [JSON.stringify([one.school, one.kind.name, one.id]), one]));
  return Array.from(all.values(), (one) => ({ one, isOut: false }));
}

/** First those of the school that the visitor comes from, then those who are still there. */
function inOrderOfNames(people: readonly FoundPerson[], near: string | null): FoundPerson[] {
  const rank = ({ school, leftAt }: FoundPerson): number => (school === near ? 0 : 2) + (leftAt === null ? 0 : 1);
  return [...people].sort(
    (a, b) => rank(a) - rank(b) || byCodeUnit(a.order, b.order) || byNaturalOrder(a.name, b.name),
  );
}

function extractOf(visit: Visit, near: string | null, names: ReadonlyMap<string, string>): ExtractSearch | null {
  if (near === null || lookUpsFor(visit) === null || !sees(visit.visitor, near)) return null;
  return { school: near, name: names.get(near) ?? near, token: visit.token() };
}
