import type { Node } from 'yaml';
import type { Pipeline } from '../pipeline.js';
import { readAs } from './read-as.js';
import { ofOneSchool } from '../source/whose-document.js';
import { stepsOf } from '../source/source-path.js';
import { fitsWhere, holds, valueOf } from '../source/where-of-value.js';
import type { Reference, SourceSection, SourceShape, SourceView } from '../source/source-shape.js';
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

/** The items of each section that are used where a case says nothing. */
export type Defaults = ReadonlyMap<string, readonly SourceObject[]>;

/** What a record has in a field by which links name it, or in a part of its id, as JSON text; undefined if nothing. */
type Target = (named: Pick<Reference, 'field' | 'part'>) => string | undefined;

/** The records of each kind, each id once. */
type Targets = ReadonlyMap<string, readonly Target[]>;

/** An item of the case, with those of the defaults that fill it. */
interface Item {
  readonly node: Node | null;
  readonly own: SourceObject;
  readonly standard: SourceObject;
  /** Whether it is the first that these fill, and so takes their id. */
  readonly isFirst: boolean;
}

const nothing: SourceObject = new Map();

/** The school of a document whose case names none. No school's file has this name, because cases name theirs. */
const anySchool = 'any school';

interface OfCase {
  readonly pipeline: Pipeline;
  /** The pipeline's own file, which may be to blame for a name. */
  readonly pipelineFile: YamlFile;
  /** Those that the pipeline reads. */
  readonly sections: readonly SourceSection[];
  readonly defaults: Defaults;
  readonly school: string | null;
}

/** Reads the extract of the defaults: items in which everything comes through, one a section unless views share it. */
export function readDefaults(
  file: YamlFile,
  node: Node | null,
  sections: readonly SourceSection[],
  pipelineFile: YamlFile,
): Defaults {
  const given = readSections(file, node, sections, pipelineFile);
  const defaults = new Map<string, readonly SourceObject[]>();
  for (const { name, views, isOptional } of sections) {
    const items = given.get(name);
    if (items === undefined && !isOptional) file.problem(node, 'missing-key', `The defaults need a section "${name}".`);
    const [only, second] = items ?? [];
    const hasViews = views.some(({ where }) => where !== null);
    if (items !== undefined && (only === undefined || (second !== undefined && !hasViews)))
      file.problem(
        second?.node ?? node,
        'wrong-type',
        hasViews
          ? `The defaults have at least one item in each section ("${name}").`
          : `The defaults have exactly one item in each section ("${name}").`,
      );
    if (items !== undefined || !isOptional) defaults.set(name, items?.map(({ item }) => item) ?? [nothing]);
  }
  return defaults;
}

/**
 * Reads what a case says of its extract, to make a whole document of it. The defaults fill in the rest and fit it: a list
 * of ids names every record of its kind, a single id the first; a section of links has one for every pair.
 * @returns makes the document, which `check` has no use for
 */
export function caseDocument(
  file: YamlFile,
  node: Node | null,
  { pipeline, pipelineFile, sections, defaults, school }: OfCase,
): () => string {
  const given =
    node === null ? new Map<string, readonly GivenInCase[]>() : readSections(file, node, sections, pipelineFile);
  const items = new Map(sections.map((section) => [section.name, itemsOf(section, given, defaults)]));
  const targets = targetsOf(file, sections, items);
  return () => {
    const path = stepsOf(ofOneSchool(pipeline.source.school).path);
    let document = withValueAt(nothing, path, JSON.stringify(school ?? anySchool));
    for (const section of sections) {
      if (!given.has(section.name) && !defaults.has(section.name)) continue;
      const isOfLinks = section.views.every(({ kind, inner }) => kind.type === 'link' && inner.length === 0);
      const whole = (items.get(section.name) ?? []).flatMap((item) =>
        isOfLinks && !given.has(section.name) ? pairsOfKinds(section, item, targets) : [filled(section, item, targets)],
      );
      document = withValueAt(document, stepsOf(section.name), whole);
    }
    return toJson(document);
  };
}

/** The items of a section: those of the case, and those of the defaults that fill none of them. */
function itemsOf(
  section: SourceSection,
  given: ReadonlyMap<string, readonly GivenInCase[]>,
  defaults: Defaults,
): Item[] {
  const standards = defaults.get(section.name) ?? [];
  const said = given.get(section.name);
  const used = new Set<SourceObject>();
  const items = (said ?? []).map(({ node, item }): Item => {
    const standard = standards.find((one) => agrees(section, item, one)) ?? nothing;
    const isFirst = !used.has(standard);
    used.add(standard);
    return { node, own: item, standard, isFirst };
  });
  const isEmpty = said?.length === 0;
  const others = isEmpty
    ? []
    : standards.filter((one) => !used.has(one) && (said === undefined || standards.length > 1));
  return [...items, ...others.map((standard) => ({ node: null, own: nothing, standard, isFirst: true }))];
}

