import { statSync } from 'node:fs';
import type { Configuration, EffectiveConfiguration } from '../pipeline/configuration.js';
import { listSchool, type ListedSchool } from '../report/config/school-list.js';

/** What is known of the school files of a configuration. */
interface Known {
  readonly base: EffectiveConfiguration;
  readonly schools: Map<string, { readonly listed: ListedSchool; readonly stamp: string }>;
}

const known = new WeakMap<Configuration, Known>();

/**
 * How a school differs from the base; null if it has no file of its own. Reading its files takes longer than the rest
 * of a list's row, so they are read again only when they have changed; faulty ones always, because the correction may
 * be in another file.
 */
export function differencesOf(configuration: Configuration, school: string): ListedSchool | null {
  if (!configuration.files.has(school)) return null;
  const { base, schools } = knownOf(configuration);
  const before = schools.get(school);
  if (before !== undefined && before.stamp === stampOf(before.listed)) return before.listed;
  const listed = listSchool(configuration, base, school);
  if (listed.reason === null) schools.set(school, { listed, stamp: stampOf(listed) });
  else schools.delete(school);
  return listed;
}

/** The number of points. */
export function countDifferences({ options, stores, guard, pauses, added, replaced, disabled }: ListedSchool): number {
  return [options, stores, guard, pauses, added, replaced, disabled].reduce((sum, { length }) => sum + length, 0);
}

function knownOf(configuration: Configuration): Known {
  let found = known.get(configuration);
  if (found === undefined) {
    found = { base: configuration.effective(null), schools: new Map() };
    known.set(configuration, found);
  }
  return found;
}

function stampOf({ file, extends: extended }: ListedSchool): string {
  const stamps = [file, ...extended].map((path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat === undefined ? 'gone' : `${String(stat.mtimeMs)} ${String(stat.size)}`;
  });
  return stamps.join(', ');
}
