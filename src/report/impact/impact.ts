import { linkIdsIn } from '../../extract/link-ids.js';
import type { Decision } from '../../decide/decision.js';
import type { EffectiveConfiguration } from '../../pipeline/effective.js';
import { kindsOf, type Pipeline } from '../../pipeline/pipeline.js';
import { keyOf, type Subject } from '../findings/chains.js';
import type { ColumnChange } from './column-changes.js';
import { differingRows, type ChangedField, type Differing } from './differing-rows.js';
import type { ReportedId } from '../../words/mention.js';
import { RuleChanges, type RuleChange } from './rule-changes.js';
import type { RuleTurn } from './days-to-decide.js';
import { responsibleFor, setsOrShares } from './responsible.js';
import { warningChanges, warningsThatDiffer, type WarningChange } from './warning-changes.js';
import { splitOf } from '../../pipeline/rules/rule.js';
import { kindNamed, reportedId } from '../../words/words.js';

export const movements = ['appear', 'go', 'change'] as const;
export type Movement = (typeof movements)[number];

/** What one rule moves within one kind. */
export interface ImpactGroup extends RuleChange {
  readonly kind: string;
  readonly movement: Movement;
  readonly ids: readonly NonNullable<ReportedId>[];
}

/** A record or link with the stored fields that change. */
export interface ChangedValues {
  readonly kind: string;
  readonly id: NonNullable<ReportedId>;
  readonly fields: readonly ChangedField[];
}

/** Whose data would change in one school. */
export interface SchoolImpact {
  readonly school: string;
  readonly name: string | null;
  /** By kind, those of either version. */
  readonly kinds: Readonly<Record<string, Readonly<Record<Movement, readonly NonNullable<ReportedId>[]>>>>;
  /** By kind; within a kind, those that move most first. */
  readonly groups: readonly ImpactGroup[];
  readonly warnings: readonly WarningChange[];
  /** Of each that changes. Shown only to a person who asks for values. */
  readonly values: readonly ChangedValues[];
}

/** What changes from a later day, on which a rule begins or ends. */
export interface LaterImpact {
  /** YYYY-MM-DD */
  readonly day: string;
  /** Null if nothing differs from that day on. */
  readonly impact: SchoolImpact | null;
}

/** A load by the newer version, on the day asked for, that the guard would hold. */
export interface HeldLoad {
  readonly reason: string;
  /** Whether a load by the other version would be held too. */
  readonly isHeldBefore: boolean;
}

/** What changes for one school on the day asked for, and on the later days from which that differs. */
export interface ImpactOverDays extends SchoolImpact {
  readonly later: readonly LaterImpact[];
  /** The days within 400 on which a changed rule begins or ends, whether or not anything differs from then on. */
  readonly turns: readonly RuleTurn[];
  /** Days within 400 on which conditions or look-ups compare otherwise with what is in the extract, and that were too many to decide. */
  readonly undecided: readonly string[];
  /** Null if the load would not be held, or nobody can say. */
  readonly held: HeldLoad | null;
}

/** Those of the days from which something else differs than before. */
export function daysThatDiffer(now: SchoolImpact | null, days: readonly LaterImpact[]): LaterImpact[] {
  let last = JSON.stringify(now);
  return days.filter(({ impact }) => {
    const isSame = JSON.stringify(impact) === last;
    last = JSON.stringify(impact);
    return !isSame;
  });
}

/** A school about which nothing can be said, and why. */
export interface FailedImpact {
  /** Null if a broken document did not say it. */
  readonly school: string | null;
  readonly name: string | null;
  readonly reason: string;
}

