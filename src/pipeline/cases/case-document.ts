import type { Node } from 'yaml';
import type { Pipeline } from '../pipeline.js';
import { stepsOf } from '../source/source-path.js';
import { sourceSections, type SourceShape, type SourceSection } from '../source/source-shape.js';
import {
  isObject,
  readObject,
  toJson,
  valueAt,
  withValueAt,
  type SourceObject,
  type SourceValue,
} from '../source/source-value.js';
import type { YamlFile } from '../yaml/yaml-file.js';

/** The one item of each section, used if a case says nothing. */
export type Defaults = ReadonlyMap<string, SourceObject>;

/** The ids of each section's records, as JSON text. */
type IdsBySection = ReadonlyMap<string, readonly string[]>;

const nothing: SourceObject = new Map();

/** The school of a document whose case names none. No school's file has this name, because cases name theirs. */
const anySchool = 'any school';

/** Reads the extract of the defaults. Each section has one item, in which everything comes through. */
export function readDefaults(file: YamlFile, node: Node | null, pipeline: Pipeline): Defaults {
  const sections = sourceSections(pipeline);
  const given = readSections(file, node, sections);
  const defaults = new Map<string, SourceObject>();
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
    defaults.set(name, only?.item ?? nothing);
  }
  return defaults;
}

/**
 * Makes a whole document of what a case says of its extract. The defaults fill in the rest and fit it: a list of ids
 * names every record of its section, a single id the first; a section of links has one for every pair.
 */
export function caseDocument(
  file: YamlFile,
  node: Node | null,
  { pipeline, defaults, school }: { pipeline: Pipeline; defaults: Defaults; school: string | null },
): string {
  const sections = sourceSections(pipeline);
  const given = node === null ? new Map<string, readonly GivenInCase[]>() : readSections(file, node, sections);
  const ids = new Map(sections.map((section) => [section.name, idsOf(file, section, given, defaults)]));
  let document = withValueAt(nothing, stepsOf(pipeline.source.school.id), JSON.stringify(school ?? anySchool));
  for (const section of sections) {
    const standard = defaults.get(section.name) ?? nothing;
    const items = given.get(section.name);
    const whole =
      items !== undefined
        ? items.map(({ item }, index) => filled(section, item, standard, ids, index))
        : section.idPath === null
          ? pairs(section.shape, standard, ids)
          : [filled(section, nothing, standard, ids, 0)];
    document = withValueAt(document, stepsOf(section.name), whole);
  }
  return toJson(document);
}

interface GivenInCase {
  readonly node: Node;
  readonly item: SourceObject;
}

function readSections(
  file: YamlFile,
  node: Node | null,
  sections: readonly SourceSection[],
): Map<string, readonly GivenInCase[]> {
  const given = new Map<string, readonly GivenInCase[]>();
  const names = sections.map(({ name }) => name);
  for (const [name, entry] of file.readMap(node, 'extract', names)) {
    const shape = sections.find((section) => section.name === name)?.shape;
    if (shape === undefined) continue;
    given.set(
      name,
      file.readList(entry.node, name).map((item) => ({ node: item, item: readObject(file, item, name, shape) })),
    );
  }
  return given;
}

/** The ids of a section's records, each once. The first may come from the defaults; the case must give the others. */
function idsOf(
  file: YamlFile,
  { name, idPath }: SourceSection,
  given: ReadonlyMap<string, readonly GivenInCase[]>,
  defaults: Defaults,
): string[] {
  if (idPath === null) return [];
  const standard = valueAt(defaults.get(name) ?? nothing, idPath);
  const items: readonly { node: Node | null; item: SourceObject }[] = given.get(name) ?? [
    { node: null, item: nothing },
  ];
  const ids = items.map(({ node, item }, index) => {
    const own = valueAt(item, idPath);
    if (index > 0 && own === undefined)
      file.problem(
        node,
        'missing-key',
        `A further item of ${name} needs a key "${idPath.join('.')}".`,
        'Only the first takes that of the defaults.',
      );
    return own ?? standard;
  });
  const texts = ids.filter((id): id is string => typeof id === 'string');
  return [...new Set(texts.filter((id) => id !== 'null' && id !== '""'))];
}

function filled(
  { idPath, shape }: SourceSection,
  item: SourceObject,
  standard: SourceObject,
  ids: IdsBySection,
  index: number,
): SourceObject {
  const usual = idPath !== null && index > 0 ? withValueAt(standard, idPath, undefined) : standard;
  return merged(item, usual, shape, ids);
}

/** What the case says, or else the defaults; objects are merged key by key, lists are taken whole. */
function merged(item: SourceObject, standard: SourceObject, shape: SourceShape, ids: IdsBySection): SourceObject {
  const whole = new Map(item);
  for (const [key, usual] of standard) {
    const own = item.get(key);
    const inner = shape.keys.get(key);
    if (inner === undefined) continue;
    if (own === undefined) whole.set(key, referring(usual, inner, ids));
    else if (isObject(own) && isObject(usual)) whole.set(key, merged(own, usual, inner, ids));
  }
  return whole;
}

/** A value of the defaults, with its references changed to the records that the case has. */
function referring(usual: SourceValue, shape: SourceShape, ids: IdsBySection): SourceValue {
  if (usual === 'null' || usual === '[]') return usual;
  if (isObject(usual)) return merged(nothing, usual, shape, ids);
  if (shape.refersTo !== null) {
    const there = ids.get(shape.refersTo) ?? [];
    return shape.isList ? there : (there[0] ?? 'null');
  }
  if (typeof usual === 'string') return usual;
  const [template] = usual;
  const [reference] = referencesIn(shape);
  if (!isObject(template) || reference === undefined) return usual;
  return (ids.get(reference.section) ?? []).map((id) => withValueAt(template, reference.path, id));
}

/** The paths whose values name records. */
function referencesIn(shape: SourceShape): { path: string[]; section: string }[] {
  return [...shape.keys].flatMap(([key, inner]) => [
    ...(inner.refersTo === null ? [] : [{ path: [key], section: inner.refersTo }]),
    ...(inner.isList ? [] : referencesIn(inner).map(({ path, section }) => ({ path: [key, ...path], section }))),
  ]);
}

function pairs(shape: SourceShape, standard: SourceObject, ids: IdsBySection): SourceObject[] {
  let items: SourceObject[] = [standard];
  for (const { path, section } of referencesIn(shape))
    items = items.flatMap((item) => (ids.get(section) ?? []).map((id) => withValueAt(item, path, id)));
  return items;
}
