import type { Field } from '../../pipeline/pipeline.js';
import type { FieldPlan, LinkPlan, NeededPath, RecordPlan, Sought, WithinPlan } from './section-plan.js';
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

function soughtWithin(plan: WithinPlan): Sought[] {
  const kind = plan.kind.name;
  return [
    { kind, columns: plan.keys.flatMap(({ id }) => id.columns), inEntries: false },
    ...plan.kind.fields.flatMap(({ isOptional }, at) => (isOptional ? [] : soughtInEntries(plan, at))),
  ];
}

function soughtInEntries({ kind, keys }: WithinPlan, at: number): Sought[] {
  const columns = keys.flatMap((key) => columnsOf(key.fields[at]));
  return columns.length === 0 ? [] : [{ kind: kind.name, columns, inEntries: true }];
}

/** Of what a view reads, the paths without which it would let in what they keep out. */
export function neededBy(plan: RecordPlan | LinkPlan): NeededPath[] {
  const own = plan.fields.filter(({ field }) => isNeeded(field)).flatMap((read) => neededOf(read, plan.kind.name));
  const within = 'within' in plan ? plan.within : [];
  const inEntries = within.flatMap((link) =>
    link.kind.fields.flatMap((field, at) =>
      isNeeded(field) ? soughtInEntries(link, at).map((one) => neededFor(one, field)) : [],
    ),
  );
  return [...own, ...inEntries];
}

/** The paths by which a view knows which entries it takes, and of which schools they are. */
export function decidingFor({ kind, deciding, school }: RecordPlan | LinkPlan): NeededPath[] {
  const needed = (key: string, columns: AskedColumns, at: string) =>
    askedFor(kind.name, columns).map((one) => ({ ...one, for: `${key} of ${kind.name}`, at: [at, kind.name] }));
  return [
    ...needed('where', deciding, `${kind.name}:from`),
    ...needed('school', school === null ? [] : [[school]], `${kind.name}:school`),
  ];
}

/** Whether a blank of the field lets in what a value keeps out. */
export function isNeeded({ onBad, isOptional }: Field): boolean {
  return onBad === 'out' && !isOptional;
}

export function neededFor(sought: Sought, { name }: Field): NeededPath {
  return { ...sought, for: `${name} of ${sought.kind}`, at: [`${sought.kind}.${name}`, sought.kind] };
}

/** A value that is looked up may do without the others; by itself it needs the ids that are looked for. */
function neededOf(read: FieldPlan, kind: string): NeededPath[] {
  const ways = waysOf(read);
  const isLookedUp = ways.some(({ lookup }) => lookup !== null);
  if (isLookedUp && ways.length > 1) return [];
  const own = ways.flatMap(({ lookup }) => lookup?.own ?? []);
  const sought = isLookedUp ? own.map(({ column }) => one(kind, column)) : soughtOfField(kind, read);
  return sought.map((one) => neededFor(one, read.field));
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
  if (field.field.isOptional) return [];
  const own = waysOf(field).flatMap(({ lookup }) => lookup?.own ?? []);
  const ids = own.map(({ column }) => one(kind, column));
  if (columns.length === 0) return ids;
  // What may be blank may be missing.
  const chosenBy = waysOf(field).flatMap(({ choice }) => [
    ...(choice?.where?.asked ?? []),
    ...(choice?.order ? [[choice.order.column]] : []),
  ]);
  return [
    { kind, columns, inEntries: false },
    ...ids,
    ...chosenBy.map((by) => ({ kind, columns: by, inEntries: true })),
  ];
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
