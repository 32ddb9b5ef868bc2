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
  const found: FoundId[] = [];
  for (const some of moreAndMore(schools)) {
    if (found.length > most) break;
    const those = new Map(some.map((school) => [school, [] as FoundId[]]));
    for (const kind of records.filter(({ find }) => find.length > 0))
      for (const school of await schoolsWith(store, kind, some, id)) those.get(school)?.push({ school, kind, id });
    found.push(...[...those.values()].flat());
  }
  return { found: found.slice(0, most), isMore: found.length > most };
}

async function schoolsWith(
  { knex }: Pick<Store, 'knex'>,
  { table }: RecordKind,
  schools: readonly string[],
  id: string,
): Promise<string[]> {
  const rows = await guarded(`Reading table ${table}`, () =>
    knex<{ school_id: string; id: string }>(table).whereIn('school_id', schools).where({ id }).select('school_id'),
  );
  return rows.map(({ school_id }) => school_id);
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