/** Whether what an item says is for each view that asks for it as in another. */
function agrees({ views }: SourceSection, item: SourceObject, standard: SourceObject): boolean {
  const tests = views.filter(({ inner }) => inner.length === 0).flatMap(({ where }) => where?.flat() ?? []);
  return tests.every(({ path, test }) => {
    const said = valueOf([item], path);
    return said === undefined || holds(test, said) === holds(test, valueOf([standard], path));
  });
}

/** What is read of an item by those who take it, and then by anyone. */
function shapesFor({ views, shape }: SourceSection, { own, standard }: Item): SourceShape[] {
  const whole = over(own, standard);
  const taking = views.filter(({ where, inner }) => inner.length > 0 || fitsWhere(where, [whole]));
  return [...taking.map((view) => view.shape), shape];
}

/** An object with what it says, and otherwise with what another says. */
function over(own: SourceObject, standard: SourceObject): SourceObject {
  const whole = new Map(standard);
  for (const [key, value] of own) {
    const usual = standard.get(key);
    whole.set(key, isObject(value) && isObject(usual) ? over(value, usual) : value);
  }
  return whole;
}

interface GivenInCase {
  readonly node: Node;
  readonly item: SourceObject;
}

function readSections(
  file: YamlFile,
  node: Node | null,
  sections: readonly SourceSection[],
  pipelineFile: YamlFile,
): Map<string, readonly GivenInCase[]> {
  const given = new Map<string, readonly GivenInCase[]>();
  const names = sections.map(({ name }) => name);
  const hintOf = (unread: string, known: readonly string[]) => readAs(unread, known, { file: pipelineFile, sections });
  for (const [name, entry] of file.readMap(node, 'extract', names, hintOf)) {
    const section = sections.find((one) => one.name === name);
    if (section === undefined) continue;
    const ofSection = { file: pipelineFile, sections: [section] };
    const read = (item: Node) =>
      readObject(file, item, name, section.shape, (key, known) => readAs(key, known, ofSection));
    given.set(
      name,
      file.readList(entry.node, name).map((item) => ({ node: item, item: read(item) })),
    );
  }
  return given;
}

/** The records of each kind. The first that some defaults fill may take its id from them; the case must give the others. */
function targetsOf(
  file: YamlFile,
  sections: readonly SourceSection[],
  items: ReadonlyMap<string, readonly Item[]>,
): Targets {
  const targets = new Map<string, Map<string, Target>>();
  for (const { name, views } of sections)
    for (const item of items.get(name) ?? []) {
      const whole = over(item.own, item.standard);
      const taken = new Set<string>();
      for (const view of views) {
        if (view.kind.type === 'link') continue;
        for (const around of entriesOf([whole], view.inner)) {
          const isTaken = view.inner.length === 0 && taken.has(view.kind.name);
          if (isTaken || !fitsWhere(view.where, around)) continue;
          taken.add(view.kind.name);
          if (view.inner.length === 0) noteLackingId(file, name, view, item);
          const of = targets.get(view.kind.name) ?? new Map<string, Target>();
          targets.set(view.kind.name, of);
          const target = targetOf(view, around[0]);
          const id = view.idPaths.map((_, part) => target({ field: null, part }));
          if (!id.includes(undefined) && !of.has(JSON.stringify(id))) of.set(JSON.stringify(id), target);
        }
      }
    }
  return new Map(Array.from(targets, ([kind, of]) => [kind, [...of.values()]]));
}

function noteLackingId(file: YamlFile, section: string, { idPaths }: SourceView, { node, own, isFirst }: Item): void {
  if (isFirst || idPaths.some((path) => valueAt(own, path) !== undefined)) return;
  const message = `A further item of ${section} needs a key "${idPaths[0]?.join('.') ?? ''}".`;
  file.problem(node, 'missing-key', message, 'Only the first takes that of the defaults.');
}

function targetOf({ idPaths, pathOf }: SourceView, entry: SourceObject): Target {
  return ({ field, part }) => {
    const path = field === null ? idPaths[part] : pathOf(field);
    const value = path === undefined ? undefined : valueAt(entry, path);
    return typeof value === 'string' && value !== 'null' && value !== '""' ? value : undefined;
  };
}

