import type { Knex } from 'knex';
import { guarded } from '../guarded.js';
import { runsBefore } from './run-ids.js';

/** How far a document of an enqueued night is. */
export type PartState = 'waiting' | 'active' | 'done' | 'failed' | 'superseded';

/** A part of a night by its place. */
export interface PartKey {
  readonly run: string;
  /** The number of its first document in the night, from 1. */
  readonly document: number;
}

/** A part that one worker has taken; the number of the attempt tells it from others who took it. */
export interface TakenPart extends PartKey {
  readonly attempts: number;
  readonly source: string;
}

export interface NewPart {
  readonly document: number;
  readonly source: string;
  /** Null if it is not known before the document is read. */
  readonly school: string | null;
  /** A newer part with the same text replaces it while it waits. */
  readonly replacedBy: string;
  /** Those who take turns: no part waits for more than a few of another lane. */
  readonly lane: string;
  /** Parts are taken in the order of their turns. */
  readonly turn: number;
  /** The id of its job in the queue. */
  readonly job: string;
}

interface PartRow {
  readonly run_id: string;
  readonly document: number;
  readonly source: string;
  readonly school_id: string | null;
  readonly state: PartState;
  readonly attempts: number;
  readonly reason: string | null;
  readonly replaced_by: string;
  readonly lane: string;
  readonly turn: number;
  readonly job: string;
  readonly outcome: string | null;
}

/** Fewer values than any database allows in one statement. */
const partsAtATime = 1000;
const doing = 'Writing to table run_parts';
const reading = 'Reading table run_parts';
const isOpen = ['waiting', 'active'] as const;

/** To be called in the transaction that makes the night. */
export async function addParts(trx: Knex, run: string, parts: readonly NewPart[]): Promise<void> {
  for (let at = 0; at < parts.length; at += partsAtATime) {
    const rows = parts.slice(at, at + partsAtATime).map((part) => ({
      ...{ run_id: run, document: part.document, source: part.source, school_id: part.school, state: 'waiting' },
      ...{ attempts: 0, replaced_by: part.replacedBy, lane: part.lane, turn: part.turn, job: part.job },
    }));
    await guarded(doing, () => trx('run_parts').insert(rows));
  }
}

/**
 * Replaces what waits by something newer.
 * @returns the jobs of what is replaced, and its nights
 */
export async function replaceWaiting(
  trx: Knex,
  keys: readonly string[],
  reason: string,
): Promise<{ readonly job: string; readonly run: string }[]> {
  const replaced: { job: string; run: string }[] = [];
  for (let at = 0; at < keys.length; at += partsAtATime) {
    const rows = await guarded(doing, () =>
      trx<PartRow>('run_parts')
        .where({ state: 'waiting' })
        .whereIn('replaced_by', keys.slice(at, at + partsAtATime))
        .update({ state: 'superseded', reason })
        .returning(['job', 'run_id']),
    );
    replaced.push(...rows.map(({ job, run_id: run }) => ({ job, run })));
  }
  return replaced;
}

/** A lane with something that waits, and the turns of the first and the last of it. */
export interface Lane {
  readonly lane: string;
  readonly first: number;
  readonly last: number;
}

export async function lanesOf(knex: Knex): Promise<Lane[]> {
  const rows: unknown = await guarded(reading, () =>
    knex('run_parts')
      .where({ state: 'waiting' })
      .groupBy('lane')
      .select('lane')
      .min({ first: 'turn' })
      .max({ last: 'turn' }),
  );
  return (rows as Lane[]).map(({ lane, first, last }) => ({ lane, first: Number(first), last: Number(last) }));
}

/**
 * Takes parts for one worker. One that an older night's worker has in hand, under the same school or source, is left.
 * @returns those that are taken, and what each of the others is: `waiting` if it is left for later
 */
