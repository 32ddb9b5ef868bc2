import type { RecordKind } from '../pipeline/pipeline.js';

/** A column of a kind's records, as people see it. */
export interface ShownColumn {
  readonly name: string;
  readonly column: string;
  readonly label: string;
  /** Whether people type it, not runs. */
  readonly typed: boolean;
}

/** Everything kept of a kind's records, in the order of the pipeline; never their ids. */
export function shownColumns({ fields, local }: RecordKind): ShownColumn[] {
  const kept = fields.filter((field) => field.kept);
  return [...kept.map(shown(false)), ...local.map(shown(true))];
}

function shown(typed: boolean) {
  return ({ name, column, label }: Omit<ShownColumn, 'typed'>): ShownColumn => ({ name, column, label, typed });
}

/** The column by which people look a record up in a list. */
export function leadColumn(kind: RecordKind): ShownColumn | undefined {
  const columns = nameColumns(kind);
  return columns.find(({ name }) => name === kind.order[0]) ?? columns[0];
}

/** The columns by which people know a record; if the kind has no name, its first column. */
export function nameColumns(kind: RecordKind): ShownColumn[] {
  const columns = shownColumns(kind);
  const named = kind.nameFields.flatMap((name) => columns.filter((column) => column.name === name));
  return named.length > 0 ? named : columns.slice(0, 1);
}
