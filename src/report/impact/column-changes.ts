import { tablesOf } from '../../load/tables/tables.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { columnWords } from '../../pipeline/text/column-words.js';
import { lineOfFile } from '../../pipeline/text/place-text.js';
import type { Place } from '../../pipeline/yaml/yaml-file.js';
import { kindNamed } from '../../words/words.js';
import { placeIn } from './rule-changes.js';

/** What a field that came or went does to the column of its table, whatever a database has. */
export interface ColumnChange {
  readonly kind: string;
  /** Of the version that stores it; of a column that is emptied, the column. */
  readonly field: string;
  readonly change: 'added' | 'gone' | 'emptied';
  /** Of a field that is gone, its kind. */
  readonly place: Place | null;
}

/** Of the kinds that both versions have, in their order. */
export function columnChanges([before, after]: readonly [Pipeline, Pipeline]): ColumnChange[] {
  const old = new Map(tablesOf(before).map((table) => [table.kind, table]));
  return tablesOf(after).flatMap((table): ColumnChange[] => {
    const { kind, emptied } = table;
    const was = old.get(kind);
    if (was === undefined) return [];
    const [stored, now] = [was, table].map(({ kept, local }) => [...kept.map(({ name }) => name), ...local]);
    const added = table.kept.map(({ name }) => name).filter((column) => stored?.includes(column) !== true);
    const gone = (stored ?? []).filter((column) => now?.includes(column) !== true && !emptied.includes(column));
    const newlyEmptied = emptied.filter((column) => !was.emptied.includes(column));
    const change = (which: ColumnChange['change'], pipeline: Pipeline) => (column: string) => {
      const field = fieldOf(pipeline, kind, column);
      const place =
        (which === 'added' ? placeIn({ pipeline }, `${kind}.${field}`) : null) ?? placeIn({ pipeline: after }, kind);
      return { kind, field, change: which, place };
    };
    return [
      ...added.map(change('added', after)),
      ...gone.map(change('gone', before)),
      ...newlyEmptied.map(change('emptied', before)),
    ];
  });
}

function fieldOf(pipeline: Pipeline, kind: string, column: string): string {
  const found = kindNamed(pipeline, kind);
  const fields = found === undefined ? [] : [...found.fields, ...(found.type === 'record' ? found.local : [])];
  return fields.find((field) => field.column === column)?.name ?? column;
}

/** A sentence, and where the cause is written. */
export function columnInWords({ kind, field, change, place }: ColumnChange): { what: string; where: string } {
  const words = columnWords[change](field, kind);
  return { what: `${kind}: ${words}`, where: place === null ? '' : lineOfFile(place) };
}
