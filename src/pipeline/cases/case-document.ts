import type { Node } from 'yaml';
import type { Pipeline } from '../pipeline.js';
import { stepsOf } from '../source/source-path.js';
import { sourceSections, type Reference, type SourceShape, type SourceSection } from '../source/source-shape.js';
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

/** A value of a record, by its path, as JSON text; undefined if it has none. */
type Target = (path: readonly string[]) => string | undefined;

/** What each section's records have, each id once. */
type Targets = ReadonlyMap<string, readonly Target[]>;

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
  const targets = new Map(sections.map((section) => [section.name, targetsOf(file, section, given, defaults)]));
  let document = withValueAt(nothing, stepsOf(pipeline.source.school.id), JSON.stringify(school ?? anySchool));
  for (const section of sections) {
    const standard = defaults.get(section.name) ?? nothing;
    const items = given.get(section.name);
    const whole =
      items !== undefined
        ? items.map(({ item }, index) => filled(section, item, standard, targets, index))
        : section.idPaths.length === 0
          ? pairs(section.shape, standard, targets)
          : [filled(section, nothing, standard, targets, 0)];
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

/** A section's records, each id once. The first may take its id from the defaults; the case must give the others. */
function targetsOf(
  file: YamlFile,
  { name, idPaths }: SourceSection,
  given: ReadonlyMap<string, readonly GivenInCase[]>,
  defaults: Defaults,
): Target[] {
  const [first] = idPaths;
  if (first === undefined) return [];
  const standard = defaults.get(name) ?? nothing;
  const items: readonly { node: Node | null; item: SourceObject }[] = given.get(name) ?? [
    { node: null, item: nothing },
  ];
  const targets = items.map(({ node, item }, index): Target => {
    if (index > 0 && idPaths.every((path) => valueAt(item, path) === undefined))
      file.problem(
        node,
        'missing-key',
        `A further item of ${name} needs a key "${first.join('.')}".`,
        'Only the first takes that of the defaults.',
      );
    return (path) => {
      const value = valueAt(item, path) ?? valueAt(standard, path);
      return typeof value === 'string' && value !== 'null' && value !== '""' ? value : undefined;
    };
  });
  const once = new Map<string, Target>();
  for (const target of targets) {
    const id = idPaths.map(target);
    if (!id.includes(undefined) && !once.has(JSON.stringify(id))) once.set(JSON.stringify(id), target);
  }
  return [...once.values()];
}

/** A further record does not take an id of the defaults, but may take a part of one. */
function filled(
  { idPaths, shape }: SourceSection,
  item: SourceObject,
  standard: SourceObject,
  targets: Targets,
  index: number,
): SourceObject {
  const [only, second] = idPaths;
  const usual =
    index > 0 && only !== undefined && second === undefined ? withValueAt(standard, only, undefined) : standard;
  return merged(item, usual, shape, targets);
}

/** What the case says, or else the defaults; objects are merged key by key, lists are taken whole. */
function merged(item: SourceObject, standard: SourceObject, shape: SourceShape, targets: Targets): SourceObject {
  const whole = new Map(item);
  for (const [key, usual] of standard) {
    const own = item.get(key);
    const inner = shape.keys.get(key);
    if (inner === undefined) continue;
    if (own === undefined) whole.set(key, referring(usual, inner, targets));
    else if (isObject(own) && isObject(usual)) whole.set(key, merged(own, usual, inner, targets));
  }
  return whole;
}

/** A value of the defaults, with its references changed to the records that the case has. */
function referring(usual: SourceValue, shape: SourceShape, targets: Targets): SourceValue {
  if (usual === 'null' || usual === '[]') return usual;
  if (isObject(usual)) return merged(nothing, usual, shape, targets);
  if (shape.refersTo !== null) {
    const there = namesOf(shape.refersTo, targets);
    return shape.isList ? there : (there[0] ?? 'null');
  }
  if (typeof usual === 'string') return usual;
  const [template] = usual;
  const [reference] = referencesIn(shape);
  if (!isObject(template) || reference === undefined) return usual;
  return namesOf(reference.to, targets).map((name) => withValueAt(template, reference.path, name));
}

/** What names each of the records of the case. */
function namesOf({ section, at }: Reference, targets: Targets): string[] {
  return (targets.get(section) ?? []).map((target) => target(at) ?? 'null');
}

/** The paths whose values name records. */
function referencesIn(shape: SourceShape): { path: string[]; to: Reference }[] {
  return [...shape.keys].flatMap(([key, inner]) => [
    ...(inner.refersTo === null ? [] : [{ path: [key], to: inner.refersTo }]),
    ...(inner.isList ? [] : referencesIn(inner).map(({ path, to }) => ({ path: [key, ...path], to }))),
  ]);
}

/** One for every pair of records; the parts of an id name one record together. */
function pairs(shape: SourceShape, standard: SourceObject, targets: Targets): SourceObject[] {
  let items: SourceObject[] = [standard];
  const references = referencesIn(shape);
  for (const end of new Set(references.map(({ to }) => to.by))) {
    const parts = references.filter(({ to }) => to.by === end);
    const [{ to }] = parts;
    const naming = (item: SourceObject, target: Target): SourceObject =>
      parts.reduce((named, part) => withValueAt(named, part.path, target(part.to.at) ?? 'null'), item);
    items = items.flatMap((item) => (targets.get(to.section) ?? []).map((target) => naming(item, target)));
  }
  return items;
}