/** The entries of lists within an item, each with those around it. */
function entriesOf(around: readonly SourceObject[], [path, ...inner]: readonly string[]): (readonly SourceObject[])[] {
  if (path === undefined) return [around];
  const list = valueAt(around[0] ?? nothing, stepsOf(path));
  const entries = Array.isArray(list) ? (list as readonly SourceValue[]) : list === undefined ? [] : [list];
  return entries.filter(isObject).flatMap((entry) => entriesOf([entry, ...around], inner));
}

/** A further record does not take an id of the defaults, but may take a part of one. */
function filled(section: SourceSection, item: Item, targets: Targets): SourceObject {
  const shapes = shapesFor(section, item);
  const ids = section.views.filter(({ inner, idPaths }) => inner.length === 0 && idPaths.length === 1);
  const usual = item.isFirst
    ? item.standard
    : ids.reduce(
        (standard, { idPaths: [path = []] }) =>
          valueAt(standard, path) === undefined ? standard : withValueAt(standard, path, undefined),
        item.standard,
      );
  return merged(item.own, usual, shapes, targets);
}

/** What the case says, or else the defaults; objects are merged key by key, lists are taken whole. */
function merged(
  item: SourceObject,
  standard: SourceObject,
  shapes: readonly SourceShape[],
  targets: Targets,
): SourceObject {
  const whole = new Map(item);
  for (const [key, usual] of standard) {
    const own = item.get(key);
    const inner = shapes.flatMap(({ keys }) => keys.get(key) ?? []);
    if (inner.length === 0) continue;
    if (own === undefined) whole.set(key, referring(usual, inner, targets));
    else if (isObject(own) && isObject(usual)) whole.set(key, merged(own, usual, inner, targets));
  }
  return whole;
}

/** A value of the defaults, with its references changed to the records that the case has. */
function referring(usual: SourceValue, shapes: readonly SourceShape[], targets: Targets): SourceValue {
  if (usual === 'null' || usual === '[]') return usual;
  if (isObject(usual)) return merged(nothing, usual, shapes, targets);
  const naming = shapes.find(({ refersTo }) => refersTo !== null);
  if (naming?.refersTo != null) {
    const there = namesOf(naming.refersTo, targets);
    return naming.isList ? there : (there[0] ?? 'null');
  }
  if (typeof usual === 'string') return usual;
  const [template] = usual;
  const [reference] = shapes.flatMap(referencesIn);
  if (!isObject(template) || reference === undefined) return usual;
  return namesOf(reference.to, targets).map((name) => withValueAt(template, reference.path, name));
}

/** What names each of the records of the case. */
function namesOf(to: Reference, targets: Targets): string[] {
  return (targets.get(to.kind) ?? []).map((target) => target(to) ?? 'null');
}

/** The paths whose values name records. */
function referencesIn(shape: SourceShape): { path: string[]; to: Reference }[] {
  return [...shape.keys].flatMap(([key, inner]) => [
    ...(inner.refersTo === null ? [] : [{ path: [key], to: inner.refersTo }]),
    ...(inner.isList ? [] : referencesIn(inner).map(({ path, to }) => ({ path: [key, ...path], to }))),
  ]);
}

/** One for every pair of each kind of links that takes it: two kinds may read one section, and each what names its own. */
function pairsOfKinds(section: SourceSection, { own, standard }: Item, targets: Targets): SourceObject[] {
  const taking = section.views.filter(({ where }) => fitsWhere(where, [over(own, standard)]));
  const firsts = taking.filter(({ kind }, index) => taking.findIndex((view) => view.kind === kind) === index);
  const shapes = firsts.map(({ shape }) => shape).filter((shape) => referencesIn(shape).length > 0);
  return (shapes.length === 0 ? [section.shape] : shapes).flatMap((shape) => pairs(shape, standard, targets));
}

/** One for every pair of records; the parts of an id name one record together. */
function pairs(shape: SourceShape, standard: SourceObject, targets: Targets): SourceObject[] {
  let items: SourceObject[] = [standard];
  const references = referencesIn(shape);
  for (const end of new Set(references.map(({ to }) => to.by))) {
    const parts = references.filter(({ to }) => to.by === end);
    const [{ to }] = parts;
    const naming = (item: SourceObject, target: Target): SourceObject =>
      parts.reduce((named, part) => withValueAt(named, part.path, target(part.to) ?? 'null'), item);
    items = items.flatMap((item) => (targets.get(to.kind) ?? []).map((target) => naming(item, target)));
  }
  return items;
}
