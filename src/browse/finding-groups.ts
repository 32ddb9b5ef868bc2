import type { Part } from './part.js';
import type { Knex } from 'knex';
import type { Severity } from '../decide/decision.js';
import { ofPaths } from '../pipeline/rules/rule.js';
import { inShort } from '../pipeline/text/in-short.js';
import { guarded } from '../load/guarded.js';
import type { Store } from '../load/dialect.js';

/** What findings of one school have in common if they say the same of records or links of a kind. */
export interface FindingKey {
  readonly severity: Severity;
  readonly among: 'mistakes' | 'choices' | null;
  /** Null for what is outside the sections. */
  readonly kind: string | null;
  readonly rule: string;
  /** The kind of what they wait for; null if the rule is about themselves. */
  readonly causeKind: string | null;
}

/** Findings that say the same, with their number. */
export interface FindingGroup extends FindingKey {
  /** Null if each says it in its own words. */
  readonly because: string | null;
  /** What they say, where their words are about paths of the extract, so that few of them differ; otherwise null. */
  readonly inShort: string | null;
  readonly fix: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly count: number;
}

/** One finding of a group. */
export interface FoundRecord {
  /** A link's is the JSON list of its ids; null if there is no usable id. */
  readonly recordId: string | null;
  readonly because: string | null;
  readonly causeId: string | null;
  readonly field: string | null;
  readonly position: number | null;
  /** The section that its position is in, of a kind that is read from several; otherwise null. */
  readonly section: string | null;
}

const keyColumns = {
  severity: 'severity',
  among: 'among',
  kind: 'kind',
  rule: 'rule',
  causeKind: 'cause_kind',
} as const;

/** What the latest run found in a school: counted in the database, so ten thousand findings become a few rows. */
export async function listFindingGroups(store: Pick<Store, 'knex'>, school: string): Promise<FindingGroup[]> {
  return readGroups(store, (query) => query.where({ school_id: school }));
}

/** @returns null if there is no such finding */
export async function readFindingGroup(
  store: Pick<Store, 'knex'>,
  school: string,
  key: FindingKey,
): Promise<FindingGroup | null> {
  const [found] = await readGroups(store, (query) => query.where(whereOf(school, key)));
  return found ?? null;
}

interface GroupRow extends FindingKey {
  readonly least: string | null;
  readonly most: string | null;
  readonly fix: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly records: string | number;
}

async function readGroups(
  { knex }: Pick<Store, 'knex'>,
  which: (query: Knex.QueryBuilder) => Knex.QueryBuilder,
): Promise<FindingGroup[]> {
  const rows = await guarded('Reading table findings', () =>
    which(knex('findings'))
      .groupBy(Object.values(keyColumns))
      .select(keyColumns)
      .min({ least: 'because', file: 'file', line: 'line', first: 'number' })
      .max({ most: 'because', fix: 'fix' })
      .count({ records: '*' })
      .orderBy('first')
      .then((found) => found as GroupRow[]),
  );
  const isOfPaths = rows.some(({ rule, least, most }) => least !== most && ofPaths.has(rule));
  const words = isOfPaths ? await wordsOfPaths(knex, which) : [];
  return rows.map(({ severity, among, kind, rule, causeKind, least, most, fix, file, line, records }) => ({
    severity,
    among,
    kind,
    rule,
    causeKind,
    because: least === most ? least : null,
    inShort: least === most ? null : together(words.filter(isOf({ severity, among, kind, rule, causeKind }))),
    fix,
    file,
    line,
    count: Number(records),
  }));
}

interface WordsRow extends FindingKey {
  readonly because: string | null;
}

/** Of rules whose words are about paths of the extract, the words of each path, in the order of the run. */
async function wordsOfPaths(
  knex: Knex,
  which: (query: Knex.QueryBuilder) => Knex.QueryBuilder,
): Promise<readonly WordsRow[]> {
  return guarded('Reading table findings', () =>
    which(knex('findings'))
      .whereIn('rule', [...ofPaths])
      .groupBy([...Object.values(keyColumns), 'because'])
      .select(keyColumns)
      .select('because')
      .min({ first: 'number' })
      .orderBy('first')
      .then((found) => found as WordsRow[]),
  );
}

function isOf(key: FindingKey): (words: WordsRow) => boolean {
  return (words) => (Object.keys(keyColumns) as (keyof FindingKey)[]).every((name) => words[name] === key[name]);
}

function together(words: readonly WordsRow[]): string | null {
  return words.length === 0 ? null : inShort(words.flatMap(({ because }) => because ?? []));
}

/** Two rules that speak of the same record: one that warns of it with what to correct, and a choice that keeps it out. */
export interface DoubtedChoice {
  readonly kind: string;
  readonly warning: string;
  readonly choice: string;
}

/** The pairs of such rules that the latest run found. */
export async function listDoubtedChoices({ knex }: Pick<Store, 'knex'>, school: string): Promise<DoubtedChoice[]> {
  return guarded('Reading table findings', () =>
    knex({ warned: 'findings' })
      .join({ out: 'findings' }, (on) =>
        on
          .on('out.school_id', 'warned.school_id')
          .andOn('out.kind', 'warned.kind')
          .andOn('out.record_id', 'warned.record_id'),
      )
      .where({
        'warned.school_id': school,
        'warned.severity': 'warning',
        'out.severity': 'excluded',
        'out.among': 'choices',
      })
      .whereNotNull('warned.fix')
      .whereNull('out.cause_kind')
      .distinct<DoubtedChoice[]>({ kind: 'warned.kind', warning: 'warned.rule', choice: 'out.rule' }),
  );
}

/** Part of a group's findings, in the order of the run. */
export async function listFoundRecords(
  { knex }: Pick<Store, 'knex'>,
  school: string,
  key: FindingKey,
  part: Part,
): Promise<FoundRecord[]> {
  return guarded('Reading table findings', () =>
    knex('findings')
      .where(whereOf(school, key))
      .orderBy('number')
      .offset(part.offset)
      .limit(part.limit)
      .select<FoundRecord[]>({
        recordId: 'record_id',
        because: 'because',
        causeId: 'cause_id',
        field: 'field',
        position: 'position',
        section: 'section',
      })
      .then((found) => found),
  );
}

function whereOf(school: string, key: FindingKey): (query: Knex.QueryBuilder) => void {
  return (query) => {
    query.where({ school_id: school });
    for (const [name, column] of Object.entries(keyColumns)) query.where(column, key[name as keyof FindingKey]);
  };
}
