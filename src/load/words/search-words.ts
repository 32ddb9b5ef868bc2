import { guarded } from '../guarded.js';
import type { Store } from '../dialect.js';
import type { RowChanges } from '../compare/differences.js';
import type { PipelineTable, SqlColumn, Stored } from '../tables/tables.js';
import { WordMoves } from './word-moves.js';
import { wordsTable } from './words-table.js';

interface WordRow {
  readonly word: string;
  readonly part: number;
  readonly ids: string;
}

type WordsOf = Pick<PipelineTable, 'name' | 'found'>;

const key = ['school_id', 'word', 'table_name', 'part'];
const columns: readonly SqlColumn[] = [
  { name: 'school_id', type: 'text' },
  { name: 'word', type: 'text' },
  { name: 'table_name', type: 'text' },
  { name: 'part', type: 'integer' },
  { name: 'ids', type: 'text' },
];

/** Records whose words are in memory at once. */
const recordsAtATime = 50_000;
/** Fewer than the limit of any database for values in one statement. */
const wordsAtATime = 500;
const rowsAtATime = 5000;

/** Makes a table's words what they are once these changes are written. Those who left are found until they are emptied. */
export async function writeWords(
  store: Store,
  school: string,
  { table, changes }: { readonly table: PipelineTable; readonly changes: RowChanges },
): Promise<void> {
  const { added, changed, returned } = changes.counts;
  if (table.found.length === 0 || added + changed + returned === 0) return;
  await guarded(`Writing to table ${wordsTable}`, async () => {
    const moves = new WordMoves();
    const anew = new Set<string>();
    for (const change of changes.of('changed', 'returned')) {
      const { row, before, wasEdited } = change;
      const [id = ''] = row.key;
      if (before !== null && table.found.every((at) => before[at] === row.values[at])) continue;
      // Nobody knows what such a row was found by.
      const isUnknown = before === null || wasEdited;
      if (isUnknown) anew.add(id);
      const valuesOf = (values: readonly Stored[]) => table.found.map((at) => values[at] ?? null);
      moves.changes(id, isUnknown ? [] : valuesOf(before), valuesOf(row.values));
    }
    await takeOutWords(store, school, table, anew);
    const isFirst = added > 0 && !(await hasWords(store, school, table));
    let part = 0;
    let records = 0;
    const flush = async () => {
      if (isFirst) await putNew(store, school, table, part++, moves.come);
      else await merge(store, school, table, moves);
      moves.clear();
      records = 0;
    };
    for (const at of changes.placesOfAdded()) {
      const id = changes.wanted.keyOf(at);
      const values = table.found.map((column) => changes.wanted.valueAt(at, column));
      moves.comes(id, values);
      if (++records === recordsAtATime) await flush();
    }
    if (!moves.isEmpty) await flush();
  });
}

/** Makes the words of all rows of a table anew, in a database in which nobody else works. */
export async function fillWords(store: Store, table: PipelineTable): Promise<void> {
  const { knex, dialect } = store;
  const schools = await knex<{ school_id: string }>(table.name).distinct('school_id');
  for (const { school_id: school } of schools) {
    await knex(wordsTable).where({ school_id: school, table_name: table.name }).delete();
    if (table.found.length === 0) continue;
    const read = ['id', ...table.found.map((at) => table.kept[at].name)];
    const rows = await dialect.read(knex, { table: table.name, columns: read, school });
    for (let from = 0, part = 0; from < rows.length; from += recordsAtATime, part++) {
      const moves = new WordMoves();
      for (const [id, ...values] of rows.slice(from, from + recordsAtATime)) moves.comes(String(id), values);
      await putNew(store, school, table, part, moves.come);
    }
  }
}

