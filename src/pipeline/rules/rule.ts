import { effectNamed, type EffectName } from '../vocabulary/effects.js';
import type { During } from '../terms.js';
import type { TextStep } from '../text/text-functions.js';
import type { Literal } from '../vocabulary/literal.js';
import type { OperatorName } from '../vocabulary/operators.js';
import type { WayToShareName } from '../vocabulary/ways-to-share.js';
import type { Moved } from './moved-day.js';
import type { Place } from '../yaml/yaml-file.js';

/** What a rule does; one that sets fields or splits records says with what. */
export type Effect =
  | { readonly type: EffectName }
  | { readonly type: EffectName; readonly values: ReadonlyMap<string, SetValue> }
  | SplitEffect;

export interface SplitEffect {
  readonly type: EffectName;
  readonly by: string;
  readonly share: readonly Share[];
}

/** A constant, or what another field has, by the name of its fact: of the same record or link, or of a link's end. */
export type SetValue =
  | { readonly constant: string | number | boolean | null }
  | { readonly field: string; readonly text: readonly TextStep[] };

/** How the halves of a split record share out one of its fields, or its links of a kind. */
export interface Share {
  readonly link: string | null;
  readonly field: string;
  readonly way: WayToShareName;
}

export type Condition =
  { readonly all: readonly Condition[] } | { readonly any: readonly Condition[] } | { readonly not: Condition } | Leaf;

export interface Leaf {
  readonly fact: string;
  /** What the fact is if it is the rank of a link. */
  readonly rank?: Rank;
  readonly operator: OperatorName;
  readonly value: Literal | Reference;
  /** Whether the case of texts is ignored. */
  readonly ignoreCase?: true;
  /** The day of an age: YYYY-MM-DD, or MM-DD for the next such day; today if there is none. */
  readonly on?: string;
}

/** An option, or the day of the run, which may be moved. */
export interface Reference extends Moved {
  readonly fact: string;
}

/** The place of a link among those of one record whose own rules without a rank hold. */
export interface Rank {
  /** The end whose records are ranked, for each record at the other. */
  readonly of: string;
  /** The facts that put them in order: the first that differs decides. */
  readonly by: readonly string[];
}

export interface Rule {
  readonly name: string;
  /** The record or link kind it speaks about. */
  readonly kind: string;
  readonly because: string | null;
  readonly fix: string | null;
  /** For `warn`: what comes through, or everything read. */
  readonly for: 'through' | 'all';
  /** For `warn`: one finding for the whole school. */
  readonly once: boolean;
  /** First and last day on which it holds, YYYY-MM-DD, or both MM-DD for each year. */
  readonly from: string | null;
  readonly until: string | null;
  /** In place of days: terms in which it holds, or outside of which it does. */
  readonly during?: During;
  readonly conditions: Condition;
  readonly effect: Effect;
  readonly place: Place;
}

type WithEffect = Pick<Rule, 'effect'>;

const noValues: ReadonlyMap<string, SetValue> = new Map();

/** Which fields a rule sets, and to what; none if it does something else. */
export function valuesSetBy({ effect }: WithEffect): ReadonlyMap<string, SetValue> {
  return 'values' in effect ? effect.values : noValues;
}

export function sets({ effect }: WithEffect): boolean {
  return 'values' in effect;
}

export function warns({ effect }: WithEffect): boolean {
  return effectNamed[effect.type].warns;
}

/** How a rule splits records; null if it does something else. */
export function splitOf({ effect }: WithEffect): SplitEffect | null {
  return 'by' in effect ? effect : null;
}

/** True if a rule's conditions must hold for a record or link to come through, false if they must not; else null. */
export function wantedBy({ effect }: WithEffect): boolean | null {
  return effectNamed[effect.type].wants;
}

/** Rules of findings that are in no YAML. */
export const builtInRules = {
  endStaysOut: 'end-stays-out',
  dangling: 'dangling',
  allDangle: 'all-dangle',
  ambiguousKey: 'ambiguous-key',
  noId: 'no-id',
  allNoId: 'all-no-id',
  badValue: 'bad-value',
  dateWithTime: 'date-with-time',
  unreadPath: 'unread-path',
  unreadSection: 'unread-section',
  outsideViews: 'outside-views',
  noSchool: 'no-school',
  emptyView: 'empty-view',
  emptyChoice: 'empty-choice',
  lookupDiffers: 'lookup-differs',
  emptyLookup: 'empty-lookup',
  periodReversed: 'period-reversed',
  repeatedKey: 'repeated-key',
  repeatDiffers: 'repeat-differs',
  repeatUnlike: 'repeat-unlike',
  likelyDuplicate: 'likely-duplicate',
  alike: 'alike',
  furtherFindings: 'further-findings',
  halfIdTaken: 'half-id-taken',
  noneThrough: 'none-through',
  termOver: 'term-over',
  halfMoved: 'half-moved',
  forgotten: 'forgotten',
  erasedHalf: 'erased-half',
} as const;

/** Built-in rules that speak of a field, or of all records and links of a kind, never of a single one. */
export const ofAll: ReadonlySet<string> = new Set([
  builtInRules.allDangle,
  builtInRules.allNoId,
  builtInRules.dateWithTime,
  builtInRules.noneThrough,
  builtInRules.termOver,
  builtInRules.unreadPath,
  builtInRules.emptyView,
  builtInRules.emptyChoice,
  builtInRules.emptyLookup,
]);

/** Built-in rules that speak of a path of the extract, never of a record: those of two paths have no words in common. */
export const ofPaths: ReadonlySet<string> = new Set([
  builtInRules.badValue,
  builtInRules.dateWithTime,
  builtInRules.emptyLookup,
  builtInRules.lookupDiffers,
  builtInRules.repeatDiffers,
  builtInRules.unreadPath,
  builtInRules.unreadSection,
]);

export function isLeaf(condition: Condition): condition is Leaf {
  return 'fact' in condition;
}

/** The conditions directly inside one. */
export function below(condition: Condition): readonly Condition[] {
  if ('all' in condition) return condition.all;
  if ('any' in condition) return condition.any;
  if ('not' in condition) return [condition.not];
  return [];
}
