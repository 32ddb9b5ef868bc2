import { readFileSync } from 'node:fs';
import type { Configuration, EffectiveConfiguration } from '../../pipeline/configuration.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { ConfigurationError } from '../../pipeline/problem.js';
import { asPlain } from './rule-changes.js';
import { sayingsOf } from './sayings.js';

type Versions = readonly [before: Configuration, after: Configuration];

/**
 * The schools whose own files say something else in the two versions, and that were not seen. If what all schools share
 * differs, all of them change: only those whose own files differ are named.
 */
export function schoolsWithoutExtract(versions: Versions, seen: ReadonlySet<string>): string[] {
  const isBaseSame = isSaidAlike(versions, null);
  const named = new Set(versions.flatMap(({ files }) => [...files.keys()]));
  return [...named].filter((school) => !seen.has(school) && isChanged(versions, school, isBaseSame)).sort();
}

/** Whether what all schools share decides differently. */
export function isForAll(versions: Versions): boolean {
  const [before, after] = versions.map(({ pipeline }) => decidingPart(pipeline));
  return before !== after || !isSaidAlike(versions, null);
}

/** Nobody knows what a wrong file says. */
function isChanged(versions: Versions, school: string, isBaseSame: boolean): boolean {
  try {
    if (isSaidAlike(versions, school)) return false;
    const [before, after] = versions.map((version) => textsOf(version.effective(school)));
    return isBaseSame || before !== after;
  } catch (error) {
    if (error instanceof ConfigurationError) return true;
    throw error;
  }
}

function isSaidAlike(versions: Versions, school: string | null): boolean {
  const [before, after] = versions.map((version) => sayingsOf(version.effective(school)));
  return before === after;
}

function textsOf({ files }: EffectiveConfiguration): string {
  return JSON.stringify(files.map((file) => readFileSync(file, 'utf8')));
}

/** Keys of kinds and fields that only say how something is shown. */
const onlyShown: readonly string[] = [
  'label',
  'one',
  'singular',
  'local',
  'filters',
  'find',
  'headings',
  'nameFields',
  'personal',
];

function decidingPart({ source, limits, records, links, facts, duplicates }: Pipeline): string {
  const part = { school: source.school, limits, records, links, facts, duplicates };
  return JSON.stringify(asPlain(part), (key, value: unknown) => (onlyShown.includes(key) ? undefined : value));
}
