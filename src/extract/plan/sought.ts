import type { FieldPlan, LinkPlan, RecordPlan, Sought, WithinPlan } from './section-plan.js';
import type { AskedColumns } from './where-plan.js';

/** What some entry should have for a view of records. */
export function soughtOf({ kind, asked, id, fields, within }: RecordPlan): Sought[] {
  return [
    ...askedFor(kind.name, asked),
    ...id.columns.map((column) => one(kind.name, column)),
    ...fields.flatMap((field) => soughtOfField(kind.name, field)),
    ...within.flatMap((link) => soughtWithin(link)),
  ];
}

function soughtWithin({ kind: { name, fields }, keys }: WithinPlan): Sought[] {
  const ofField = (at: number) => keys.flatMap((key) => columnsOf(key.fields[at]));
  return [
    { kind: name, columns: keys.flatMap(({ id }) => id.columns), inEntries: false },
    ...fields.map((_, at) => ({ kind: name, columns: ofField(at), inEntries: true })),
  ];
}

/** The same for a view of links. */
export function soughtOfLink({ kind, asked, ends, fields }: LinkPlan): Sought[] {
  const ids = ends.flatMap(({ columns }) => columns);
  return [
    ...askedFor(kind.name, asked),
    ...ids.map((column) => one(kind.name, column)),
    ...fields.flatMap((field) => soughtOfField(kind.name, field)),
  ];
}

function soughtOfField(kind: string, field: FieldPlan): Sought[] {
  const columns = columnsOf(field);
  if (columns.length === 0) return [];
  // What may be blank may be missing.
  const chosenBy = waysOf(field).flatMap(({ choice }) => [
    ...(choice?.where.filter(({ is }) => !is.includes(null)) ?? []),
    ...(choice?.order ? [choice.order] : []),
  ]);
  return [{ kind, columns, inEntries: false }, ...chosenBy.map((by) => ({ ...one(kind, by.column), inEntries: true }))];
}

/** A field as it is read, and then as it is read if that is blank or bad. */
export function waysOf(field: FieldPlan): FieldPlan[] {
  return field.next === null ? [field] : [field, ...waysOf(field.next)];
}

function columnsOf(field: FieldPlan): number[] {
  return waysOf(field).flatMap(({ column }) => column ?? []);
}

/** What a `where` asks for. */
export function askedFor(kind: string, asked: AskedColumns): Sought[] {
  return asked.map((columns) => ({ kind, columns, inEntries: false }));
}

function one(kind: string, column: number): Sought {
  return { kind, columns: [column], inEntries: false };
}
