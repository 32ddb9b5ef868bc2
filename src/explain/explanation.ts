import type { Finding } from '../decide/decision.js';
import { keepsOut } from '../decide/findings.js';
import { linkId, linkIdsIn } from '../extract/link-ids.js';
import type { Leaf, Rank } from '../pipeline/rules/rule.js';
import type { Place } from '../pipeline/yaml/yaml-file.js';

/** A record by its id, a link by the ids of both its ends. */
export type Id = string | readonly [string, string];

export interface Of {
  readonly kind: string;
  readonly id: Id;
}

/** Why a record or link does not come through: a rule that fails while it is held. */
export interface Reason {
  readonly rule: string;
  readonly because: string | null;
  /** What to correct at the source; null if it is a choice of the school. */
  readonly fix: string | null;
  /** Null if it is not a YAML rule. */
  readonly place: Place | null;
  /** The record or link that the rule failed for. */
  readonly of: Of;
  /** Options that the rule reads. */
  readonly options: readonly string[];
  /** The key of the extract, if a reference is at fault. */
  readonly field: string | null;
  /** Index in the section of the row that it failed for, of links whose rows are kept apart. */
  readonly position?: number;
  /** That section, if the links are read from several. */
  readonly section?: string | null;
  /** The reasons of those who would have made it hold. */
  readonly why: readonly Reason[];
  /** Whether `why` was left out because there is too much of it. */
  readonly cut: boolean;
  /** The ranks that it asks for, of a link. */
  readonly ranks?: readonly RankSeen[];
  /** What each condition saw; only if a person asked for it. */
  readonly saw: readonly Seen[] | null;
}

/** The place of a link among those of the record at its other end. */
export interface RankSeen extends Rank {
  readonly within: string;
  readonly rank: number;
  /** How many of that record's links have a place. */
  readonly among: number;
}

/** A condition, and the value it saw. */
export interface Seen extends Leaf {
  readonly saw: unknown;
  readonly holds: boolean;
}

/** Something to correct at the source. */
export interface Correction {
  readonly kind: string;
  readonly id: Id;
  readonly rule: string;
  readonly fix: string;
}

/** Links of a kind that come through and join the record to others. */
export interface JoinedIds {
  readonly link: string;
  /** The kind at the other end, and its ids there. */
  readonly to: string;
  readonly ids: readonly string[];
}

/** Why a record or link comes through or not, down to what can be corrected. */
export interface Explanation extends Of {
  readonly school: string;
  readonly from: 'extract' | 'last run';
  readonly through: boolean;
  /** Empty if it comes through. */
  readonly why: readonly Reason[];
  /** Sets of corrections that each bring it through, none with a needless part, cheapest first; at most five. */
  readonly fixes: readonly (readonly Correction[])[];
  /**
   * If there are no such sets: sets that bring it through if what a choice of the school reads is wrong at the source.
   * Their `fix` names keys of the extract.
   */
  readonly ifWrong: readonly (readonly Correction[])[];
  /** Whether the search for corrections saw everything up to the fifth. */
  readonly searchedAll: boolean;
  /** Whether it ended without one before it had seen everything. */
  readonly gaveUp: boolean;
  /** Empty if it stays out. */
  readonly joined: readonly JoinedIds[];
  /** What else was noticed about it: conflicts, bad values, warnings. */
  readonly noted: readonly Finding[];
}

/** As findings and the table of changes name it: a link by the JSON list of its ids. */
export function recordIdOf({ id }: Of): string {
  return typeof id === 'string' ? id : linkId(id);
}

/** The id of a record or link, from what findings and tables call it. */
export function idIn(type: 'record' | 'link', recordId: string): Id {
  return type === 'link' ? linkIdsIn(recordId) : recordId;
}

/**
 * What findings say of a record or link, except why it stays out.
 * @param withRows whether it comes through by some of its rows, and what keeps out the others is to be said
 */
export function notedOf(findings: readonly Finding[], of: Of, withRows = false): Finding[] {
  const id = recordIdOf(of);
  const isIt = (kind: string | null, recordId: string | null): boolean => kind === of.kind && recordId === id;
  return findings.filter(
    ({ severity, rule, kind, recordId, causeKind, causeId }) =>
      (withRows || !keepsOut({ severity, rule })) &&
      (isIt(kind, recordId) || (severity === 'duplicate' && isIt(causeKind, causeId))),
  );
}
