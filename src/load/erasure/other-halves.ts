import { foldedName } from '../../decide/folded-name.js';
import type { HalfNames } from '../../decide/erasures.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { guarded } from '../guarded.js';
import type { Store } from '../dialect.js';
import { digestOf, isOfTwo, type ErasedRows, type ErasedRow } from './erased-rows.js';
import { otherHalfOf } from './half-ids.js';
import { saidAnew } from './said-anew.js';

/** The other half, as the tables have it, of a record with one half erased. */
export interface OtherHalf {
  readonly hasLeft: boolean;
  /** By the field's name. */
  readonly name: ReadonlyMap<string, string | null>;
}

/** By the digest of the half that was erased. */
export type OtherHalves = ReadonlyMap<string, OtherHalf>;

const mostIds = 500;

/** Those of all halves that were erased; if the other one was erased too, no table has it. */
export async function readOtherHalves(
  { knex, present }: Pick<Store, 'knex' | 'present'>,
  school: string,
  { records }: Pipeline,
  { salts, rows }: ErasedRows,
): Promise<OtherHalves> {
  const halves = new Map<string, OtherHalf>();
  const kinds = new Set([...rows.values()].filter(({ split_as }) => isOfTwo(split_as)).map(({ kind }) => kind));
  for (const { name, table, fields, nameFields } of records) {
    const salt = salts.get(name);
    if (salt === undefined || !kinds.has(name) || present?.has(table) === false) continue;
    const ofName = fields.filter((field) => nameFields.includes(field.name));
    const of = () => knex<Record<string, string | null>>(table).where({ school_id: school });
    await guarded(`Reading table ${table}`, async () => {
      const erased = new Map<string, string>();
      for (const { id } of await of().select('id')) {
        const digest = digestOf(salt, name, otherHalfOf(String(id)));
        if (rows.has(digest)) erased.set(String(id), digest);
      }
      const ids = [...erased.keys()];
      for (let at = 0; at < ids.length; at += mostIds)
        // All columns, because a database that an earlier version made may lack some.
        for (const row of await of()
          .whereIn('id', ids.slice(at, at + mostIds))
          .select<Record<string, string | null>[]>('*'))
          halves.set(erased.get(String(row.id)) ?? '', {
            hasLeft: row.left_at !== null,
            name: new Map(ofName.map((field) => [field.name, row[field.column] ?? null])),
          });
    });
  }
  return halves;
}

/** Whether the erased half now has the name that the tables give the other, and the other no longer has it. */
export function hasNameOf(
  other: OtherHalf | undefined,
  { split_as }: ErasedRow,
  { fields, of }: HalfNames,
  half: 0 | 1,
): boolean {
  if (other === undefined || (other.hasLeft && saidAnew.isIn(split_as))) return false;
  const name = foldedName(fields.map((field) => other.name.get(field)));
  return name !== null && of(half) === name && of(half === 0 ? 1 : 0) !== name;
}
