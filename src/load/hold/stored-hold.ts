import { createHash } from 'node:crypto';
import { guarded } from '../guarded.js';
import type { Store } from '../dialect.js';
import type { HeldItem } from './weigh.js';

/** What is written down of a school's latest hold, until the school is loaded again; of its items, only how many. */
export interface StoredHold {
  readonly runId: string;
  /** ISO 8601 with milliseconds. */
  readonly heldAt: string;
  /** The same of the first night since which no run has loaded the school or found it unchanged. */
  readonly heldSince: string;
  readonly reason: string;
  /** In the order in which the items are numbered. */
  readonly counts: readonly HeldCount[];
  /** Of all items: it shows whether what is held is still the same. */
  readonly fingerprint: string;
  /** The fingerprint of what a person approved, for one run; null if nobody did. */
  readonly released: string | null;
  readonly approval: Approval | null;
}

/** How many items a hold has of a kind. */
export interface HeldCount {
  readonly kind: string;
  /** 1 if its section came empty. */
  readonly emptied: number;
  /** 1 if nothing of it comes through on a first load; else absent. */
  readonly none?: number;
  readonly removed: number;
  readonly changed: number;
}

/** A person's word that what is held is right. */
export interface Approval {
  /** ISO 8601 with milliseconds. */
  readonly at: string;
  /** Null if it was somebody without an account, or at the command line. */
  readonly by: string | null;
  readonly why: string | null;
}

interface HoldRow {
  readonly school_id: string;
  readonly run_id: string;
  readonly held_at: string;
  readonly held_since: string | null;
  readonly reason: string;
  readonly counts: string;
  readonly fingerprint: string;
  readonly released_at: string | null;
  readonly released_by: string | null;
  readonly released_why: string | null;
  readonly released_fingerprint: string | null;
}

interface ItemRow {
  readonly school_id: string;
  /** Of the item's hold: the present one, or one that was approved. */
  readonly fingerprint: string;
  readonly number: number;
  readonly kind: string;
  readonly record_id: string | null;
  readonly change: HeldItem['change'];
  readonly columns: string;
}

export async function readHold({ knex }: Pick<Store, 'knex'>, school: string): Promise<StoredHold | null> {
  return (await readHolds({ knex }, [school])).get(school) ?? null;
}

/** The holds of schools, by their ids; schools that are not held are left out. */
export async function readHolds(
  { knex }: Pick<Store, 'knex'>,
  schools: readonly string[],
): Promise<ReadonlyMap<string, StoredHold>> {
  if (schools.length === 0) return new Map();
  const rows = await guarded('Reading table holds', () =>
    knex<HoldRow>('holds').whereIn('school_id', schools).select(),
  );
  return new Map(rows.map((row) => [row.school_id, holdOf(row)]));
}

function holdOf(row: HoldRow): StoredHold {
  const { run_id: runId, held_at: heldAt, reason, counts, fingerprint, released_fingerprint: released } = row;
  const { released_at: at, released_by: by, released_why: why } = row;
  const approval = at === null ? null : { at, by, why };
  const heldSince = row.held_since ?? heldAt;
  return {
    runId,
    heldAt,
    heldSince,
    reason,
    counts: JSON.parse(counts) as HeldCount[],
    fingerprint,
    released,
    approval,
  };
}

/**
 * The items of a hold, or of what was approved, in their order.
 * @param numbers the first and the last of those that are wanted, counted from 1; without it, all
 */
export async function readHeldItems(
  { knex }: Pick<Store, 'knex'>,
  school: string,
  fingerprint: string,
  numbers?: readonly [number, number],
): Promise<HeldItem[]> {
  const rows = await guarded('Reading table held_items', () => {
    const query = knex<ItemRow>('held_items').where({ school_id: school, fingerprint }).orderBy('number');
    if (numbers !== undefined) void query.whereBetween('number', numbers);
    return query.select('kind', 'record_id', 'change', 'columns');
  });
  return rows.map(({ kind, record_id, change, columns }) => {
    return { kind, id: record_id, change, columns: JSON.parse(columns) as string[] };
  });
}

/** What a person approved of a school, for its next run. */
export async function readReleased(
  { knex, present }: Pick<Store, 'knex' | 'present'>,
  school: string,
): Promise<readonly HeldItem[]> {
  if (present?.has('holds') === false) return [];
  // A plan also reads what an earlier version wrote, which kept all items in one text.
  const row = await guarded('Reading table holds', () =>
    knex<Partial<HoldRow> & { readonly released_part?: string | null }>('holds').where({ school_id: school }).first(),
  );
  if (row?.released_part != null) return JSON.parse(row.released_part) as HeldItem[];
  return row?.released_fingerprint == null ? [] : readHeldItems({ knex }, school, row.released_fingerprint);
}

