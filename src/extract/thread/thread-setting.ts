import type { ResourceLimits } from 'node:worker_threads';

/** How much a thread that reads may take. */
export interface ThreadSetting {
  readonly resourceLimits: ResourceLimits;
  /** Bytes of a document above which it is left, because it should not be in memory twice. */
  readonly mostRead: number;
  /** Bytes of an extract's values above which they are not sent, because the other side has no room for them. */
  readonly mostTold: number;
}
