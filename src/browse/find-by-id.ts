import { moreAndMore } from './more-and-more.js';
import { guarded } from '../load/guarded.js';
import type { Store } from '../load/dialect.js';
import type { Pipeline, RecordKind } from '../pipeline/pipeline.js';
import type { FoundId, FoundIds } from './find-people.js';

/** People with this id in their tables, in the order of the schools. */
export async function findById(
  store: Pick<Store, 'knex'>,
  { records }: Pick<Pipeline, 'records'>,
  schools: readonly string[],
  id: string,
  most: number,
): Promise<FoundIds> {
  const kinds = new Map(records.filter(({ find }) => find.length > 0).map((kind) => [kind.name, kind]));
  const found: FoundId[] = [];
  for (const some of moreAndMore(schools, () => most + 1 - found.length)) {
    const places = new Map(some.map((school, at) => [school, at]));
    const rows = await schoolsWith(store, [...kinds.values()], some, id);
    rows.sort((a, b) => (places.get(a.school) ?? 0) - (places.get(b.school) ?? 0));
    for (const { school, kind: name } of rows) {
      const kind = kinds.get(name);
      if (kind !== undefined) found.push({ school, kind, id });
    }
  }
  return { found: found.slice(0, most), isMore: found.length > most };
}

/** More of them, with as many schools, would be more values than a statement may have. */
const kindsAtOnce = 20;

/** In the order of the kinds. */
async function schoolsWith(
  { knex }: Pick<Store, 'knex'>,
  kinds: readonly RecordKind[],
  schools: readonly string[],
  id: string,
): Promise<{ school: string; kind: string }[]> {
  const found: { school: string; kind: string }[] = [];
  for (let from = 0; from < kinds.length; from += kindsAtOnce) {
    const [first, ...others] = kinds.slice(from, from + kindsAtOnce).map(({ name, table }) =>
      knex(table)
        .whereIn('school_id', schools)
        .where({ id })
        .select({ school: 'school_id', kind: knex.raw('?', [name]) }),
    );
    if (first === undefined) continue;
    const rows: unknown = await guarded('Reading the tables of people', () => first.unionAll(others));
    found.push(...(rows as { school: string; kind: string }[]));
  }
  return found;
}

/** Records with this id that the latest run of their school kept out, in the order of the schools. */
export async function findNotThrough(
  { knex }: Pick<Store, 'knex'>,
  { records }: Pick<Pipeline, 'records'>,
  schools: readonly string[],
  id: string,
  most: number,
): Promise<FoundIds> {
  const rows = await guarded('Reading table findings', () =>
    knex<{ school_id: string; kind: string; record_id: string; severity: string }>('findings')
      .where({ record_id: id, severity: 'excluded' })
      .distinct('school_id', 'kind'),
  );
  const places = new Map(schools.map((school, at) => [school, at]));
  const kinds = new Map(records.map((kind) => [kind.name, kind]));
  const found = rows
    .flatMap(({ school_id: school, kind: name }) => {
      const kind = kinds.get(name);
      return kind === undefined || !places.has(school) ? [] : [{ school, kind, id }];
    })
    .sort((a, b) => (places.get(a.school) ?? 0) - (places.get(b.school) ?? 0));
  return { found: found.slice(0, most), isMore: found.length > most };
}