/** Notes a hold instead of the one before. What was approved was approved for one run, and that was this one. */
export async function writeHold(
  store: Store,
  school: string,
  { runId, heldAt, reason, part }: Pick<StoredHold, 'runId' | 'heldAt' | 'reason'> & { part: readonly HeldItem[] },
): Promise<void> {
  const before = await readHold(store, school);
  const { items, counts, fingerprint } = numbered(part);
  const since = { held_at: heldAt, held_since: before?.heldSince ?? heldAt };
  const held = { run_id: runId, ...since, reason, counts: JSON.stringify(counts), fingerprint };
  const row = { ...held, released_at: null, released_by: null, released_why: null, released_fingerprint: null };
  await guarded('Writing to table holds', () =>
    store
      .knex('holds')
      .insert({ school_id: school, ...row })
      .onConflict('school_id')
      .merge(Object.keys(row)),
  );
  // What nobody looks at is held again every night, and is the same.
  if (before?.fingerprint === fingerprint && before.released === null) return;
  await keepItems(store, school, fingerprint);
  await writeHeldItems(store, school, fingerprint, items);
}

/** Approves for one run what is held. */
export async function releaseHold(
  store: Pick<Store, 'knex'>,
  school: string,
  { fingerprint }: StoredHold,
  { at, by, why }: Approval,
): Promise<void> {
  const row = { released_at: at, released_by: by, released_why: why, released_fingerprint: fingerprint };
  await guarded('Writing to table holds', () => store.knex('holds').where({ school_id: school }).update(row));
  await keepItems(store, school, fingerprint);
}

/** Takes back an approval that no run has used. */
export async function unreleaseHold(
  store: Pick<Store, 'knex'>,
  school: string,
  { fingerprint }: StoredHold,
): Promise<void> {
  const row = { released_at: null, released_by: null, released_why: null, released_fingerprint: null };
  await guarded('Writing to table holds', () => store.knex('holds').where({ school_id: school }).update(row));
  await keepItems(store, school, fingerprint);
}

/** A school that is loaded is no longer held, and what was approved is used up. */
export async function dropHold({ knex }: Pick<Store, 'knex'>, ...schools: readonly string[]): Promise<void> {
  const held = await guarded('Deleting from table holds', () => knex('holds').whereIn('school_id', schools).delete());
  if (held === 0) return;
  await guarded('Deleting from table held_items', () => knex('held_items').whereIn('school_id', schools).delete());
}

/** Deletes the items of all holds of a school but one. */
async function keepItems({ knex }: Pick<Store, 'knex'>, school: string, fingerprint: string | null): Promise<void> {
  await guarded('Deleting from table held_items', () =>
    knex('held_items')
      .where({ school_id: school })
      .whereNot({ fingerprint: fingerprint ?? '' })
      .delete(),
  );
}

/**
 * The items as they are kept: each once, with all columns for which it is held, and those of a kind one after the
 * other.
 */
export function numbered(part: readonly HeldItem[]): Pick<StoredHold, 'counts' | 'fingerprint'> & {
  readonly items: readonly HeldItem[];
} {
  const byKind = new Map<string, Map<string, HeldItem>>();
  for (const item of part) {
    const items = byKind.get(item.kind) ?? new Map<string, HeldItem>();
    byKind.set(item.kind, items);
    // No id has this sign in it.
    const key = `${item.change}\0${item.id ?? '\0'}`;
    const known = items.get(key);
    items.set(
      key,
      known === undefined ? item : { ...known, columns: [...new Set([...known.columns, ...item.columns])] },
    );
  }
  const counts = [...byKind].map(([kind, of]): HeldCount => {
    const counted = { emptied: 0, none: 0, removed: 0, changed: 0 };
    for (const { change } of of.values()) counted[change]++;
    const { none, ...others } = counted;
    return { kind, ...others, ...(none > 0 ? { none } : {}) };
  });
  const items = [...byKind.values()].flatMap((of) => [...of.values()]);
  return { items, counts, fingerprint: createHash('sha256').update(JSON.stringify(items)).digest('hex') };
}

const itemColumns = [
  { name: 'school_id', type: 'text' },
  { name: 'fingerprint', type: 'text' },
  { name: 'number', type: 'integer' },
  { name: 'kind', type: 'text' },
  { name: 'record_id', type: 'text' },
  { name: 'change', type: 'text' },
  { name: 'columns', type: 'text' },
] as const;

/** Those that are there already stay as they are. */
export async function writeHeldItems(
  { knex, dialect }: Store,
  school: string,
  fingerprint: string,
  items: readonly HeldItem[],
): Promise<void> {
  const rows = items.map(({ kind, id, change, columns }, at) => {
    return [school, fingerprint, at + 1, kind, id, change, JSON.stringify(columns)];
  });
  const key = ['school_id', 'fingerprint', 'number'];
  await guarded('Writing to table held_items', () =>
    dialect.put(knex, { table: 'held_items', key, columns: itemColumns, update: [], rows, isNew: false }),
  );
}
