import type { Days } from './day.js';
import type { Entries, YamlFile } from '../yaml/yaml-file.js';

/**
 * Notes a last day that comes before the first.
 * @param what as the subject of a sentence
 */
export function checkDays(file: YamlFile, entries: Entries, { from, until }: Days, what: string): void {
  if (from !== null && until !== null && until < from)
    file.problem(entries.get('until')?.node ?? null, 'never-holds', `until is before from: ${what} never holds.`);
}
