import { linkId, type LinkIds } from '../extract/link-ids.js';
import type { Extract } from '../extract/extract.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import type { Table } from '../table/table.js';
import type { Tables } from '../table/tables.js';
import type { Value } from '../table/value.js';
import { WrittenEnds } from './written-ends.js';

/** One thing that a person does at the source. */
export type Edit =
  | {
      readonly type: 'write';
      readonly kind: string;
      readonly id: string;
      readonly field: number;
      readonly value: Value;
    }
  | {
      readonly type: 'write link';
      readonly kind: string;
      readonly ids: LinkIds;
      readonly field: number;
      readonly value: Value;
    }
  | { readonly type: 'add'; readonly kind: string; readonly id: string; readonly values: readonly Value[] }
  | {
      readonly type: 'link';
      readonly kind: string;
      readonly ids: LinkIds;
      readonly key: string;
      readonly values: readonly Value[];
    }
  | { readonly type: 'unlink'; readonly kind: string; readonly ids: LinkIds; readonly key: string }
  /** A reference moves to another key. */
  | { readonly type: 'move'; readonly kind: string; readonly ids: LinkIds; readonly key: string }
  /** A reference names another record. */
  | { readonly type: 'point'; readonly kind: string; readonly ids: LinkIds; readonly to: LinkIds };

/** The extract as it would be with edits made. It shares with the real one what is not edited. */
export function editedExtract(extract: Extract, edits: readonly Edit[], pipeline: Pipeline): Extract {
  const tables = extract.tables.copy();
  const written = new WrittenEnds(pipeline, tables);
  for (const edit of edits) make(edit, tables, written);
  return { ...extract, tables };
}

function make(edit: Edit, tables: Tables, written: WrittenEnds): void {
  const table = tables.of(edit.kind);
  if (edit.type === 'add') {
    const values = written.valuesOf(edit.kind, edit.id, edit.values);
    table.add({ ids: [edit.id], position: 0, key: '', values });
    return;
  }
  if (edit.type === 'link') {
    const ids = written.idsOf(edit.kind, edit.ids);
    table.add({ ids, position: 0, key: edit.key, values: edit.values });
    return;
  }
  const rows = edit.type === 'write' ? table.rowsWith([edit.id]) : written.rowsOf(edit.kind, edit.ids);
  if (edit.type === 'unlink') table.remove(rows.filter((row) => table.key(row) === edit.key));
  else if (edit.type === 'point') point(table, rows, written.idsOf(edit.kind, edit.to));
  else for (const row of rows) change(edit, table, row);
}

function point(table: Table, rows: Int32Array, to: LinkIds): void {
  for (const row of rows)
    to.forEach((id, end) => {
      table.putId(row, end, id);
    });
}

function change(edit: Exclude<Edit, { type: 'add' | 'link' | 'unlink' | 'point' }>, table: Table, row: number): void {
  if (edit.type === 'move') table.putKey(row, edit.key);
  else table.put(row, edit.field, edit.value);
}

/** What edits make of the values of a record. */
export function valuesAfter(
  edits: readonly Edit[],
  kind: string,
  id: string,
  before: readonly Value[],
): readonly Value[] {
  let values: Value[] | null = null;
  for (const edit of edits) {
    if (edit.type !== 'write' || edit.kind !== kind || edit.id !== id) continue;
    values ??= [...before];
    values[edit.field] = edit.value;
  }
  return values ?? before;
}

/** The values of a record that edits add; null if none does. */
export function addedValues(edits: readonly Edit[], kind: string, id: string): readonly Value[] | null {
  const added = edits.find((edit) => edit.type === 'add' && edit.kind === kind && edit.id === id);
  return added?.type === 'add' ? valuesAfter(edits, kind, id, added.values) : null;
}

/** What edits make of a link's own values and of the keys that name it. */
export function linkAfter(
  edits: readonly Edit[],
  kind: string,
  ids: LinkIds,
  before: { readonly values: readonly Value[]; readonly keys: readonly string[] },
): { readonly values: readonly Value[]; readonly keys: readonly string[] } {
  let { keys } = before;
  const values = [...before.values];
  for (const edit of edits) {
    if (edit.type === 'write' || edit.type === 'add' || edit.kind !== kind || linkId(edit.ids) !== linkId(ids))
      continue;
    if (edit.type === 'write link') values[edit.field] = edit.value;
    else if (edit.type === 'move') keys = [edit.key];
    else if (edit.type === 'link') keys = [...keys, edit.key];
    else if (edit.type === 'unlink') keys = keys.filter((key) => key !== edit.key);
  }
  return { keys, values };
}
