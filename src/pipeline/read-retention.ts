import type { Pipeline } from './pipeline.js';
import type { Entries, YamlFile } from './yaml/yaml-file.js';

/** Where the pipeline does not say otherwise. */
const usualDays = 400;

/** For how many days what left, and the history of changes, are kept. */
export function readRetention(file: YamlFile, top: Entries): Pipeline['retention'] {
  return { leftDays: readKept(file, top, 'left'), historyDays: readKept(file, top, 'history') };
}

function readKept(file: YamlFile, top: Entries, key: string): number {
  const entry = top.get(key);
  if (entry === undefined) return usualDays;
  const node = file.require(file.readMap(entry.node, key, ['days']), 'days', entry.key, key);
  return node === null ? usualDays : file.readCount(node, 'days', 1);
}
