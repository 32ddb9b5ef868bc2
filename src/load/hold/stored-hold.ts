import { createHash } from 'node:crypto';
import { guarded } from '../guarded.js';
import type { Store } from '../dialect.js';
import { areEnough, endAnswers, readAnswers, standing, type Answer } from './answers.js';
import type { HoldFacts } from './hold-facts.js';
import type { HeldItem } from './weigh.js';

/** What is written down of a school's latest hold, until the school is loaded again; of its items, only how many. */
export interface StoredHold {
  readonly runId: string;
  /** ISO 8601 with milliseconds. */
  readonly heldAt: string;
  /** The same of the first night since which no run has loaded the school or found it unchanged. */
  readonly heldSince: string;
  readonly reason: string;
  /** Null if an earlier version noted the hold. */
  readonly facts: HoldFacts | null;
  /** In the order in which the items are numbered. */
  readonly counts: readonly HeldCount[];
  /** Of all items: it shows whether what is held is still the same. */
  readonly fingerprint: string;
  /** What people answered since the school was last loaded, oldest first; also what no longer counts. */
  readonly answers: readonly Answer[];
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

interface HoldRow {
  readonly school_id: string;
  readonly run_id: string;
  readonly held_at: string;
  readonly held_since: string | null;
  readonly reason: string;
  readonly facts: string | null;
  readonly counts: string;
  readonly fingerprint: string;
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
  if (rows.length === 0) return new Map();
  const answers = await readAnswers({ knex }, schools);
  return new Map(rows.map((row) => [row.school_id, holdOf(row, answers.get(row.school_id) ?? [])]));
}

function holdOf(row: HoldRow, answers: readonly Answer[]): StoredHold {
  const { run_id: runId, held_at: heldAt, reason, fingerprint } = row;
  const heldSince = row.held_since ?? heldAt;
  const counts = JSON.parse(row.counts) as HeldCount[];
  const facts = row.facts === null ? null : (JSON.parse(row.facts) as HoldFacts);
  return { runId, heldAt, heldSince, reason, facts, counts, fingerprint, answers };
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

/**
 * What people approved of a school, for its next run.
 * @param needed by how many people
 * @param more who approves it now
 */
export async function readReleased(
  { knex, present }: Pick<Store, 'knex' | 'present'>,
  school: string,
  needed: number,
  ...more: readonly string[]
): Promise<readonly HeldItem[]> {
  if (present?.has('holds') === false) return [];
  if (present?.has('hold_answers') === false) return readReleasedOnce({ knex }, school, needed);
  const answers = (await readAnswers({ knex }, [school])).get(school) ?? [];
  for (const fingerprint of new Set(answers.map((answer) => answer.fingerprint))) {
    const by = standing(answers, fingerprint).map((answer) => answer.by);
    if (by.length > 0 && areEnough([...by, ...more], needed)) return readHeldItems({ knex }, school, fingerprint);
  }
  return [];
}

/** The same, as an earlier version wrote it, which a plan leaves as it is: it knew only one approval. */
async function readReleasedOnce({ knex }: Pick<Store, 'knex'>, school: string, needed: number): Promise<HeldItem[]> {
  if (needed > 1) return [];
  const row = await guarded('Reading table holds', () =>
    knex<{ readonly school_id: string; readonly released_part?: string; readonly released_fingerprint?: string }>(
      'holds',
    )
      .where({ school_id: school })
      .first(),
  );
  if (row?.released_part != null) return JSON.parse(row.released_part) as HeldItem[];
  return row?.released_fingerprint == null ? [] : readHeldItems({ knex }, school, row.released_fingerprint);
}

/** Notes a hold instead of the one before. What was approved was approved for one run, and that was this one. */
export async function writeHold(
  store: Store,
  school: string,
  {
    runId,
    heldAt,
    reason,
    facts,
    part,
  }: Pick<StoredHold, 'runId' | 'heldAt' | 'reason' | 'facts'> & {
    readonly part: readonly HeldItem[];
  },
): Promise<void> {
  const before = await readHold(store, school);
  const { items, counts, fingerprint } = numbered(part);
  const since = { held_at: heldAt, held_since: before?.heldSince ?? heldAt };
  const of = facts === null ? null : JSON.stringify(facts);
  const row = { run_id: runId, ...since, reason, facts: of, counts: JSON.stringify(counts), fingerprint };
  await guarded('Writing to table holds', () =>
    store
      .knex('holds')
      .insert({ school_id: school, ...row })
      .onConflict('school_id')
      .merge(Object.keys(row)),
  );
  const wereApproved = before?.answers.some(({ what, ended }) => what === 'approved' && ended === null) === true;
  if (wereApproved) await endAnswers(store, school, { ended: 'run', at: heldAt, what: 'approved' });
  // What nobody looks at is held again every night, and is the same.
  if (before?.fingerprint === fingerprint && !wereApproved) return;
  await keepItems(store, school, fingerprint);
  await writeHeldItems(store, school, fingerprint, items);
}

/** A school that is loaded is no longer held, and what was approved is used up. */
export async function dropHold({ knex }: Pick<Store, 'knex'>, ...schools: readonly string[]): Promise<void> {
  const held = await guarded('Deleting from table holds', () => knex('holds').whereIn('school_id', schools).delete());
  if (held === 0) return;
  for (const table of ['held_items', 'hold_answers'])
    await guarded(`Deleting from table ${table}`, () => knex(table).whereIn('school_id', schools).delete());
}

/** Deletes the items of all holds of a school but one. */
async function keepItems({ knex }: Pick<Store, 'knex'>, school: string, fingerprint: string): Promise<void> {
  await guarded('Deleting from table held_items', () =>
    knex('held_items').where({ school_id: school }).whereNot({ fingerprint }).delete(),
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