/** What a change of the configuration does to the extracts given. */
export interface Impact {
  /** The version compared with, as the person named it. */
  readonly against: string;
  /** The kinds of both versions. */
  readonly pipeline: Pipeline;
  /** Schools in which something differs. */
  readonly schools: readonly ImpactOverDays[];
  /** How many schools stay as they are. */
  readonly unchanged: number;
  readonly failed: readonly FailedImpact[];
  /** Schools whose own files say something else, and that are in no input. */
  readonly withoutExtract: readonly string[];
  /** Whether what all schools share differs, so that schools of which there is no extract may change too. */
  readonly isForAll: boolean;
  /** Fields (`kind.field`) whose look-ups depend on the day, if an input could be read only once, so only as on the day asked for. */
  readonly readOnOneDay: readonly string[];
  /** Which database was asked whether loads would be held, and why not, if it was not asked of all. */
  readonly database: { readonly name: string | null; readonly notAsked: string | null };
  /** What fields that came or went do to the tables, whichever schools there are. */
  readonly columns: readonly ColumnChange[];
  /** Whether a person asked for the values of what changes. */
  readonly hasValues: boolean;
}

/** One version of the configuration, and what it decides about a school. */
export interface DecidedVersion {
  readonly pipeline: Pipeline;
  readonly decision: Decision;
  /** Asked only if something differs. */
  readonly effective: () => EffectiveConfiguration;
}

/**
 * Compares two decisions about the same extract.
 * @returns null if nothing differs
 */
export function impactOnSchool(before: DecidedVersion, after: DecidedVersion): SchoolImpact | null {
  const pipelines = [before.pipeline, after.pipeline] as const;
  const names = kindNames(pipelines);
  const differing = new Map(
    names.map((kind) => [kind, differingRows(kind, [before.decision, after.decision], pipelines)]),
  );
  const moved = [...differing.values()].some(({ appear, go, change }) => appear.length + go.length + change.size > 0);
  const warnings = warningsThatDiffer(before.decision, after.decision);
  if (!moved && warnings.length === 0) return null;
  const changes = new RuleChanges(before.effective(), after.effective());
  const all = (which: 'appear' | 'go'): Subject[] =>
    [...differing].flatMap(([kind, found]) => found[which].map((id) => ({ kind, id })));
  const gone = responsibleFor(all('go'), after.decision, pipelines, changes);
  const come = responsibleFor(all('appear'), before.decision, pipelines, changes);
  const links = linksMoved(differing, pipelines, [gone, come]);
  const groups = new Groups(pipelines);
  for (const [kind, { appear, go, change }] of differing) {
    for (const id of appear) groups.add(kind, 'appear', id, come.get(keyOf({ kind, id })));
    for (const id of go) groups.add(kind, 'go', id, gone.get(keyOf({ kind, id })));
    for (const [id, fields] of change)
      groups.add(kind, 'change', id, changeOf({ kind, id }, fields, pipelines, changes, links));
  }
  const idOf = groups.idOf.bind(groups);
  return {
    school: after.decision.school,
    name: after.decision.name,
    kinds: Object.fromEntries(
      [...differing].map(([kind, { appear, go, change }]) => {
        const shown = (ids: Iterable<string>) => [...ids].map((id) => idOf(kind, id));
        return [kind, { appear: shown(appear), go: shown(go), change: shown(change.keys()) }];
      }),
    ),
    groups: groups.sorted(names),
    warnings: warningChanges(warnings, changes, pipelines),
    values: [...differing].flatMap(([kind, { change }]) =>
      [...change].map(([id, fields]) => ({ kind, id: idOf(kind, id), fields })),
    ),
  };
}

/** For a school in which nothing differs on the day asked for, but on a later one, or in the guard. */
export function noImpact(
  { school, name }: Pick<Decision, 'school' | 'name'>,
  pipelines: readonly [Pipeline, Pipeline],
): SchoolImpact {
  const none = { appear: [], go: [], change: [] };
  const kinds = Object.fromEntries(kindNames(pipelines).map((kind) => [kind, none]));
  return { school, name, kinds, groups: [], warnings: [], values: [] };
}

