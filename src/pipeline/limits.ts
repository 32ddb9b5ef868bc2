import type { Entries, YamlFile } from './yaml/yaml-file.js';

/** What no extract of a school needs, and what one that has it would take from the others or from the machine. */
export interface Limits {
  /** Lists and objects inside one another. */
  readonly depth: number;
  /** Of a document, after decompression. */
  readonly bytes: number;
  /** UTF-16 code units of one text that is read; so are the others of what is read alone. */
  readonly characters: number;
  readonly sectionEntries: number;
  readonly listEntries: number;
  /** Of a school: what is past that is counted and not kept. */
  readonly findings: number;
}

/** Where the pipeline does not say otherwise. */
export const usualLimits: Limits = {
  depth: 100,
  bytes: 4_000_000_000,
  characters: 1_000_000,
  sectionEntries: 2_000_000,
  listEntries: 100_000,
  findings: 200_000,
};

export function readLimits(file: YamlFile, top: Entries): Limits {
  const entry = top.get('limits');
  if (entry === undefined) return usualLimits;
  const names = Object.keys(usualLimits) as (keyof Limits)[];
  const given = file.readMap(entry.node, 'limits', names);
  const limits: Record<keyof Limits, number> = { ...usualLimits };
  for (const name of names) {
    const one = given.get(name);
    if (one !== undefined) limits[name] = file.readCount(one.node, name, 1);
  }
  return limits;
}
