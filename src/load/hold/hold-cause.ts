import { foldCase } from '../../pipeline/text/text.js';
import type { Decision } from '../../decide/decision.js';
import { kindsOf, recordKind, type LinkKind, type Pipeline, type RecordKind } from '../../pipeline/pipeline.js';
import { builtInRules } from '../../pipeline/rules/rule.js';
import type { TablePlan } from '../compare/table-plan.js';
import type { TableRow } from '../tables/tables.js';
import { Departures, type Departure } from './departures.js';
import type { Hold, HoldReason } from './weigh.js';

/** What most likely made a load look like an accident: kinds, fields and rules by their names, and numbers. */
export type HoldCause =
  | { readonly type: 'first'; readonly read: readonly CountOfKind[]; readonly by: readonly CountOfRule[] }
  | { readonly type: 'file' }
  /** Sections came empty, and what the MIS grants the export for them. */
  | { readonly type: 'section'; readonly kinds: readonly string[]; readonly granted: readonly string[] }
  /** Of those that would go, so many come again with the same names and other ids. */
  | { readonly type: 'new-ids'; readonly kinds: readonly (CountOfKind & { readonly of: number })[] }
  /** Fields that no row has any longer, also as the extract calls them. */
  | { readonly type: 'lost'; readonly fields: readonly LostField[] }
  | ({ readonly type: 'rule' } & CountOfRule)
  /** The extract lacks so many that were loaded, and so many records go only because these do. */
  | { readonly type: 'missing'; readonly kinds: readonly CountOfKind[]; readonly with: readonly CountOfKind[] }
  /** The extract has nobody of some groups any longer. */
  | { readonly type: 'groups'; readonly kind: string; readonly field: string; readonly values: readonly string[] }
  | { readonly type: 'unknown' };

interface CountOfKind {
  readonly kind: string;
  readonly count: number;
}

interface CountOfRule {
  readonly rule: string;
  readonly because: string | null;
  readonly count: number;
}

interface LostField {
  readonly kind: string;
  readonly column: string;
  readonly source: string;
  /** How many rows had it. */
  readonly had: number;
}

interface Context {
  readonly pipeline: Pipeline;
  readonly decision: Decision;
  /** All tables, also those of which little enough would go. */
  readonly tables: readonly TablePlan[];
}

/** One cause, the one that explains most. */
export function causeOf({ reasons, isFileLost = false }: Hold, context: Context): HoldCause {
  const { pipeline, decision } = context;
  const first = reasons.filter(({ type }) => type === 'first');
  if (first.length > 0) return nothingThrough(first, decision);
  if (isFileLost) return { type: 'file' };
  const empty = reasons.filter(({ type }) => type === 'section');
  if (empty.length > 0) return { type: 'section', kinds: empty.map(kindOf), granted: grantedWith(empty, pipeline) };
  const going = goingOf(reasons);
  const renamed = going.flatMap((plan) => {
    const count = sameNames(plan, pipeline);
    return count === 0 ? [] : [{ kind: plan.table.kind, count, of: plan.changes.counts.removed }];
  });
  if (renamed.length > 0) return { type: 'new-ids', kinds: renamed };
  const lost = reasons.filter((reason) => reason.type === 'lost');
  if (lost.length > 0)
    return {
      type: 'lost',
      fields: lost.map((one) => {
        return { kind: kindOf(one), column: one.column, source: sourceOf(one, pipeline), had: one.count };
      }),
    };
  return causeOfRemovals(going, context);
}

/** What goes because of it being too much, or all. */
export function goingOf(reasons: readonly HoldReason[]): TablePlan[] {
  return reasons.filter(({ type }) => type === 'removals' || type === 'emptied').map(({ plan }) => plan);
}

function kindOf({ plan }: HoldReason): string {
  return plan.table.kind;
}

/** On a first load that brings nothing through: which kinds, and which rules keep most out. */
function nothingThrough(first: readonly HoldReason[], { findings }: Decision): HoldCause {
  const counts = new Map<string, CountOfRule>();
  for (const { severity, causeKind, rule, because } of findings)
    if ((severity === 'excluded' && causeKind === null) || severity === 'rejected')
      counts.set(rule, { rule, because, count: (counts.get(rule)?.count ?? 0) + 1 });
  const by = [...counts.values()].sort((a, b) => b.count - a.count).slice(0, 3);
  return { type: 'first', read: first.map((one) => ({ kind: kindOf(one), count: one.count })), by };
}

/** Most of those that go have to be in groups that are gone, and no more than these can be read. */
const explaining = 0.8;
const mostGroups = 6;

/**
 * Groups that a list can be narrowed to, as years and classes are, of which the extract has nobody: null if they do not
 * explain most of what goes of a kind.
 */