function kindNames([before, after]: readonly [Pipeline, Pipeline]): string[] {
  return [...new Set([after, before].flatMap((one) => kindsOf(one).map(({ name }) => name)))];
}

/** How many ids each rule moves. */
export function countsByRule(groups: readonly ImpactGroup[]): Record<string, number> {
  const by = new Map<string, number>();
  for (const { rule, ids } of groups) by.set(rule, (by.get(rule) ?? 0) + ids.length);
  return Object.fromEntries(by);
}

/** For each record, what is responsible for a link of it that came or went: its values may come from there. */
function linksMoved(
  differing: ReadonlyMap<string, Differing>,
  pipelines: readonly Pipeline[],
  responsible: readonly ReadonlyMap<string, RuleChange>[],
): ReadonlyMap<string, RuleChange> {
  const found = new Map<string, RuleChange>();
  for (const [kind, { appear, go }] of differing) {
    const link = pipelines.map((one) => kindNamed(one, kind)).find((one) => one?.type === 'link');
    if (link?.type !== 'link') continue;
    for (const id of [...go, ...appear]) {
      const change = responsible.map((one) => one.get(keyOf({ kind, id }))).find((one) => one !== undefined);
      if (change === undefined) continue;
      linkIdsIn(id).forEach((end, index) => {
        const key = `${kind}\0${keyOf({ kind: link.ends[index === 0 ? 0 : 1].to, id: end })}`;
        if (!found.has(key)) found.set(key, change);
      });
    }
  }
  return found;
}

/** What gave a field another value: a rule that sets or shares it, the way it is read, or the links it comes from. */
function changeOf(
  one: Subject,
  fields: readonly ChangedField[],
  pipelines: readonly Pipeline[],
  changes: RuleChanges,
  links: ReadonlyMap<string, RuleChange>,
): RuleChange {
  const { kind } = one;
  for (const { name: field } of fields) {
    const sharedWith = (rule: Parameters<Parameters<RuleChanges['differing']>[1]>[0]) =>
      splitOf(rule)?.share.some((share) => share.link === kind && share.field === field) === true;
    const split = pipelines.flatMap((one) => one.records).flatMap(({ name }) => changes.differing(name, sharedWith));
    const found = changes.differing(kind, setsOrShares(field))[0] ?? split[0] ?? changes.ofField(kind, field);
    if (found !== null) return found;
    for (const pipeline of pipelines) {
      const from = kindNamed(pipeline, kind)?.fields.find(({ name }) => name === field)?.else ?? null;
      if (from === null) continue;
      const moved = links.get(`${from.link}\0${keyOf(one)}`) ?? changes.ofField(from.link, from.field);
      if (moved !== null) return moved;
    }
  }
  return { ...changes.ofKind(kind), rule: `${kind}.${fields[0]?.name ?? ''}`, how: 'another value' };
}

class Groups {
  readonly #groups = new Map<string, { head: Omit<ImpactGroup, 'ids'>; ids: NonNullable<ReportedId>[] }>();

  constructor(private readonly pipelines: readonly [Pipeline, Pipeline]) {}

  idOf(kind: string, id: string): NonNullable<ReportedId> {
    const [before, after] = this.pipelines;
    return reportedId(kindNamed(after, kind) === undefined ? before : after, kind, id) ?? id;
  }

  add(kind: string, movement: Movement, id: string, change: RuleChange | undefined): void {
    if (change === undefined) throw new Error(`nothing is responsible for ${kind}`);
    const key = JSON.stringify([kind, movement, change]);
    const known = this.#groups.get(key) ?? { head: { ...change, kind, movement }, ids: [] };
    known.ids.push(this.idOf(kind, id));
    this.#groups.set(key, known);
  }

  sorted(kinds: readonly string[]): ImpactGroup[] {
    return [...this.#groups.values()]
      .map(({ head, ids }): ImpactGroup => ({ ...head, ids }))
      .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || b.ids.length - a.ids.length);
  }
}
