import { leadColumn } from '../../src/browse/columns.js';
import { everything, type Listing } from '../../src/browse/list-records.js';
import type { Pipeline, RecordKind } from '../../src/pipeline/pipeline.js';
import { addresses, listQuery, partQuery } from '../../src/serve/addresses.js';
import { routes } from '../../src/serve/routes.js';
import type { Dice } from '../schools/dice.js';
import type { Sampled, SampledRecord, SampledSchool } from './sampled-schools.js';

/** A page that many addresses ask for. */
export interface AskedPage {
  readonly name: string;
  /** The path of its route. */
  readonly route: string;
  /** Set if it is for people who have not signed in. */
  readonly isOpen?: true;
  /** In milliseconds: the most that its median may be, if that is not the usual one; null for downloads. */
  readonly most?: number | null;
  /** Another address each time, by the dice. */
  readonly at: (dice: Dice) => string;
}

/** More parts than any list has, to ask for the last one. */
const lastPart = 9_999_999;

/**
 * Pages for who has a link, has given a password, has a second factor, or asks for an account by its name: in what is
 * measured there are none. Addresses of forms lead to other pages.
 */
export const notThere: ReadonlySet<string> = new Set([
  ...['/set-password', '/sign-in/code', '/accounts/account', '/account/recovery-codes', '/account/authenticator'],
  ...['release', 'keep', 'take-back'].map((what) => `/schools/:school/held/${what}`),
  '/held/release',
  ...['/sign-in/with/:provider', '/sign-in/with/:provider/back'],
  ...['/schools/:school/:kind/type', '/schools/:school/:kind/type-all', '/account/unsaved'],
]);

/** Every page of the routes that an address asks for, for schools spread over the whole database. */
export function askedPages(pipeline: Pipeline, sampled: Sampled): AskedPage[] {
  const chosen = chosenPages(pipeline, sampled);
  const known = new Set(chosen.map(({ route }) => route));
  const others = routes.filter(
    ({ method, path }) => method === 'GET' && !path.includes(':') && !known.has(path) && !notThere.has(path),
  );
  return [
    ...chosen,
    ...others.map(({ path }) => ({
      ...{ name: path, route: path, at: () => path },
      ...(path.endsWith('.csv') ? { most: null } : {}),
    })),
  ];
}

