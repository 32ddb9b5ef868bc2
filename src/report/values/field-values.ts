import type { RuleMemory } from '../../decide/rule-book.js';
import { solveSchool } from '../../decide/solved.js';
import type { Extract } from '../../extract/extract.js';
import type { Configuration } from '../../pipeline/configuration.js';
import { personalOf, tellApart } from '../../pipeline/personal.js';
import { kindsOf, type Field, type LinkKind, type RecordKind } from '../../pipeline/pipeline.js';
import { builtInRules } from '../../pipeline/rules/rule.js';
import { byCodeUnit } from '../../pipeline/text/text.js';
import type { Table } from '../../table/table.js';
import type { Value } from '../../table/value.js';

/** How often a field has each of its values. */
export interface FieldValues {
  readonly isPersonal: boolean;
  /** How many records or links there are. */
  readonly records: number;
  /** How many have no value; a bad value counts as none. */
  readonly blank: number;
  /** How many bad values were noted; there may be more if the findings of a school are too many. */
  readonly bad: number;
  /** Without blanks. */
  readonly counts: ReadonlyMap<Value, number>;
}

export interface FieldValuesOfSchool extends FieldValues {
  readonly school: string;
  readonly name: string | null;
}

/** An extract of which nothing can be said, and why. */
export interface FailedValues {
  /** Null if a broken document did not say it. */
  readonly school: string | null;
  readonly reason: string;
}

export interface ValuesReport {
  readonly kind: RecordKind | LinkKind;
  readonly field: Field;
  /** Whether these are the values as the mapping reads them, before rules split and set. */
  readonly isAsRead: boolean;
  readonly schools: readonly FieldValuesOfSchool[];
  readonly failed: readonly FailedValues[];
}

/** A field of a kind, and how to look at it. */
export interface AskedField extends Pick<ValuesReport, 'kind' | 'field' | 'isAsRead'> {
  readonly configuration: Configuration;
  readonly memory: RuleMemory;
}

/**
 * Counts the values of a field in one extract.
 * @throws ConfigurationError if the school's own file is wrong
 */
export async function valuesOfSchool(extract: Extract, asked: AskedField): Promise<FieldValuesOfSchool> {
  const { kind, field, isAsRead, configuration } = asked;
  const { school, name, findings, tables } = extract;
  const table = isAsRead ? tables.of(kind.name) : await tableOfRules(extract, asked);
  const counts = new Map<Value, number>();
  const column = kind.fields.indexOf(field);
  let blank = 0;
  for (let row = 0; row < table.length; row++) {
    const value = table.at(row, column);
    if (value === null) blank++;
    else counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const paths = new Set([field.from, ...kind.views.map(({ fields }) => fields[column]?.from)]);
  const bad = findings.filter(
    (one) => one.rule === builtInRules.badValue && one.kind === kind.name && paths.has(one.field),
  ).length;
  const { rules, pipeline } = configuration.effective(school);
  // The school's own layers may store something of the field.
  const own = kindsOf(pipeline).find(({ name: of }) => of === kind.name) ?? kind;
  const personal = personalOf(
    pipeline,
    rules.map(({ rule }) => rule),
    own,
    own.fields[column] ?? field,
  );
  const isPersonal = personal.isPersonal || tellApart(personal, counts.size, table.length - blank);
  return { school, name, isPersonal, records: table.length, blank, bad, counts };
}

async function tableOfRules(extract: Extract, { kind, configuration, memory }: AskedField): Promise<Table> {
  const own = configuration.forSchool(extract.school);
  const { world } = await solveSchool(extract, own, configuration.today, memory);
  return world.setOf(kind.name).rows;
}

/** The values of all schools together. What is personal at one of them is personal here. */
export function valuesOfAll(schools: readonly FieldValues[]): FieldValues {
  const counts = new Map<Value, number>();
  for (const one of schools)
    for (const [value, count] of one.counts) counts.set(value, (counts.get(value) ?? 0) + count);
  const sum = (of: (one: FieldValues) => number) => schools.reduce((total, one) => total + of(one), 0);
  return {
    isPersonal: schools.some(({ isPersonal }) => isPersonal),
    records: sum(({ records }) => records),
    blank: sum(({ blank }) => blank),
    bad: sum(({ bad }) => bad),
    counts,
  };
}

/** The most frequent first; of those that are as frequent, in the order of their text. None of what is personal. */
export function shownValues({ isPersonal, counts }: FieldValues): readonly (readonly [Value, number])[] | null {
  if (isPersonal) return null;
  return [...counts].sort(([a, many], [b, few]) => few - many || byCodeUnit(String(a), String(b)));
}
