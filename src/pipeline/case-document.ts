import type { Node } from 'yaml';
import { didYouMean } from './did-you-mean.js';
import type { Pipeline } from './pipeline.js';
import { sourceSections, type SourceKey, type SourceSection } from './source-sections.js';
import { asJson } from './yaml-as-json.js';
import type { YamlFile } from './yaml-file.js';

/** An item of a section: JSON text by key. */
type Item = ReadonlyMap<string, string>;

/** The one item that each section has where a case says nothing. */
export type Defaults = ReadonlyMap<string, Item>;

/** What a document says of its school where a case names none: no school's file has this name, since cases name theirs. */
const anySchool = 'any school';

/** Reads the extract of the defaults: each section with one item in which everything comes through. */
export function readDefaults(file: YamlFile, node: Node | null, pipeline: Pipeline): Defaults {
  const sections = sourceSections(pipeline);
  const given = readSections(file, node, sections);
  const defaults = new Map<string, Item>();
  for (const { name } of sections) {
    const items = given.get(name);
    if (items === undefined) file.problem(node, 'missing-key', `The defaults need a section "${name}".`);
    const [only, second] = items ?? [];
    if (items !== undefined && (only === undefined || second !== undefined))
      file.problem(
        second?.node ?? node,
        'wrong-type',
        `The defaults have exactly one item in each section ("${name}").`,
      );
    defaults.set(name, only?.item ?? new Map());
  }
  return defaults;
}

/**
 * A whole document of what a case says of its extract. What it leaves out is that of the defaults, and belongs together:
 * a list of ids names every record of its section, a single id the first, and a section of links has one for every pair.
 */
export function caseDocument(
  file: YamlFile,
  node: Node | null | undefined,
  { pipeline, defaults, school }: { pipeline: Pipeline; defaults: Defaults; school: string | null },
): string {
  const sections = sourceSections(pipeline);
  const given = node === undefined ? new Map<string, readonly Given[]>() : readSections(file, node, sections);
  const ids = new Map(sections.map((section) => [section.name, idsOf(file, section, given, defaults)]));
  const parts = sections.map((section) => {
    const standard = defaults.get(section.name) ?? new Map<string, string>();
    const items = given.get(section.name);
    const whole =
      items !== undefined
        ? items.map(({ item }, index) => filled(section, item, standard, ids, index))
        : section.idKey === null
          ? pairs(section, standard, ids)
          : [filled(section, new Map(), standard, ids, 0)];
    return `${JSON.stringify(section.name)}:[${whole.map(itemAsJson).join(',\n')}]`;
  });
  const head = `${JSON.stringify(pipeline.source.school.id)}:${JSON.stringify(school ?? anySchool)}`;
  return `{${[head, ...parts].join(',\n')}}`;
}

interface Given {
  readonly node: Node;
  readonly item: Item;
}

function readSections(
  file: YamlFile,
  node: Node | null,
  sections: readonly SourceSection[],
): Map<string, readonly Given[]> {
  const given = new Map<string, readonly Given[]>();
  const names = sections.map(({ name }) => name);
  for (const [name, entry] of file.readMap(node, 'extract', names)) {
    const keys = sections.find((section) => section.name === name)?.keys ?? new Map<string, SourceKey>();
    given.set(
      name,
      file.readList(entry.node, name).map((item) => ({ node: item, item: readItem(file, item, name, keys) })),
    );
  }
  return given;
}

function readItem(file: YamlFile, node: Node, section: string, keys: ReadonlyMap<string, SourceKey>): Item {
  const item = new Map<string, string>();
  for (const [key, entry] of file.readMap(node, `an item of ${section}`)) {
    if (keys.has(key)) item.set(key, asJson(file, entry.node));
    else
      file.problem(
        entry.key,
        'unknown-key',
        `Nothing reads a key "${key}" of ${section}.`,
        `${didYouMean(key, [...keys.keys()])} Leave out what nothing reads.`,
      );
  }
  return item;
}

/** The ids of a section's records, each once; the first may be that of the defaults, a further one is to be said. */
function idsOf(
  file: YamlFile,
  { name, idKey }: SourceSection,
  given: ReadonlyMap<string, readonly Given[]>,
  defaults: Defaults,
): string[] {
  if (idKey === null) return [];
  const standard = defaults.get(name)?.get(idKey);
  const items: readonly { node: Node | null; item: Item }[] = given.get(name) ?? [{ node: null, item: new Map() }];
  const ids = items.flatMap(({ node, item }, index) => {
    if (index > 0 && !item.has(idKey))
      file.problem(
        node,
        'missing-key',
        `A further item of ${name} needs a key "${idKey}".`,
        'Only the first takes that of the defaults.',
      );
    return item.get(idKey) ?? standard ?? [];
  });
  return [...new Set(ids.filter((id) => id !== 'null' && id !== '""'))];
}

function filled(
  { idKey, keys }: SourceSection,
  item: Item,
  standard: Item,
  ids: ReadonlyMap<string, readonly string[]>,
  index: number,
): Item {
  const whole = new Map(item);
  for (const [key, value] of standard) {
    if (whole.has(key) || (key === idKey && index > 0)) continue;
    whole.set(key, referring(keys.get(key), value, ids));
  }
  return whole;
}

/** What the defaults say of a key that names records, for the records that the case has. */
function referring(key: SourceKey | undefined, value: string, ids: ReadonlyMap<string, readonly string[]>): string {
  if (key?.refersTo == null || value === 'null' || value === '[]') return value;
  const there = ids.get(key.refersTo.section) ?? [];
  return key.refersTo.list ? `[${there.join(',')}]` : (there[0] ?? 'null');
}

function pairs({ keys }: SourceSection, standard: Item, ids: ReadonlyMap<string, readonly string[]>): Item[] {
  let items: Item[] = [standard];
  for (const { key, refersTo } of keys.values()) {
    if (refersTo === null) continue;
    items = items.flatMap((item) => (ids.get(refersTo.section) ?? []).map((id) => new Map([...item, [key, id]])));
  }
  return items;
}

function itemAsJson(item: Item): string {
  return `{${[...item].map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;
}
