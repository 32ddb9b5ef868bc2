import { shownColumns, shownField, type ShownColumn } from '../browse/columns.js';
import type { Happening } from '../load/history.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { Outside } from '../report/html/words.js';
import { kindNamed } from '../words/words.js';
import { DateOf } from './time.js';

/** The columns of a kind as people see them, by their names in the tables. */
export function columnsByName(pipeline: Pipeline, name: string): ReadonlyMap<string, ShownColumn> {
  const kind = kindNamed(pipeline, name);
  if (kind === undefined) return new Map();
  const columns = kind.type === 'record' ? shownColumns(kind) : kind.fields.map(shownField);
  return new Map(columns.map((column) => [column.column, column]));
}

/** What changed, without the columns that no page shows. */
export function changesShown(
  pipeline: Pipeline,
  name: string,
  fields: Happening['fields'],
): [string, Happening['fields'][string]][] {
  const hidden = (kindNamed(pipeline, name)?.fields ?? [])
    .filter(({ kept, isShown }) => kept && !isShown)
    .map(({ column }) => column);
  return Object.entries(fields).filter(([column]) => !hidden.includes(column));
}

/** One field of a change: its value before and after, or the one that it came or went with. */
export function FieldChange({
  name,
  column,
  field: { before, after },
}: {
  /** Of the column in the tables. */
  readonly name: string;
  /** Undefined if the pipeline has it no more. */
  readonly column: ShownColumn | undefined;
  readonly field: Happening['fields'][string];
}) {
  const shown = (value: string | number | null) => {
    if (value === null) return '(blank)';
    return column?.isDay === true ? <DateOf text={String(value)} /> : <Outside text={String(value)} />;
  };
  return (
    <>
      {column?.label ?? name}: {before !== undefined && shown(before)}
      {before !== undefined && after !== undefined && ' → '}
      {after !== undefined && shown(after)}
    </>
  );
}