/** The pages whose addresses name something, or which several addresses ask for. */
function chosenPages(pipeline: Pipeline, { schools, held, runs, changed }: Sampled): AskedPage[] {
  const lastRun = runs.at(-1) ?? '';
  const filtered = pipeline.records.find(({ filters }) => filters.length > 0) ?? pipeline.records[0];
  const typed = pipeline.records.find(({ local }) => local.length > 0);
  const some = (at: (school: SampledSchool, dice: Dice) => string) => (dice: Dice) => at(dice.pick(schools), dice);
  const kindOf = (dice: Dice): RecordKind => dice.pick(pipeline.records);
  const recordOf = ({ records }: SampledSchool, kind: RecordKind, dice: Dice): SampledRecord =>
    dice.pick(records.get(kind) ?? []);
  const listed = (kind: RecordKind, listing: (record: SampledRecord) => Partial<Listing>, part = 1) =>
    some((school, dice) => {
      const asked = { ...everything, ...listing(recordOf(school, kind, dice)) };
      return addresses.list(school.id, kind) + listQuery(asked, part);
    });
  const list = '/schools/:school/:kind';
  const byLead = { sort: { field: leadColumn(filtered)?.name ?? '', descending: true } };
  const found = (more: Readonly<Record<string, string>> = {}) =>
    some(({ id, groups }, dice) => addresses.found(id, dice.pick(groups), more));
  const record = (kind: (dice: Dice) => RecordKind) =>
    some((school, dice) => {
      const of = kind(dice);
      return addresses.record(school.id, of, recordOf(school, of, dice).id);
    });
  return [
    { name: 'signing in', route: '/sign-in', isOpen: true, at: () => addresses.signIn() },
    { name: 'own account', route: '/account', at: () => addresses.account },
    { name: 'who did what', route: '/audit', at: () => addresses.audit },
    { name: 'this morning', route: '/', at: () => addresses.morning },
    { name: 'schools', route: '/schools', at: () => addresses.schools },
    { name: 'schools, last part', route: '/schools', at: () => `${addresses.schools}${partQuery({}, lastPart)}` },
    {
      name: 'schools, searched',
      route: '/schools',
      at: some(({ name }) => `${addresses.schools}${partQuery({ search: name })}`),
    },
    { name: 'schools, held', route: '/schools', at: () => `${addresses.schools}${partQuery({ status: 'held' })}` },
    // The search over all schools: what many have, what few have, both, and what nobody has.
    ...Object.entries<(person: SampledRecord, other: SampledRecord, dice: Dice) => string>({
      'three letters': ({ name }) => name.slice(0, 3),
      'a whole name': ({ called }) => called,
      'an email address': ({ email, called }) => email ?? called,
      'names of two people': ({ name }, other) => `${name} ${other.called}`,
      nobody: (_, __, dice) =>
        `q${String(dice.below(1e6)).replace(/\d/g, (digit) => 'xzqvjkwypf'.charAt(Number(digit)))}`,
      'an id': ({ id }) => id,
    }).map(([what, text]) => ({
      name: `find, ${what}`,
      route: '/find',
      most: 150,
      at: some((school, dice) => {
        const people = pipeline.records.filter(({ find }) => find.length > 0);
        const [one, other] = [0, 1].map(() => recordOf(school, dice.pick(people), dice));
        return one === undefined || other === undefined ? addresses.find() : addresses.find(text(one, other, dice));
      }),
    })),
    { name: 'base rules', route: '/rules', at: () => addresses.baseRules },
    { name: 'school', route: '/schools/:school', at: some(({ id }) => addresses.school(id)) },
    { name: 'school, held', route: '/schools/:school', at: (dice) => addresses.school(dice.pick(held)) },
    { name: 'rules', route: '/schools/:school/rules', at: some(({ id }) => addresses.rules(id)) },
    { name: 'list', route: list, at: listed(filtered, () => ({})) },
    { name: 'list, last part', route: list, at: listed(filtered, () => ({}), lastPart) },
    { name: 'list, searched', route: list, at: listed(filtered, ({ name }) => ({ search: name.slice(0, 4) })) },
    { name: 'list, filtered', route: list, at: listed(filtered, ({ filters }) => ({ filters })) },
    { name: 'list, sorted', route: list, at: listed(filtered, () => byLead) },
    ...(typed === undefined ? [] : [{ name: 'list with forms', route: list, at: listed(typed, () => ({})) }]),
    ...(['csv', 'xlsx'] as const).map((ending) => ({
      name: `export, ${ending}`,
      route: `${list}/export.${ending}`,
      most: null,
      at: some(({ id }) => addresses.exported(id, filtered, ending)),
    })),
    { name: 'record', route: `${list}/record`, at: record(kindOf) },
    ...(typed === undefined ? [] : [{ name: 'record with many', route: `${list}/record`, at: record(() => typed) }]),
    {
      name: 'not coming through',
      route: '/schools/:school/not-coming-through',
      at: some(({ id }) => addresses.notThrough(id)),
    },
    { name: 'reason', route: '/schools/:school/not-coming-through/records', at: found() },
    {
      name: 'reason, last part',
      route: '/schools/:school/not-coming-through/records',
      at: found({ page: String(lastPart) }),
    },
    {
      name: 'why not',
      route: '/schools/:school/why',
      at: some(({ id, notThrough }, dice) => {
        const { kind, id: of } = dice.pick(notThrough);
        return addresses.why(id, { kind, id: of.startsWith('[') ? (JSON.parse(of) as [string, string]) : of });
      }),
    },
    {
      name: 'why',
      route: '/schools/:school/why',
      at: some((school, dice) => {
        const kind = kindOf(dice);
        return addresses.why(school.id, { kind: kind.name, id: recordOf(school, kind, dice).id });
      }),
    },
    { name: 'to correct', route: '/schools/:school/to-correct', at: some(({ id }) => addresses.toCorrect(id)) },
    ...['csv', 'txt'].map((form) => ({
      name: `to correct, ${form}`,
      route: `/schools/:school/to-correct.${form}`,
      at: some(({ id }) => `${addresses.toCorrect(id)}.${form}`),
    })),
    { name: 'held', route: '/schools/:school/held', at: (dice) => addresses.held(dice.pick(held)) },
    {
      name: 'held, csv',
      route: '/schools/:school/held.csv',
      most: null,
      at: (dice) => `${addresses.held(dice.pick(held))}.csv`,
    },
    { name: 'runs of a school', route: '/schools/:school/runs', at: some(({ id }) => addresses.runs(id)) },
    {
      name: 'run of a school',
      route: '/schools/:school/runs/:run',
      at: (dice) => addresses.run(dice.pick(changed), lastRun),
    },
    { name: 'runs', route: '/runs', at: () => addresses.allRuns },
    { name: 'run', route: '/runs/:run', at: (dice) => addresses.runOfAll(dice.pick(runs)) },
  ];
}
