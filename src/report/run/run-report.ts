import type { PassedOverFiles } from '../../extract/bytes/files-of.js';
import type { Looked } from '../../load/runs/feeds.js';
import type { Purging } from '../../load/runs/purge.js';
import type { SchoolReport } from '../../run/run-result.js';

/** A run or a plan in JSON; the keys are promised to scripts (docs/json.md). */
export interface RunReport extends Looked {
  /** What was beside the inputs and was not read; absent if nothing was. */
  readonly passedOver?: readonly PassedOverFiles[];
  /** What was purged; null if the run does not purge, or could not. */
  readonly purge: Purging | null;
  /** Set if a person ended the run before all was read. */
  readonly interrupted?: true;
  /** Why a run did nothing at all: it is not the one that was planned. */
  readonly refused?: string;
  readonly schools: readonly SchoolReport[];
  readonly seconds: number;
  /** A plan's only: of all that it would do. */
  readonly fingerprint?: string;
}
