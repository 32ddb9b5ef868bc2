import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { constantsOf, leavesOf } from './rules/evaluate.js';
import { hasPeriod, periodFact } from './kinds/period.js';
import type { SchoolConfiguration } from './read-shared.js';

const known = new WeakMap<SchoolConfiguration, string>();

/**
 * A digest of everything that affects how a school's extract is read and decided: with the same one, two runs decide
 * the same extract alike. The guard is not in it, because it decides nothing.
 * @param today YYYY-MM-DD; it counts only if a rule compares with it, or asks for a period or an age
 * @param version of the program
 */
export function configurationDigest(configuration: SchoolConfiguration, today: string, version: string): string {
  let digest = known.get(configuration);
  if (digest === undefined) {
    const { pipeline, options, rules, runOut } = configuration;
    const { source, timezone, limits, records, links, facts, duplicates } = pipeline;
    const read = { school: source.school, timezone, limits, records, links, facts, duplicates };
    const text = JSON.stringify([version, read, options, rules, ...(runOut ?? [])], (key, value: unknown) => {
      // It decides nothing: only pages show it.
      if (key === 'beside') return undefined;
      // The folder may change every night, because CI checks it out anew, or be named in another way.
      if (key === 'file' && typeof value === 'string') return basename(value);
      return value instanceof Map ? [...(value as Map<unknown, unknown>)] : value;
    });
    const hasPeriods = links.some(hasPeriod) && text.includes(`"fact":"${periodFact}"`);
    const hasAges = rules.some(({ conditions }) =>
      leavesOf(conditions).some((leaf) => constantsOf(leaf).includes('today')),
    );
    const day = hasPeriods || hasAges || text.includes('"fact":"today"') ? today : '';
    digest = createHash('sha256').update(text).update(day).digest('hex');
    known.set(configuration, digest);
  }
  return digest;
}
