import { shownColumns } from '../browse/columns.js';
import type { Happening } from '../load/history.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { Outside } from '../report/html/words.js';
import { kindNamed } from '../words/words.js';

/** What people call the columns of a kind. */
export function columnLabels(pipeline: Pipeline, name: string): ReadonlyMap<string, string> {
  const kind = kindNamed(pipeline, name);
  if (kind === undefined) return new Map();
  const columns = kind.type === 'record' ? shownColumns(kind) : kind.fields;
  return new Map(columns.map(({ column, label }) => [column, label]));
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
  label,
  field: { before, after },
}: {
  readonly label: string;
  readonly field: Happening['fields'][string];
}) {
  return (
    <>
      {label}: {before !== undefined && <Outside text={textOf(before)} />}
      {before !== undefined && after !== undefined && ' → '}
      {after !== undefined && <Outside text={textOf(after)} />}
    </>
  );
}

function textOf(value: string | number | null): string {
  return value === null ? '(blank)' : String(value);
}
