import type { Input } from '../extract/bytes/input.js';
import type { Store } from '../load/dialect.js';
import { feedOf, lookForUnseen, type Feed, type Looked } from '../load/runs/feeds.js';
import { ConfigurationError } from '../pipeline/problem.js';
import type { RunTerms } from './terms.js';

/**
 * The feed of a run or plan; null if it neither looks nor counts, or has none. If everybody is expected, having none is
 * `no feed`.
 */
export function feedOfRun(inputs: readonly Input[], terms: RunTerms): Feed | 'no feed' | null {
  const { configuration, schools = [], release, feed, named } = terms;
  if (schools.length > 0 || release === true) return null;
  const { source } = configuration.pipeline;
  const name = feed ?? source.feed;
  if (name !== null) return feedOf({ name });
  // An input that is read once has no name that the next night could have, too.
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
 * Whether every school that the pipeline expects is there, as far as that decides whether a run is well.
 * @param looked null if looking failed
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
