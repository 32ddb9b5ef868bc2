import { randomBytes, randomUUID } from 'node:crypto';
import type { Database } from '../load/database.js';
import { AlreadyEnqueuedError, assertOnce, lastNight } from '../load/runs/enqueued-nights.js';
import { isAnyLoaded } from '../load/runs/feeds.js';
import { analyzeQueue } from '../load/runs/jobs.js';
import { addParts, lanesOf, partsOf, replaceWaiting, replacedReason, type NewPart } from '../load/runs/parts.js';
import { startRun } from '../load/runs/runs.js';
import type { Engine } from './engine.js';
import { turnsOf } from './lanes.js';
import { termsOf, type NightTerms } from './night-terms.js';
import { replacedByOf, schoolOf } from './sources.js';

/** A night as a person asks for it. */
export interface AskedNight {
  readonly terms: Omit<NightTerms, 'wereLoaded' | 'documents'>;
  /** In their order. */
  readonly sources: readonly AskedSource[];
  /** Those that take turns: a trust, or else a feed and what the sources are in. @param school null if it is not known */
  readonly laneOf: (group: string, school: string | null) => string;
  readonly startedAt: Date;
}

export interface AskedSource {
  /** As `sourceOf` gives it. */
  readonly source: string;
  /** As `groupOf` gives it. */
  readonly group: string;
}

export interface MadeNight {
  readonly id: string;
  readonly documents: number;
  /** How many sources of earlier nights, which were waiting, it replaces. */
  readonly replaced: number;
  /** Set if it was to be made once, and had been: when. */
  readonly alreadyAt?: string;
}

/** With fewer jobs, no plan is a bad one. */
const worthAnalyzing = 500;

/**
 * Makes a night and its jobs in one transaction: all of it is there, or nothing. Of several who make one that is made once
 * the first does, and the others get that one.
 * @throws DatabaseError
 */
export async function enqueueNight(db: Database, engine: Engine, asked: AskedNight): Promise<MadeNight> {
  try {
    return await makeNight(db, engine, asked);
  } catch (error) {
    if (!(error instanceof AlreadyEnqueuedError)) throw error;
    const { id, startedAt } = error.night;
    return { id, documents: termsOf(error.night).documents, replaced: 0, alreadyAt: startedAt };
  }
}

async function makeNight(db: Database, engine: Engine, asked: AskedNight): Promise<MadeNight> {
  const { sources, startedAt } = asked;
  const wereLoaded = await isAnyLoaded(db, null);
  const known = await schoolsOfLastNight(db);
  const terms: NightTerms = { ...asked.terms, wereLoaded, documents: sources.length };
  let replaced = 0;
  const { id } = await startRun(
    db,
    { startedAt, random: () => randomBytes(3).toString('hex') },
    {
      enqueued: JSON.stringify(terms),
      more: async (run, knex) => {
        const trx = { knex, dialect: db.dialect };
        // What tries some of it again has its terms.
        if (terms.once !== undefined && terms.looks !== false) await assertOnce(knex, terms.once, run);
        const only = terms.schools.length === 1 ? (terms.schools[0] ?? null) : null;
        const said = sources.map(({ source }) => only ?? schoolOf(source));
        const keys = sources.map(({ source }, at) => replacedByOf(source, said[at] ?? null));
        const old = await replaceWaiting(knex, [...new Set(keys)], replacedReason);
        await engine.remove(
          trx,
          old.map(({ job }) => job),
        );
        replaced = old.length;
        const schools = sources.map(({ source }, at) => said[at] ?? known.get(source) ?? null);
        const lanes = sources.map(({ group }, at) => asked.laneOf(group, schools[at] ?? null));
        const turns = turnsOf(await lanesOf(knex), lanes);
        const parts = sources.map(({ source }, at): NewPart => {
          const rest = { replacedBy: keys[at] ?? '', lane: lanes[at] ?? '', turn: turns[at] ?? 0, job: randomUUID() };
          return { document: at + 1, source, school: schools[at] ?? null, ...rest };
        });
        await addParts(knex, run.id, parts);
        const jobs = parts.map(({ document, source, lane, turn, job }) => ({
          ...{ id: job, data: { night: run.id, document, source }, lane, turn },
        }));
        await engine.add(trx, jobs);
        if (jobs.length >= worthAnalyzing) await analyzeQueue(trx);
      },
    },
  );
  return { id, documents: sources.length, replaced };
}

/** The schools of sources, as far as the night before shows them. */
async function schoolsOfLastNight(db: Database): Promise<ReadonlyMap<string, string>> {
  const night = await lastNight(db.knex);
  const parts = night === null ? [] : await partsOf(db.knex, night.id);
  return new Map(parts.flatMap(({ source, school }) => (school === null ? [] : [[source, school]])));
}