function missingGroups(lacking: readonly TablePlan[], pipeline: Pipeline): HoldCause | null {
  for (const { table, changes } of lacking) {
    const kind = pipeline.records.find(({ name }) => name === table.kind);
    for (const name of kind?.filters ?? []) {
      const column = kind?.fields.find((field) => field.name === name)?.column;
      const at = table.kept.findIndex((kept) => kept.name === column);
      if (at < 0) continue;
      const stays = new Set<string>();
      for (let place = 0; place < changes.wanted.length; place++)
        stays.add(String(changes.wanted.valuesOf(place)[at] ?? ''));
      const gone = new Map<string, number>();
      for (const { row } of changes.of('removed')) {
        const value = String(row.values[at] ?? '');
        if (value !== '' && !stays.has(value)) gone.set(value, (gone.get(value) ?? 0) + 1);
      }
      const explained = [...gone.values()].reduce((sum, count) => sum + count, 0);
      if (gone.size === 0 || gone.size > mostGroups || explained < explaining * changes.counts.removed) continue;
      return { type: 'groups', kind: table.kind, field: name, values: [...gone.keys()] };
    }
  }
  return null;
}

/** What a permission is given for: a section of its own or, only if none of them has one, that of its records. */
function grantedWith(empty: readonly HoldReason[], pipeline: Pipeline): string[] {
  const kinds = empty.map((reason) => kindIn(pipeline, kindOf(reason)));
  const own = kinds.filter((kind) => kind.type === 'record' || kind.within === null);
  if (own.length > 0) return own.map(({ name }) => name);
  return [...new Set(kinds.map((kind) => (kind.type === 'link' ? (kind.within ?? kind.name) : kind.name)))];
}

/** The field as the extract calls it. */
function sourceOf({ plan, column }: Extract<HoldReason, { type: 'lost' }>, pipeline: Pipeline): string {
  const field = kindIn(pipeline, plan.table.kind).fields.find((one) => one.column === column);
  return field?.from ?? column;
}

export function kindIn(pipeline: Pipeline, name: string): RecordKind | LinkKind {
  const kind = kindsOf(pipeline).find((one) => one.name === name);
  if (kind === undefined) throw new Error(`the pipeline has no kind ${name}`);
  return kind;
}

/** How many of the records that go have the same name as a new one. */
function sameNames({ table, changes }: TablePlan, pipeline: Pipeline): number {
  if (!table.keepsLeft) return 0;
  const { nameFields, fields } = recordKind(pipeline, table.kind);
  const columns = nameFields.map((name) => fields.find((field) => field.name === name)?.column);
  const indexes = columns.map((column) => table.kept.findIndex(({ name }) => name === column));
  if (indexes.length === 0 || indexes.includes(-1)) return 0;
  const nameOf = ({ values }: TableRow): string =>
    JSON.stringify(indexes.map((index) => foldCase(String(values[index] ?? ''))));
  const added = new Map<string, number>();
  for (const { row } of changes.of('added')) added.set(nameOf(row), (added.get(nameOf(row)) ?? 0) + 1);
  let same = 0;
  for (const { row } of changes.of('removed')) {
    const left = added.get(nameOf(row)) ?? 0;
    if (left === 0) continue;
    added.set(nameOf(row), left - 1);
    same++;
  }
  return same;
}

/** By what most of those that go are out in the end: a rule of the YAML, or what the extract lacks. */
function causeOfRemovals(going: readonly TablePlan[], { pipeline, decision, tables }: Context): HoldCause {
  const departures = new Departures(tables, pipeline, decision);
  const kinds = new Set(going.map(({ table }) => table.kind));
  const lacked = new Set<string>();
  const byRule = new Map<string, CountOfRule & { readonly isBuiltIn: boolean }>();
  let missing = 0;
  for (const departure of departures.all) {
    if (!kinds.has(departure.kind)) continue;
    const end = departures.endOf(departure);
    if (end.type === 'missing') {
      missing++;
      for (const { kind } of end.lacks) lacked.add(kind);
    } else {
      const { rule, because, place } = end.by;
      byRule.set(rule, { rule, because, count: (byRule.get(rule)?.count ?? 0) + 1, isBuiltIn: place === null });
    }
  }
  const [most] = [...byRule.values()].sort((a, b) => b.count - a.count);
  if (most !== undefined && most.count > missing && !most.isBuiltIn) {
    const { rule, because } = most;
    return {
      type: 'rule',
      rule,
      because,
      count: departures.all.filter((one) => departures.isKeptOutBy(one, rule)).length,
    };
  }
  const groups = missingGroups(
    tables.filter(({ table }) => lacked.has(table.kind)),
    pipeline,
  );
  if (groups !== null) return groups;
  // Past the limit of findings, what has none may be in the extract all the same.
  const isKnown = !decision.findings.some(({ rule }) => rule === builtInRules.furtherFindings);
  if (!isKnown || missing === 0 || missing < (most?.count ?? 0)) return { type: 'unknown' };
  const count = (of: readonly Departure[]): CountOfKind[] =>
    kindsOf(pipeline).flatMap(({ name: kind }) => {
      const many = of.filter((one) => one.kind === kind).length;
      return many === 0 ? [] : [{ kind, count: many }];
    });
  const isRecord = ({ ends }: Departure): boolean => ends.length === 0;
  return {
    type: 'missing',
    kinds: count(departures.all.filter((one) => lacked.has(one.kind) && departures.isRoot(one))),
    with: count(
      departures.all.filter(
        (one) => isRecord(one) && !departures.isRoot(one) && departures.endOf(one).type === 'missing',
      ),
    ),
  };
}
