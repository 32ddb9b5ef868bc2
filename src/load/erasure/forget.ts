import type { Severity } from '../../decide/decision.js';
import { keepsOut } from '../../decide/findings.js';
import type { Pipeline, RecordKind } from '../../pipeline/pipeline.js';
import { labelOf } from '../../pipeline/text/label-of.js';
import { readChangesOf } from '../changes-of.js';
import { guarded } from '../guarded.js';
import type { Database } from '../database.js';
import type { Store } from '../dialect.js';
import { digestOf, readErased } from './erased-rows.js';
import { forgetOutcomes } from '../runs/parts.js';
import { dropHold } from '../hold/stored-hold.js';
import { isLinkOf, likeLinksOf, linksEndingAt } from '../links-of.js';
import { otherHalfOf } from './half-ids.js';
import { standsAs } from './split-as.js';
import { retrying, type Patience } from '../retrying.js';
import { noteUndone, readUndone } from './undone.js';
import { outcomeWithout, type SchoolRow, type PersonShare } from '../school-memory.js';
import { recordTable } from '../tables/tables.js';
import { takeOutWords } from '../words/search-words.js';
import { linksFromStored, linksWithout, storedLinks } from '../hold/went-links.js';

export interface Erasure {
  readonly school: string;
  readonly kind: RecordKind;
  readonly id: string;
  readonly now: Date;
  /**
   * The field by which the school's records of the kind are split in two; null if they are not. Without it, nobody
   * knows how the record was split, and both halves stay out.
   */
  readonly splitBy?: string | null;
  /** Random text, for the first of its kind in a school that is erased. */
  readonly salt: string;
  readonly patience?: Patience;
}

/** How many rows of each sort went. */
export interface Erased {
  readonly records: number;
  readonly links: number;
  readonly changes: number;
  readonly findings: number;
  /** Whether it had been erased before; then there may be nothing left to delete. */
  readonly already: boolean;
  /** Whether the other half of the same record was erased before. */
  readonly otherToo: boolean;
  /** Whether it is known how the record was split: by that the next load knows who is who. */
  readonly isKnownWho: boolean;
}

/**
 * In one transaction, erases a record with its links, its history, its findings and its id in the audit, and keeps a
 * salted hash of its id, by which runs leave it out from now on.
 * @returns null if nothing is known of such a record; then nothing is written
 * @throws DatabaseError
 */
export async function forget(db: Database, pipeline: Pipeline, erasure: Erasure): Promise<Erased | null> {
  const { school, kind, id } = erasure;
  const doing = `Erasing ${labelOf(kind, 1)} ${id}`;
  const erased = await retrying(
    () => guarded(doing, () => db.forSchool(school, (store) => erase(store, pipeline, erasure))),
    erasure.patience,
  );
  if (erased !== null) await guarded(`${doing} from the file`, () => db.dialect.scrub(db.knex));
  return erased;
}

async function erase(store: Store, pipeline: Pipeline, erasure: Erasure): Promise<Erased | null> {
  const { school, kind, id, now } = erasure;
  const { knex } = store;
  const { salts, rows } = await readErased(store, school);
  const undone = (await readUndone(store, school)).filter((one) => one.kind === kind.name);
  const salt = salts.get(kind.name) ?? undone[0]?.salt ?? erasure.salt;
  const digest = digestOf(salt, kind.name, id);
  const otherDigest = digestOf(salt, kind.name, otherHalfOf(id));
  const last = (of: string) => rows.get(of) ?? undone.find((one) => one.digest === of);
  const [before, other] = [last(digest), last(otherDigest)];
  const erased = rows.get(digest);
  // Somebody else may have the id now: what is known of the person who was erased stays as it is.
  const stands = erased ?? (await standsAs(store, { ...erasure, salt, before, other }));
  const current = await knex(kind.table).where({ school_id: school, id, left_at: null }).select('id');
  const records = await knex(kind.table).where({ school_id: school, id }).delete();
  await takeOutWords(store, school, recordTable(kind), new Set([id]));
  const linked = await deleteLinks(store, pipeline, erasure);
  const links = [...linked.values()].reduce((sum, count) => sum + count, 0);
  const changes = await deleteChanges(store, pipeline, erasure);
  const { findings, out } = await deleteFindings(store, pipeline, erasure);
  const mentions = await clearAudit(store, pipeline, erasure);
  if (records + links + changes + findings + mentions === 0 && before === undefined && other === undefined) return null;
  // A hold names those who would go, and a report of a night those who do not come through.
  await dropHold(store, school);
  await forgetOutcomes(knex, school, now);
  if (erased === undefined) {
    const row = { school_id: school, digest, kind: kind.name, salt, forgotten_at: now.toISOString(), ...stands };
    await knex('forgotten').insert(row);
  }
  const through = new Map([...linked, [kind.name, current.length] as const]);
  const kinds = new Set([...through.keys(), ...out.keys()]);
  const share = new Map(Array.from(kinds, (name) => [name, { rows: through.get(name) ?? 0, out: out.get(name) ?? 0 }]));
  await decideAnew(store, school, share);
  await takeOutOfLetGo(store, pipeline, erasure);
  const isKnownWho = stands.split_as !== null;
  return {
    records,
    links,
    changes,
    findings,
    already: erased !== undefined,
    otherToo: rows.has(otherDigest),
    isKnownWho,
  };
}

/** Lets an erased record come through again; false if it was not erased. */
export async function unforget(
  db: Database,
  { school, kind, id }: Pick<Erasure, 'school' | 'kind' | 'id'>,
): Promise<boolean> {
  return guarded('Writing to table forgotten', () =>
    db.forSchool(school, async (store) => {
      const forgotten = await readErased(store, school);
      const digest = digestOf(forgotten.salts.get(kind.name) ?? '', kind.name, id);
      const row = forgotten.rows.get(digest);
      if (row === undefined) return false;
      await noteUndone(store, school, row);
      await store.knex('forgotten').where({ school_id: school, digest }).delete();
      await decideAnew(store, school, new Map());
      return true;
    }),
  );
}