export async function takeParts(
  knex: Knex,
  parts: readonly PartKey[],
): Promise<{
  readonly taken: readonly TakenPart[];
  readonly others: readonly (PartKey & { readonly state: PartState })[];
}> {
  const rows = await guarded(doing, () =>
    knex<PartRow>('run_parts as part')
      .whereIn(['run_id', 'document'], pairsOf(parts))
      .whereIn('state', isOpen)
      .whereNotExists(
        knex<PartRow>('run_parts as other')
          .whereRaw("other.state = 'active' and other.replaced_by = part.replaced_by and other.run_id < part.run_id")
          .select('document'),
      )
      .update({ state: 'active', attempts: knex.raw('part.attempts + 1') as unknown as number })
      .returning(['run_id', 'document', 'attempts', 'source']),
  );
  const taken = rows.map(({ run_id: run, document, attempts, source }) => ({ run, document, attempts, source }));
  const names = new Set(taken.map(nameOf));
  const left = parts.filter((part) => !names.has(nameOf(part)));
  if (left.length === 0) return { taken, others: [] };
  const others = await guarded(reading, () =>
    knex<PartRow>('run_parts').whereIn(['run_id', 'document'], pairsOf(left)).select('run_id', 'document', 'state'),
  );
  return { taken, others: others.map(({ run_id: run, document, state }) => ({ run, document, state })) };
}

function nameOf({ run, document }: PartKey): string {
  return `${run} ${String(document)}`;
}

function pairsOf(parts: readonly PartKey[]): [string, number][] {
  return parts.map(({ run, document }) => [run, document]);
}

/** What became of a part. */
export interface EndedPart extends TakenPart {
  readonly state: 'done' | 'failed' | 'superseded';
  readonly school: string | null;
  readonly reason: string | null;
  /** What is to be said of its documents, as JSON. */
  readonly outcome: string | null;
}

/** Notes what became of parts; one that another worker has taken over since is left to that one. */
export async function endParts(trx: Knex, parts: readonly EndedPart[]): Promise<void> {
  const rows = parts.map(({ run, document, attempts, state, school, reason, outcome }) => ({
    ...{ run, document, attempts, state, school, reason, outcome },
  }));
  await guarded(doing, () =>
    trx.raw(
      `update run_parts set state = part.state, school_id = coalesce(part.school, school_id), reason = part.reason, outcome = part.outcome
      from json_to_recordset(?::json) as part(run text, document integer, attempts integer, state text, school text, reason text, outcome text)
      where run_parts.run_id = part.run and run_parts.document = part.document and run_parts.attempts = part.attempts and run_parts.state = 'active'`,
      [JSON.stringify(rows)],
    ),
  );
}

/**
 * Lets parts wait again. One of which something newer waits already is replaced by that.
 * @param reason why it was not done; null if it was not begun, and so was no attempt
 * @returns the parts that wait
 */
export async function letWait(trx: Knex, parts: readonly TakenPart[], reason: string | null): Promise<PartKey[]> {
  const waiting: PartKey[] = [];
  for (const { run, document, attempts } of parts) {
    const own = () => trx<PartRow>('run_parts').where({ run_id: run, document, attempts, state: 'active' });
    const newer = trx<PartRow>('run_parts as newer')
      .whereIn('newer.state', isOpen)
      .where('newer.run_id', '>', run)
      .whereRaw('newer.replaced_by = run_parts.replaced_by')
      .select('document');
    const replaced = await guarded(doing, () =>
      own().whereExists(newer).update({ state: 'superseded', reason: replacedReason }),
    );
    if (replaced > 0) continue;
    const rest = reason === null ? { attempts: attempts - 1 } : { reason };
    const let_ = await guarded(doing, () => own().update({ state: 'waiting', ...rest }));
    if (let_ > 0) waiting.push({ run, document });
  }
  return waiting;
}

/** Why a part was not read: something newer of the same school came. */
export const replacedReason = 'A newer source of the school was enqueued.';

