import type { PassedOverFiles } from '../../extract/bytes/files-of.js';
import type { Feed, Looked } from '../../load/runs/feeds.js';
import type { ClockGap } from '../../load/runs/clock-gap.js';
import type { SchoolReport } from '../../run/run-result.js';

/** What the parts of one night have in common, and which of them it is. */
export interface PartTerms {
  /** `3/16`. */
  readonly shard: string;
  /** How many inputs all parts have together. */
  readonly inputs: number;
  readonly feed: Feed | null;
  /** Its name, without user and password. */
  readonly database: string;
  /** The fingerprint of all files of the configuration, and of the program's version. */
  readonly configuration: string;
  /** For rules with dates, YYYY-MM-DD. */
  readonly day: string;
  /** As given with --set. */
  readonly set: readonly string[];
}

/** A run or a plan in JSON; the keys are promised to scripts (docs/json.md). */
export interface RunReport extends Looked {
  /** What was beside the inputs and was not read; absent if nothing was. */
  readonly passedOver?: readonly PassedOverFiles[];
  /** What was purged; null if the run does not purge, or could not. */
  readonly purge: { readonly status: 'done' } | { readonly status: 'held'; readonly gap: ClockGap } | null;
  /** Set if a person ended the run before all was read. */
  readonly interrupted?: true;
  /** Why a run did nothing at all: it is not the one that was planned. */
  readonly refused?: string;
  /** How many notices were sent, and how many could not be; absent if there were none to send. */
  readonly notices?: { readonly sent: number; readonly failed: number };
  readonly schools: readonly SchoolReport[];
  /** What could not be noted beside the schools; absent if all could. */
  readonly trouble?: readonly string[];
  /** Of a night that many workers made: its id. */
  readonly night?: string;
  /** Of a run that has a part of a night: what shows to which others it belongs. */
  readonly part?: PartTerms;
  readonly seconds: number;
  /** A plan's only: of all that it would do. */
  readonly fingerprint?: string;
}