/** Takes records out of all words, whatever these are. */
export async function takeOutWords(
  store: Store,
  school: string,
  table: WordsOf,
  ids: ReadonlySet<string>,
): Promise<void> {
  if (ids.size === 0 || table.found.length === 0) return;
  let last: WordRow | undefined;
  do {
    const rows = await nextRows(store, school, table, last);
    const fewer = rows.flatMap((row) => {
      const all = idsOf(row);
      const left = all.filter((id) => !ids.has(id));
      return left.length === all.length ? [] : [{ ...row, left }];
    });
    await write(store, school, table, fewer);
    last = rows.length < rowsAtATime ? undefined : rows.at(-1);
  } while (last !== undefined);
}

export function idsOf({ ids }: Pick<WordRow, 'ids'>): string[] {
  // Without escapes, to split takes half the time, and a search reads many thousands.
  if (ids.includes('\\') || !ids.startsWith('["')) return JSON.parse(ids) as string[];
  return ids.slice(2, -2).split('","');
}

async function nextRows(
  { knex }: Store,
  school: string,
  { name }: WordsOf,
  last: WordRow | undefined,
): Promise<readonly WordRow[]> {
  const query = knex(wordsTable)
    .where({ school_id: school, table_name: name })
    .orderBy(['word', 'part'])
    .limit(rowsAtATime);
  if (last !== undefined) {
    const { word, part } = last;
    void query.where((next) => {
      void next.where('word', '>', word).orWhere((same) => void same.where({ word }).where('part', '>', part));
    });
  }
  return query.select<WordRow[]>('word', 'part', 'ids');
}

async function hasWords({ knex }: Store, school: string, { name }: WordsOf): Promise<boolean> {
  return (await knex(wordsTable).where({ school_id: school, table_name: name }).first('part')) !== undefined;
}

/** Words that have no row yet. */
async function putNew(
  { knex, dialect }: Store,
  school: string,
  { name }: WordsOf,
  part: number,
  come: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  // In the order of the key, they go to the end of its tree.
  const rows = [...come.keys()].sort().map((word) => [school, word, name, part, JSON.stringify(come.get(word))]);
  await dialect.put(knex, { table: wordsTable, key, columns, update: [], rows, isNew: true });
}

async function merge(store: Store, school: string, table: WordsOf, moves: WordMoves): Promise<void> {
  const words = moves.words();
  for (let at = 0; at < words.length; at += wordsAtATime) {
    const some = words.slice(at, at + wordsAtATime);
    const rows = await store
      .knex(wordsTable)
      .where({ school_id: school, table_name: table.name })
      .whereIn('word', some)
      .orderBy('part')
      .select<WordRow[]>('word', 'part', 'ids');
    const moved = rows.map((row) => {
      const gone = moves.gone.get(row.word);
      return { ...row, left: idsOf(row).filter((id) => gone?.has(id) !== true) };
    });
    const there = new Map(moved.toReversed().map((row) => [row.word, row]));
    const added = new Map<string, readonly string[]>();
    for (const word of some) {
      const come = moves.come.get(word);
      const row = there.get(word);
      if (come === undefined) continue;
      if (row === undefined) added.set(word, come);
      else row.left = [...new Set([...row.left, ...come])];
    }
    await write(store, school, table, moved);
    await putNew(store, school, table, 0, added);
  }
}

async function write(
  { knex, dialect }: Store,
  school: string,
  { name }: WordsOf,
  all: readonly (WordRow & { readonly left: readonly string[] })[],
): Promise<void> {
  const some = all.filter(({ left }) => left.length > 0);
  const rows = some.map(({ word, part, left }) => [school, word, name, part, JSON.stringify(left)]);
  await dialect.put(knex, { table: wordsTable, key, columns, update: ['ids'], rows, isNew: false });
  const empty = all.filter(({ left }) => left.length === 0);
  for (const part of new Set(empty.map((row) => row.part))) {
    const words = empty.filter((row) => row.part === part).map(({ word }) => word);
    for (let at = 0; at < words.length; at += wordsAtATime) {
      const gone = words.slice(at, at + wordsAtATime);
      await knex(wordsTable).where({ school_id: school, table_name: name, part }).whereIn('word', gone).delete();
    }
  }
}