/** How many parts of a night there are in each state. */
export async function countParts(knex: Knex, run: string): Promise<Readonly<Record<PartState, number>>> {
  const rows: unknown = await guarded(reading, () =>
    knex('run_parts').where({ run_id: run }).groupBy('state').select('state').count({ parts: '*' }),
  );
  const counts = { waiting: 0, active: 0, done: 0, failed: 0, superseded: 0 };
  for (const { state, parts } of rows as { state: PartState; parts: unknown }[]) counts[state] = Number(parts);
  return counts;
}

export async function isAnyOpen(knex: Knex, run: string): Promise<boolean> {
  const row: unknown = await guarded(reading, () =>
    knex('run_parts').where({ run_id: run }).whereIn('state', isOpen).first('document'),
  );
  return row !== undefined;
}

/** A part as the table has it. */
export interface Part extends PartKey {
  readonly source: string;
  readonly school: string | null;
  readonly state: PartState;
  readonly attempts: number;
  readonly reason: string | null;
  readonly job: string;
}

/** The parts of a night in their order. */
export async function partsOf(knex: Knex, run: string, states?: readonly PartState[]): Promise<Part[]> {
  const rows = await guarded(reading, () => {
    const query = knex<PartRow>('run_parts').where({ run_id: run });
    if (states !== undefined) void query.whereIn('state', states);
    return query.orderBy('document').select<PartRow[]>(partColumns);
  });
  return rows.map(partOf);
}

/** The same with what is to be said of their documents, as JSON. */
export async function outcomesOf(
  knex: Knex,
  run: string,
): Promise<readonly (Part & { readonly outcome: string | null })[]> {
  const rows = await guarded(reading, () =>
    knex<PartRow>('run_parts')
      .where({ run_id: run })
      .orderBy('document')
      .select<PartRow[]>([...partColumns, 'outcome']),
  );
  return rows.map((row) => ({ ...partOf(row), outcome: row.outcome }));
}

const partColumns = ['run_id', 'document', 'source', 'school_id', 'state', 'attempts', 'reason', 'job'];

function partOf(row: PartRow): Part {
  const { run_id: run, document, source, school_id: school, state, attempts, reason, job } = row;
  return { run, document, source, school, state, attempts, reason, job };
}

/** Why parts are given up, by the state that they had. */
export interface GivenUp {
  readonly waiting: string;
  readonly active: string;
}

/** Ends the parts of a night that are not done. @returns their jobs */
export async function giveUp(trx: Knex, run: string, reason: GivenUp, jobs?: readonly string[]): Promise<string[]> {
  const rows = await guarded(doing, () => {
    const query = trx<PartRow>('run_parts').where({ run_id: run }).whereIn('state', isOpen);
    if (jobs !== undefined) void query.whereIn('job', jobs);
    return query
      .update({
        state: 'failed',
        reason: trx.raw("case when state = 'active' then ? else ? end", [
          reason.active,
          reason.waiting,
        ]) as unknown as string,
        attempts: trx.raw('attempts + 1') as unknown as number,
      })
      .returning('job');
  });
  return rows.map(({ job }) => job);
}

const day = 24 * 60 * 60 * 1000;
/** Reports of a night are written within a day; a longer look back than two weeks would only take time. */
const [reported, lookedAt] = [day, 14 * day];

function before(now: Date, ago: number): string {
  return runsBefore(new Date(now.getTime() - ago));
}

/** Empties what is said of a school's documents for reports of nights. */
export async function forgetOutcomes(trx: Knex, school: string, now: Date): Promise<void> {
  await guarded(doing, () =>
    trx<PartRow>('run_parts')
      .where('run_id', '>=', before(now, lookedAt))
      .where({ school_id: school })
      .whereNotNull('outcome')
      .update({ outcome: null }),
  );
}

/** Empties what is said of the documents of nights of which reports have been written. */
export async function emptyOutcomes(knex: Knex, now: Date): Promise<void> {
  await guarded(doing, () =>
    knex<PartRow>('run_parts')
      .where('run_id', '>=', before(now, lookedAt))
      .where('run_id', '<', before(now, reported))
      .whereNotNull('outcome')
      .update({ outcome: null }),
  );
}
