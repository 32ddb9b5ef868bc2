import type { Input } from '../extract/bytes/input.js';
import type { Store } from '../load/dialect.js';
import { feedOf, lookForUnseen, type Feed, type Looked } from '../load/runs/feeds.js';
import { ConfigurationError } from '../pipeline/problem.js';
import type { RunTerms } from './terms.js';

/**
 * Of which feed a run or plan is; null if it neither looks nor counts, or is of none. Where everybody is expected, to
 * be of none is `no feed`.
 */
export function feedOfRun(inputs: readonly Input[], terms: RunTerms): Feed | 'no feed' | null {
  const { configuration, schools = [], release, feed, named } = terms;
  if (schools.length > 0 || release === true) return null;
  const { source } = configuration.pipeline;
  const name = feed ?? source.feed;
  if (name !== null) return feedOf({ name });
  // What is read once has no name by which the next night could be known.
  if (named !== undefined && inputs.every(({ reopens }) => reopens)) return feedOf({ inputs: named });
  return source.expectsAll ? 'no feed' : null;
}

export const notLooked: Looked = { unseen: [], cannotKnow: false };
const withoutFeed: Looked = { unseen: [], cannotKnow: 'no feed' };

/** @param ask looks in a feed */
export function lookIn<T>(feed: Feed | 'no feed' | null, ask: (feed: Feed) => Promise<T>): Promise<T | Looked> {
  if (feed === null) return Promise.resolve(notLooked);
  return feed === 'no feed' ? Promise.resolve(withoutFeed) : ask(feed);
}

/**
 * Whether nobody is missing whom the pipeline expects, as far as that decides whether a run is well.
 * @param looked null if it could not be looked
 */
export function areExpectedThere({ configuration }: RunTerms, looked: Looked | null): boolean {
  const { expectsAll } = configuration.pipeline.source;
  return !expectsAll || (looked?.unseen.length === 0 && looked.cannotKnow === false);
}

/** Which schools of the feed did not arrive. */
export function look(
  store: Pick<Store, 'knex' | 'present'>,
  feed: Feed,
  met: ReadonlySet<string>,
  wereLoaded: boolean,
  { configuration }: RunTerms,
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
