import { createHmac } from 'node:crypto';
import type { ErasedAs, Erasures, Standing } from '../decide/erasures.js';
import { secondHalf } from '../pipeline/parts.js';
import { builtInRules } from '../pipeline/rule.js';
import { DatabaseError, guarded } from './database-error.js';
import type { Store } from './dialect.js';

/** Of one who was erased, as the table has it: hashes, from which nobody can read who it was. */
export interface ErasedRow {
  readonly digest: string;
  readonly kind: string;
  readonly salt: string;
  /** How the record was split when they were erased; null where nobody knows. */
  readonly split_as: string | null;
  /** How it stood in the extract that was loaded last; null where that had it not, or nobody noted it. */
  readonly met_as: string | null;
}

/** Who of a school was erased on request. */
export interface Forgotten {
  /** Null where nobody was. */
  readonly erasures: Erasures | null;
  /** By kind: what its ids are hashed with. */
  readonly salts: ReadonlyMap<string, string>;
  /** By digest. */
  readonly rows: ReadonlyMap<string, ErasedRow>;
  /** One text for each, of all by which a decision is made. */
  readonly marks: ReadonlySet<string>;
}

export const nobody: Forgotten = { erasures: null, salts: new Map(), rows: new Map(), marks: new Set() };

export async function readForgotten(
  { knex, present }: Pick<Store, 'knex' | 'present'>,
  school: string,
): Promise<Forgotten> {
  if (present?.has('forgotten') === false) return nobody;
  // All columns, because a database that an earlier version made may lack some.
  const read = await guarded('Reading table forgotten', () =>
    knex<Partial<ErasedRow> & { school_id: string }>('forgotten').where({ school_id: school }).select('*'),
  );
  if (read.length === 0) return nobody;
  const all = read.map(({ digest = '', kind = '', salt = '', split_as = null, met_as = null }): ErasedRow => ({
    ...{ digest, kind, salt, split_as, met_as },
  }));
  const salts = new Map(all.map(({ kind, salt }) => [kind, salt]));
  const rows = new Map(all.map((row) => [row.digest, row]));
  const marks = new Set(all.map(({ digest, split_as }) => `${digest} ${split_as ?? ''}`));
  return { erasures: (standing) => erasedOf(standing, salts, rows), salts, rows, marks };
}

function erasureOf(
  salts: Forgotten['salts'],
  rows: Forgotten['rows'],
  kind: string,
  id: string,
): ErasedRow | undefined {
  const salt = salts.get(kind);
  return salt === undefined ? undefined : rows.get(digestOf(salt, kind, id));
}

function erasedOf(standing: Standing, salts: Forgotten['salts'], rows: Forgotten['rows']): ReturnType<Erasures> {
  const { kind, id, halves, mayBeSplit } = standing;
  const erasures = [id, `${id}${secondHalf}`].map((one) => erasureOf(salts, rows, kind, one));
  if (erasures.every((one) => one === undefined)) return null;
  const areSure = erasures.every((one) => one === undefined || isStill(one, standing));
  const [first, second] = erasures;
  // Of kinds that nothing splits there is but one who can be meant.
  const isPlain =
    first !== undefined && first.split_as === null && second === undefined && halves === null && !mayBeSplit;
  if (areSure || isPlain) return [asForgotten(first), asForgotten(second)];
  return [builtInRules.erasedHalf, builtInRules.erasedHalf];
}

function asForgotten(erasure: ErasedRow | undefined): ErasedAs | null {
  return erasure === undefined ? null : builtInRules.forgotten;
}

/** Whether it is known who is who: one half at least is called as it was, or the record is whole as it was. */
function isStill({ split_as: was, salt }: ErasedRow, standing: Standing): boolean {
  if (was === null) return false;
  const [first, second] = was.split(' ');
  const [firstNow, secondNow] = splitAs(salt, standing).split(' ');
  if ((second === undefined) !== (secondNow === undefined)) return false;
  return first === firstNow || (second !== undefined && second === secondNow);
}

/** How a record stands, as hashes: one where it is whole, one of each half where it is split. */
export function splitAs(salt: string, { kind, id, halves }: Pick<Standing, 'kind' | 'id' | 'halves'>): string {
  const hash = (...of: readonly string[]) => hashOf(salt, kind, id, ...of);
  return halves === null ? hash('whole') : halves.map((half, at) => hash(String(at), half)).join(' ');
}

/** Every id of a school's extract is asked for, every night: a hash that is slow on purpose would cost minutes. */
export function digestOf(salt: string, kind: string, id: string): string {
  return hashOf(salt, kind, id);
}

function hashOf(salt: string, ...of: readonly string[]): string {
  return createHmac('sha256', salt).update(JSON.stringify(of)).digest('hex');
}

/** Notes of all who were erased how the extract that is loaded has them. */
export async function noteMet(
  { knex }: Pick<Store, 'knex'>,
  school: string,
  { rows }: Forgotten,
  met: readonly Standing[],
): Promise<void> {
  const now = new Map<string, string>();
  const salts = new Map([...rows.values()].map(({ kind, salt }) => [kind, salt]));
  for (const standing of met) {
    const salt = salts.get(standing.kind) ?? '';
    for (const id of [standing.id, `${standing.id}${secondHalf}`])
      now.set(digestOf(salt, standing.kind, id), splitAs(salt, standing));
  }
  for (const { digest, met_as: before } of rows.values()) {
    const met_as = now.get(digest) ?? null;
    if (met_as === before) continue;
    await guarded('Writing to table forgotten', () =>
      knex('forgotten').where({ school_id: school, digest }).update({ met_as }),
    );
  }
}

/** By kind, how many the last load met and this extract has no more. */
export function lostOf({ rows, salts }: Forgotten, met: readonly Standing[]): ReadonlyMap<string, number> {
  const there = new Set(
    met.flatMap(({ kind, id }) => [id, `${id}${secondHalf}`].map((one) => digestOf(salts.get(kind) ?? '', kind, one))),
  );
  const lost = new Map<string, number>();
  for (const { digest, kind, met_as } of rows.values())
    if (met_as !== null && !there.has(digest)) lost.set(kind, (lost.get(kind) ?? 0) + 1);
  return lost;
}

/**
 * For one who is alone with the school, and decided about it before.
 * @returns who was erased
 * @throws DatabaseError `overtaken` where a person was erased, or an erasure undone, since then
 */
export async function assertDecidedWith(
  store: Pick<Store, 'knex'>,
  school: string,
  known: Forgotten | null,
): Promise<Forgotten> {
  const now = await readForgotten(store, school);
  const before = known?.marks ?? new Set<string>();
  const isSame = now.marks.size === before.size && [...now.marks].every((mark) => before.has(mark));
  if (!isSame)
    throw new DatabaseError(
      'overtaken',
      'Whom to leave out, as erased on request, was changed after the school was decided: run it again.',
    );
  return now;
}
