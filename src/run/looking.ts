import type { Input } from '../extract/bytes/input.js';
import type { Store } from '../load/dialect.js';
import { feedOf, lookForUnseen, type Feed, type Looked, type NamedFeed } from '../load/runs/feeds.js';
import type { PartOfNight } from '../load/runs/runs.js';
import { ConfigurationError } from '../pipeline/problem.js';
import { partName } from './shard.js';
import type { RunTerms } from './terms.js';

/**
 * The feed of a run or plan; null if it neither looks nor counts, or has none. If everybody is expected, having none is
 * `no feed`.
 */
export function feedOfRun(inputs: readonly Input[], terms: RunTerms): Feed | 'no feed' | null {
  const { configuration, schools = [], release, shard } = terms;
  if (schools.length > 0 || release === true) return null;
  const { source } = configuration.pipeline;
  const own = feedNamed(terms);
  if (own === null) return source.expectsAll ? 'no feed' : null;
  // An input that is read once has no name that the next night could have, too.
  if ('inputs' in own && !inputs.every(({ reopens }) => reopens)) return source.expectsAll ? 'no feed' : null;
  return feedOf(own, shard === undefined ? null : partName(shard));
}

/** What names the feed of a run; null if nothing does. */
function feedNamed({ configuration, feed, named }: RunTerms): NamedFeed | null {
  const name = feed ?? configuration.pipeline.source.feed;
  if (name !== null) return { name };
  return named === undefined ? null : { inputs: named };
}

/** The feed of all parts of a night; null if it has none. */
export function wholeFeed(terms: RunTerms): Feed | null {
  const named = feedNamed(terms);
  return named === null ? null : feedOf(named, null);
}

/** What `runs` notes of a part, by which its siblings are known. */
export function nightOf(terms: RunTerms): PartOfNight | null {
  const { shard } = terms;
  return shard === undefined ? null : { part: partName(shard), of: shard.of, feed: wholeFeed(terms)?.key ?? null };
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
export function areExpectedThere({ configuration }: Pick<RunTerms, 'configuration'>, looked: Looked | null): boolean {
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
