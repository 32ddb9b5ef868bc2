import type { Input } from '../extract/bytes/input.js';
import { feedOf, lookForUnseen, type Feed, type Looked } from '../load/runs/feeds.js';
import type { Store } from '../load/dialect.js';
import { ConfigurationError } from '../pipeline/problem.js';
import type { Prepared } from '../cli/common-options.js';

export interface FeedOptions {
  readonly feed?: string;
  readonly school: readonly string[];
  readonly onlyIf?: string;
  readonly release?: boolean;
}

/**
 * Of which feed a run or plan is; null where it neither looks nor counts, or is of none. Where everybody is expected, to be
 * of none is `no feed`.
 */
export function feedOfRun(
  given: readonly string[],
  inputs: readonly Input[],
  { feed, school, onlyIf, release }: FeedOptions,
  { configuration }: Prepared,
): Feed | 'no feed' | null {
  if (school.length > 0 || onlyIf !== undefined || release === true) return null;
  const { source } = configuration.pipeline;
  const name = feed ?? source.feed;
  if (name !== null) return feedOf({ name });
  // What is read once has no name by which the next night could be known.
  if (inputs.every(({ reopens }) => reopens)) return feedOf({ inputs: given });
  return source.expectsAll ? 'no feed' : null;
}

export const notLooked: Looked = { unseen: [], cannotKnow: false };
export const withoutFeed: Looked = { unseen: [], cannotKnow: 'no feed' };

/**
 * Whether nobody is missing whom the pipeline expects, as far as that decides the exit code.
 * @param looked null where it could not be looked
 */
export function areExpectedThere(expectsAll: boolean, looked: Looked | null): boolean {
  return !expectsAll || (looked?.unseen.length === 0 && looked.cannotKnow === false);
}

/** Which schools of the feed did not arrive. */
export function look(
  store: Pick<Store, 'knex' | 'present'>,
  feed: Feed,
  met: ReadonlySet<string>,
  wereLoaded: boolean,
  { configuration }: Prepared,
): Promise<Looked> {
  const isExpected = (school: string): boolean => {
    try {
      const { pausedUntil, retiredSince } = configuration.forSchool(school).guard;
      return pausedUntil === null && retiredSince === null;
    } catch (error) {
      // A file that cannot be read excuses nobody.
      if (error instanceof ConfigurationError) return true;
      throw error;
    }
  };
  return lookForUnseen(store, feed, { met, isExpected, wereLoaded });
}