/**
 * Removes what would tell the school's next run that nothing is new. What the guard weighs against stays, less the
 * person: an erasure must not let through what was held.
 */
async function decideAnew({ knex }: Store, school: string, share: PersonShare): Promise<void> {
  const row = await knex<SchoolRow>('schools').where({ school_id: school }).first('outcome');
  const outcome = outcomeWithout(row?.outcome ?? null, share);
  const anew = { findings_digest: null, bytes_digest: null, values_digest: null, outcome };
  await knex('schools').where({ school_id: school }).update(anew);
}

async function takeOutOfLetGo({ knex }: Store, { links }: Pipeline, { school, kind, id }: Erasure): Promise<void> {
  const row = await knex<SchoolRow>('schools').where({ school_id: school }).first('let_go');
  if (row?.let_go == null) return;
  const left = linksWithout(linksFromStored(row.let_go), links, { kind: kind.name, id });
  await knex('schools')
    .where({ school_id: school })
    .update({ let_go: storedLinks(left) });
}

/** @returns how many of each kind there were */
async function deleteLinks(
  { knex }: Store,
  pipeline: Pipeline,
  { school, kind, id }: Erasure,
): Promise<ReadonlyMap<string, number>> {
  const links = new Map<string, number>();
  for (const link of linksEndingAt(pipeline, kind.name)) {
    for (const end of link.ends) {
      if (end.to !== kind.name) continue;
      const count = await knex(link.table)
        .where({ school_id: school, [end.column]: id })
        .delete();
      links.set(link.name, (links.get(link.name) ?? 0) + count);
    }
  }
  return links;
}

async function deleteChanges(store: Store, pipeline: Pipeline, { school, kind, id }: Erasure): Promise<number> {
  const byRun = new Map<string, number[]>();
  for (const { run_id, number } of await readChangesOf(store, pipeline, school, { kind, id })) {
    byRun.set(run_id, [...(byRun.get(run_id) ?? []), number]);
  }
  let changes = 0;
  for (const [run, numbers] of byRun) {
    changes += await deleteNumbered(store, 'changes', { school_id: school, run_id: run }, numbers);
  }
  return changes;
}

interface FindingRow {
  readonly number: number;
  readonly kind: string | null;
  readonly record_id: string | null;
  readonly cause_kind: string | null;
  readonly cause_id: string | null;
  readonly severity: Severity;
  readonly rule: string;
}

/** @returns how many, and how many records and links of each kind they said stay out */
async function deleteFindings(
  store: Store,
  pipeline: Pipeline,
  { school, kind, id }: Erasure,
): Promise<{ readonly findings: number; readonly out: ReadonlyMap<string, number> }> {
  const links = new Map(linksEndingAt(pipeline, kind.name).map((link) => [link.name, link]));
  const isIt = (of: string | null, recordId: string | null): boolean => {
    if (of === null || recordId === null) return false;
    const link = links.get(of);
    return link === undefined ? of === kind.name && recordId === id : isLinkOf(link, kind.name, id, recordId);
  };
  const rows: FindingRow[] = await store
    .knex<FindingRow & { school_id: string }>('findings')
    .where({ school_id: school })
    .select('number', 'kind', 'record_id', 'cause_kind', 'cause_id', 'severity', 'rule');
  const own = new Map<string, Set<string>>();
  const numbers: number[] = [];
  for (const { number, severity, rule, kind: about, record_id, cause_kind, cause_id } of rows) {
    const isAbout = isIt(about, record_id);
    if (isAbout || isIt(cause_kind, cause_id)) numbers.push(number);
    if (!isAbout || about === null || record_id === null || !keepsOut({ severity, rule })) continue;
    own.set(about, (own.get(about) ?? new Set()).add(record_id));
  }
  const findings = await deleteNumbered(store, 'findings', { school_id: school }, numbers);
  return { findings, out: new Map(Array.from(own, ([name, { size }]) => [name, size])) };
}

/** The audit keeps who did what, but not to whom. */
async function clearAudit({ knex }: Store, pipeline: Pipeline, { school, kind, id }: Erasure): Promise<number> {
  const rows = () => knex<AuditRow>('audit').where({ school_id: school });
  let cleared = await rows().where({ kind: kind.name, record_id: id }).update({ record_id: null });
  for (const link of linksEndingAt(pipeline, kind.name)) {
    const candidates = await rows()
      .where({ kind: link.name })
      .whereRaw(likeLinksOf.sql, [likeLinksOf.pattern(id)])
      .select('id', 'record_id');
    for (const { id: entry, record_id } of candidates)
      if (record_id !== null && isLinkOf(link, kind.name, id, record_id))
        cleared += await knex<AuditRow>('audit').where({ id: entry }).update({ record_id: null });
  }
  return cleared;
}

interface AuditRow {
  readonly id: string;
  readonly school_id: string | null;
  readonly kind: string | null;
  readonly record_id: string | null;
}

const numbersAtATime = 1000;

async function deleteNumbered(
  { knex }: Store,
  table: string,
  of: Readonly<Record<string, string>>,
  numbers: readonly number[],
): Promise<number> {
  let deleted = 0;
  for (let start = 0; start < numbers.length; start += numbersAtATime) {
    deleted += await knex(table)
      .where(of)
      .whereIn('number', numbers.slice(start, start + numbersAtATime))
      .delete();
  }
  return deleted;
}
