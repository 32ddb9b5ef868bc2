import type { Configuration } from '../pipeline/configuration.js';
import type { EnqueuedNight } from '../load/runs/enqueued-nights.js';
import type { PassedOverFiles } from '../extract/bytes/files-of.js';
import type { RunTerms } from '../run/terms.js';

/** What a night was enqueued with, for those who make it. */
export interface NightTerms {
  /** The inputs as a person named them. */
  readonly named: readonly string[];
  readonly feed?: string;
  /** Only these schools; all if there are none. */
  readonly schools: readonly string[];
  readonly allowOlder?: true;
  readonly repair?: true;
  /** False if it tries again some of another night, and does not say which schools did not arrive. */
  readonly looks?: false;
  /** Whether any school had been loaded before. */
  readonly wereLoaded: boolean;
  /** How many inputs it has. */
  readonly documents: number;
  /** What was beside the inputs. */
  readonly passedOver: readonly PassedOverFiles[];
  /** Of a night that is made once, by what it is told from others. */
  readonly once?: string;
  /** Set once a person has cancelled it. */
  readonly cancelled?: true;
}

export function termsOf({ enqueued }: Pick<EnqueuedNight, 'enqueued'>): NightTerms {
  return JSON.parse(enqueued) as NightTerms;
}

/** The same as a run takes them. */
export function runTermsOf(
  { named, feed, schools, allowOlder, repair, looks }: NightTerms,
  { configuration, now }: { readonly configuration: Configuration; readonly now: () => Date },
): RunTerms {
  return {
    ...{ configuration, now, named, schools, allowOlder: allowOlder === true, repair: repair === true },
    ...(feed === undefined ? {} : { feed }),
    ...(looks === undefined ? {} : { looks }),
  };
}
