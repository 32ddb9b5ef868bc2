import type { Readable, Writable } from 'node:stream';

/** Everything that a command takes from outside, so that tests can give their own. */
export interface World {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  /** Aborted when the person interrupts: the school in hand is finished, the others are left. */
  readonly interrupted: AbortSignal;
}

export const exit = { done: 0, failed: 1, wrongCall: 2, changes: 3, interrupted: 130 } as const;
