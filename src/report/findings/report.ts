import type { Pipeline } from '../../pipeline/pipeline.js';
import type { ChainEnd, Names, PlaceInExtract, ReportedId } from '../../words/mention.js';
import type { Sums } from '../../decide/decision.js';

export interface GroupedRecord {
  readonly id: ReportedId;
  /** Index in the section of the extract, from 0. */
  readonly position: number | null;
  /** That section, of a kind that is read from several. */
  readonly section?: string;
}

/** Records or links of a kind that a rule names for the same reason and with the same cause. */
export interface Group {
  /** Null for what is outside of the sections. */
  readonly kind: string | null;
  readonly rule: string;
  readonly because: string;
  readonly fix: string | null;
  readonly file: string | null;
  readonly line: number | null;
  /** The key in the extract. */
  readonly field: string | null;
  /** Null if the rule is about the records themselves. */
  readonly cause: ChainEnd | null;
  readonly count: number;
  readonly records: readonly GroupedRecord[];
}

/** Two records that are likely to be one person. */
export interface Duplicate {
  readonly kind: string;
  readonly ids: readonly [string, string];
  /** The keys of the extract in which they differ. */
  readonly fields: readonly string[];
  /** By kind: the records to which each of the two is linked. */
  readonly linked: Readonly<Record<string, readonly [readonly string[], readonly string[]]>>;
}

/** Who makes the correction: the school, in its MIS, or the MIS's supplier. */
export type Mender = 'school' | 'supplier';

/** One thing to correct at the source. */
export interface ReportedCorrection extends PlaceInExtract {
  readonly who: Mender;
  readonly kind: string | null;
  readonly id: ReportedId;
  /** The other one of likely duplicates. */
  readonly other: string | null;
  readonly rule: string;
  readonly wrong: string;
  readonly fix: string;
  /** Whether the record itself stays out. */
  readonly out: boolean;
  /** By kind: the other records that stay out because it does. */
  readonly keepsOut: Readonly<Record<string, number>>;
  /** By kind: the records, itself among them, that a choice of the school keeps out, which looks at the same key. */
  readonly perhaps?: Readonly<Record<string, number>>;
}

/** What did not come through for one school, and what to do about it: a plain value that each format makes text of. */
export interface ReportedSchool {
  /** Null if a broken document did not say it. */
  readonly school: string | null;
  readonly name: string | null;
  readonly status: 'reported' | 'failed';
  readonly reason: string | null;
  readonly from: 'extract' | 'last run';
  /** When the extract says it was made, or when the last loaded run began. */
  readonly at: string | null;
  /** Set if it is from a run that had a part of a night: `3/16`. */
  readonly part?: string;
  /** Set if it is from a first load that was held. */
  readonly held?: true;
  readonly sections: Readonly<Record<string, Sums>>;
  /** What brings most through comes first. */
  readonly toCorrect: readonly ReportedCorrection[];
  readonly mistakes: readonly Group[];
  readonly choices: readonly Group[];
  readonly rejected: readonly Group[];
  readonly warnings: readonly Group[];
  readonly conflicts: readonly Group[];
  readonly duplicates: readonly Duplicate[];
  /** By kind: links that stay out only because one of their ends does. */
  readonly endsOut: Readonly<Record<string, number>>;
  /** Of the records named above; null if names were not asked for. */
  readonly names: Names | null;
}

/** What is reported of the findings of some schools. */
export interface FindingsReport {
  readonly pipeline: Pipeline;
  readonly schools: readonly ReportedSchool[];
}

const nothing = {
  sections: {},
  toCorrect: [],
  mistakes: [],
  choices: [],
  rejected: [],
  warnings: [],
  conflicts: [],
  duplicates: [],
  endsOut: {},
  names: null,
} as const;

export function failedSchool(
  about: Pick<ReportedSchool, 'school' | 'name' | 'from'> & { readonly reason: string },
): ReportedSchool {
  return { ...nothing, ...about, status: 'failed', at: null };
}
