import type { Value } from '../table/value.js';
import type { Met } from './erasures.js';
import type { Place } from '../pipeline/yaml/yaml-file.js';

export type Severity = 'excluded' | 'rejected' | 'warning' | 'conflict' | 'duplicate';

/** One thing to say about one record or link. Names ids and fields, never a person's data. */
export interface Finding {
  readonly severity: Severity;
  /** The kind's name; null for what is outside the sections. */
  readonly kind: string | null;
  /** A link's is the JSON list of its ids; null if there is no usable id. */
  readonly recordId: string | null;
  readonly rule: string;
  readonly because: string | null;
  /** What to correct at the source, if the rule says so. */
  readonly fix: string | null;
  readonly causeKind: string | null;
  readonly causeId: string | null;
  /** The key or keys in the extract. */
  readonly field: string | null;
  readonly position: number | null;
  /** The section that its position is in, of a kind that is read from several; otherwise null. */
  readonly section: string | null;
  /** Of `excluded`: does its chain end at a mistake in the data, or only at a choice? */
  readonly among: 'mistakes' | 'choices' | null;
  /** Of `excluded`: the round that took it out, from 1; null for what was never in. */
  readonly round: number | null;
  readonly place: Place | null;
}

/** Nothing is lost silently: read + split = through + not + rejected + merged. */
export interface Sums {
  readonly read: number;
  /** How many entries are not read, because no view takes them; none if the mapping has no views. */
  readonly outside?: number;
  readonly through: number;
  readonly not: number;
  readonly rejected: number;
  readonly merged: number;
  readonly split: number;
}

/** What comes through of a kind, one record or link after another; its rows are made when they are asked for. */
export interface Through {
  readonly length: number;
  /** How many fields are kept. */
  readonly width: number;
  /** The id of a record; the ids at a link's first and second end. */
  readonly idsAt: (at: number) => readonly [string] | readonly [string, string];
  /** What to store, in the order of the kind's kept fields. */
  readonly valueAt: (at: number, column: number) => Value;
}

export const noneThrough: Through = { length: 0, width: 0, idsAt: () => [''], valueAt: () => null };

/** What to store of one record or link. */
export function valuesAt({ width, valueAt }: Through, at: number): Value[] {
  return Array.from({ length: width }, (_, column) => valueAt(at, column));
}

/**
 * Whether each of these links, which do not come through, is out by itself: because the extract does not have it, or
 * because a rule of its own keeps it out. The others are out only because an end is.
 */
export type AreWithdrawn = (kind: string, links: readonly (readonly [string, string])[]) => boolean[];

/**
 * Who comes through, and why everyone else does not. It never changes: loading, planning and reporting only read it.
 */
export interface Decision {
  readonly school: string;
  readonly name: string | null;
  readonly extractedAt: string | null;
  /** By the kind's name: records and links. */
  readonly through: ReadonlyMap<string, Through>;
  readonly findings: readonly Finding[];
  /** By the kind's name: the field by which its records are split in two; none if no rule splits the kind. */
  readonly splitBy: ReadonlyMap<string, string>;
  /** The records that an erasure is about, out or not. */
  readonly erasedMet: readonly Met[];
  /** By the kind's name. */
  readonly sums: ReadonlyMap<string, Sums>;
  /** By the kind's name, its rules that count links: a record fails one because of what it is linked to. */
  readonly countingRules: ReadonlyMap<string, ReadonlySet<string>>;
  readonly areWithdrawn: AreWithdrawn;
}
