import type { WayToShare } from '../parts.js';
import type { Literal } from '../vocabulary/literal.js';
import type { OperatorName } from '../vocabulary/operators.js';
import type { Place } from '../yaml/yaml-file.js';

export const effects = ['require', 'exclude', 'set', 'split', 'warn'] as const;
export type EffectName = (typeof effects)[number];

export type Effect =
  | { readonly type: 'require' | 'exclude' | 'warn' }
  | { readonly type: 'set'; readonly values: ReadonlyMap<string, SetValue> }
  | { readonly type: 'split'; readonly by: string; readonly share: readonly Share[] };

/** A constant, or the mapped value of another field of the same record. */
export type SetValue = { readonly constant: string | number | boolean | null } | { readonly field: string };

/** How a field of a record that is split, or of its links of a kind, is shared out between the halves. */
export interface Share {
  readonly link: string | null;
  readonly field: string;
  readonly way: WayToShare;
}

export type Condition =
  { readonly all: readonly Condition[] } | { readonly any: readonly Condition[] } | { readonly not: Condition } | Leaf;

export interface Leaf {
  readonly fact: string;
  readonly operator: OperatorName;
  readonly value: Literal | { readonly fact: string };
}

export interface Rule {
  readonly name: string;
  /** The record or link kind it speaks about. */
  readonly kind: string;
  readonly because: string | null;
  readonly fix: string | null;
  /** For `warn`: what comes through, or everything read. */
  readonly for: 'through' | 'all';
  /** For `warn`: one finding a school. */
  readonly once: boolean;
  /** First and last day (YYYY-MM-DD) on which it holds. */
  readonly from: string | null;
  readonly until: string | null;
  readonly conditions: Condition;
  readonly effect: Effect;
  readonly place: Place;
}

/** Rules of a record being out that name no YAML rule. */
export const builtInRules = {
  endStaysOut: 'end-stays-out',
  dangling: 'dangling',
  allDangle: 'all-dangle',
  noId: 'no-id',
  badValue: 'bad-value',
  dateWithTime: 'date-with-time',
  unreadPath: 'unread-path',
  repeatedKey: 'repeated-key',
  repeatDiffers: 'repeat-differs',
  likelyDuplicate: 'likely-duplicate',
  alike: 'alike',
  furtherFindings: 'further-findings',
  halfIdTaken: 'half-id-taken',
  noneThrough: 'none-through',
  halfMoved: 'half-moved',
  forgotten: 'forgotten',
  erasedHalf: 'erased-half',
} as const;

/** Those that speak of a field, or of all records and links of a kind: never of one of them. */
export const ofAll: ReadonlySet<string> = new Set([
  builtInRules.allDangle,
  builtInRules.dateWithTime,
  builtInRules.noneThrough,
  builtInRules.unreadPath,
]);

export function isLeaf(condition: Condition): condition is Leaf {
  return 'fact' in condition;
}

/** The conditions directly below one. */
export function below(condition: Condition): readonly Condition[] {
  if ('all' in condition) return condition.all;
  if ('any' in condition) return condition.any;
  if ('not' in condition) return [condition.not];
  return [];
}
