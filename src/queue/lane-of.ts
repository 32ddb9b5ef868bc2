import { readExtends } from '../pipeline/extends.js';
import type { Configuration } from '../pipeline/configuration.js';
import { YamlFile } from '../pipeline/yaml/yaml-file.js';

/**
 * Who takes turns with whom: the schools whose own files extend the same file are a trust; of any other, the sources of
 * one feed in one folder or list belong together.
 */
export function laneOf(
  { files }: Pick<Configuration, 'files'>,
  feed: string | null,
): (group: string, school: string | null) => string {
  const trusts = new Map<string, string | null>();
  const trustOf = (school: string): string | null => {
    const known = trusts.get(school);
    if (known !== undefined) return known;
    const file = files.get(school);
    const [extended] = file === undefined ? [] : readExtends(new YamlFile(file, []));
    const trust = extended?.name ?? null;
    trusts.set(school, trust);
    return trust;
  };
  return (group, school) => {
    const trust = school === null ? null : trustOf(school);
    return trust === null ? JSON.stringify(['folder', feed, group]) : JSON.stringify(['trust', trust]);
  };
}
