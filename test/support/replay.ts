import assert from 'node:assert/strict';
import type { TestDatabase } from './databases.js';
import { columns, sorted, type Tables } from './tables.js';

interface ChangeRow {
  readonly run_id: string;
  readonly number: number;
  readonly table_name: string;
  readonly record_id: string;
  readonly kind: string;
  readonly fields: string;
}

type Fields = Record<string, { before?: unknown; after?: unknown }>;

/** In the order in which they were made: the ids of runs and edits sort by time. */
export async function changesOf({ query: ask }: TestDatabase): Promise<ChangeRow[]> {
  const rows = (await ask('select * from changes')) as unknown as ChangeRow[];
  const when = ({ run_id }: ChangeRow) => run_id.replace('edit-', '');
  return rows.sort((a, b) => (when(a) < when(b) ? -1 : when(a) > when(b) ? 1 : a.number - b.number));
}

/** What the tables hold once changes were made to them, each of which must fit what it meets. */
export function replay(start: Tables, changes: readonly ChangeRow[]): Tables {
  const tables = new Map(
    Object.entries(start).map(([table, rows]) => {
      const width = table.includes('_') ? 3 : 2;
      return [table, new Map(rows.map((row) => [JSON.stringify(row.slice(1, width)), row]))];
    }),
  );
  const [school] = start.schools?.[0] ?? [];
  for (const { table_name: name, record_id: id, kind, fields: text } of changes) {
    const table = tables.get(name);
    assert.ok(table !== undefined, name);
    const fields = JSON.parse(text) as Fields;
    const key = name.includes('_') ? (JSON.parse(id) as string[]) : [id];
    const kept = (columns[name] ?? '').split(', ').slice(1 + key.length);
    // What people typed is none of a run's columns, and they may type it for one who left.
    if (!kept.some((column) => column in fields) && kept.length > 0) continue;
    const at = JSON.stringify(key);
    const old = table.get(at);
    assert.equal(old !== undefined, kind === 'changed' || kind === 'removed', `${name} ${id} ${kind}`);
    kept.forEach((column, index) => {
      const { before } = fields[column] ?? {};
      if (before !== undefined) assert.deepEqual(before, old?.[1 + key.length + index], `${name} ${id} ${column}`);
    });
    if (kind === 'removed') table.delete(at);
    else {
      const values = kept.map((column, index) => {
        const { after } = fields[column] ?? {};
        return after === undefined ? old?.[1 + key.length + index] : after;
      });
      table.set(at, [school, ...key, ...values]);
    }
  }
  return Object.fromEntries([...tables].map(([name, rows]) => [name, sorted([...rows.values()])]));
}
