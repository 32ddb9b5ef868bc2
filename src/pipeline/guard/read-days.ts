import { isDay, type Days } from './day.js';
import type { Entries, YamlFile } from '../yaml/yaml-file.js';

/**
 * The first and the last day on which something holds.
 * @param what as the subject of a sentence
 */
export function readDays(file: YamlFile, entries: Entries, what: string): Days {
  const from = readDay(file, entries, 'from');
  const until = readDay(file, entries, 'until');
  if (from !== null && until !== null && until < from)
    file.problem(entries.get('until')?.node ?? null, 'never-holds', `until is before from: ${what} never holds.`);
  return { from, until };
}

/** A day, YYYY-MM-DD; null where there is none, or what stands there is none. */
export function readDay(file: YamlFile, entries: Entries, key: string): string | null {
  const entry = entries.get(key);
  if (entry === undefined) return null;
  const text = file.readText(entry.node, key);
  if (isDay(text)) return text;
  if (text !== '') file.problem(entry.node, 'wrong-type', `${key} must be an existing day, YYYY-MM-DD.`);
  return null;
}
