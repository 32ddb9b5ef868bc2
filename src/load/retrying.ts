import { DatabaseError, type DatabaseProblemCode } from './database-error.js';

/** How to wait before trying again: the core has no clock and no chance of its own. */
export interface Patience {
  wait(milliseconds: number): Promise<void>;
  /** From 0 up to 1, so that two who are in each other's way do not meet again. */
  random(): number;
}

const longestWaits = [250, 1000, 3000, 6000] as const;

/** What passes by itself. A server that does not answer may be starting again, if it did answer before. */
const passing: ReadonlySet<DatabaseProblemCode> = new Set(['conflict', 'lost']);
const passingLater: ReadonlySet<DatabaseProblemCode> = new Set([...passing, 'no-server', 'too-many']);

/** Attempts, with growing waits between them as long as what hinders is of a kind that passes. */
export async function retrying<T>(attempt: () => Promise<T>, patience: Patience | undefined): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      const longest = longestWaits[tries];
      const mayPass = error instanceof DatabaseError && (tries === 0 ? passing : passingLater).has(error.code);
      if (!mayPass || longest === undefined || patience === undefined) throw error;
      await patience.wait(longest * (0.5 + patience.random() / 2));
    }
  }
}
