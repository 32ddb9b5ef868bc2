import { isScalar, visit, type Node } from 'yaml';
import {
  kindsOf,
  type EndKey,
  type Field,
  type IdPart,
  type LinkKind,
  type Pipeline,
  type RecordKind,
} from '../pipeline.js';
import { schoolLists, schoolPaths } from '../source/whose-document.js';
import { hasLooseCaret, leadsInto, levelsOf, outwards, stepsOf } from '../source/source-path.js';
import { isLookup } from '../source/lookups.js';
import { pathsIn } from '../source/where.js';
import type { YamlFile } from '../yaml/yaml-file.js';

interface Section {
  readonly path: string;
  readonly levels: readonly string[];
  readonly isOptional: boolean;
  readonly node: Node | null;
}

/** Notes paths that lead into a section, and those that lead out of the outermost entry. */
export function checkPaths(file: YamlFile, pipeline: Pipeline): void {
  const sections = kindsOf(pipeline).flatMap((kind) => sectionsOf(file, kind));
  for (const section of sections) {
    const list = sections.find((other) => leadsIntoSection(section, other));
    if (list === undefined || (list.isOptional && section.isOptional)) continue;
    const message = `"${section.path}" leads into "${list.path}", which is a section and so a list.`;
    file.problem(section.node, 'wrong-type', message, 'If an extract has either, both are optional.');
  }
  const { school } = pipeline.source;
  for (const path of [...schoolPaths(school), ...schoolLists(school).map(({ list }) => list)]) {
    const list = sections.find(({ levels: [first = ''] }) => leadsInto(path, first));
    if (list === undefined) continue;
    const message = `"${path}" leads into "${list.path}", which is a section and so a list.`;
    file.problem(nodeOfSchool(file, path), 'wrong-type', message);
  }
  for (const kind of kindsOf(pipeline)) checkOutwards(file, kind, pipeline);
}

/** Where a path of the school is written. */
function nodeOfSchool(file: YamlFile, path: string): Node | null {
  const nodes = ['id', 'name', 'extractedAt'].map((key) => file.find('source', 'school', key));
  const node = nodes.find((one) => isScalar(one) && one.value === path);
  return node ?? file.find('source', 'school') ?? file.find('source', 'schools');
}

function partOf({ type }: RecordKind | LinkKind): string {
  return type === 'record' ? 'records' : 'links';
}

function sectionsOf(file: YamlFile, kind: RecordKind | LinkKind): Section[] {
  return kind.views.map(({ section, isOptional }, index) => ({
    ...{ path: section, levels: levelsOf(section), isOptional },
    node: nodeOfView(file, kind, index),
  }));
}

function nodeOfView(file: YamlFile, kind: RecordKind | LinkKind, index: number): Node | null {
  return file.find(partOf(kind), kind.name, 'from', String(index)) ?? file.find(partOf(kind), kind.name, 'from');
}

function leadsIntoSection({ levels }: Section, { levels: others }: Section): boolean {
  const isBeside = levels.length === others.length && levels.slice(0, -1).every((path, at) => isSame(path, others[at]));
  return isBeside && leadsInto(levels.at(-1) ?? '', others.at(-1) ?? '');
}

function isSame(path: string, other = ''): boolean {
  return JSON.stringify(stepsOf(path)) === JSON.stringify(stepsOf(other));
}

/** A path begins at most as far out as there are entries around its own. */
function checkOutwards(file: YamlFile, kind: RecordKind | LinkKind, pipeline: Pipeline): void {
  const part = partOf(kind);
  const holders = kind.type === 'link' ? pipeline.records.filter(({ name }) => name === kind.within) : [];
  for (const { views } of holders)
    for (const { section } of views)
      for (const { keys } of (kind as LinkKind).ends)
        checkAll(file, () => file.find(part, kind.name, 'joins'), pathsOfKeys(keys), section);
  for (const field of holders.length > 0 ? kind.fields : [])
    checkAll(file, () => nodeOfField(file, kind, field), pathsOfField(field), '');
  kind.views.forEach((view, index) => {
    const node = () => nodeOfView(file, kind, index);
    checkAll(file, node, view.where === null ? [] : pathsIn(view.where), view.section);
    if ('ends' in view)
      for (const [at, { keys }] of view.ends.entries())
        checkAll(file, () => nodeOfEnd(file, kind, index, at) ?? node(), pathsOfKeys(keys), view.section);
    else checkAll(file, () => file.find(part, kind.name, 'id') ?? node(), pathsOfId(view), view.section);
    for (const field of view.fields)
      checkAll(file, () => nodeOfField(file, kind, field) ?? node(), pathsOfField(field), view.section);
  });
}

function nodeOfField(file: YamlFile, kind: RecordKind | LinkKind, { name, kept }: Field): Node | null {
  return file.find(partOf(kind), kind.name, kept ? 'keep' : 'read', name);
}

/** What the view says of an end, or the kind does for all views. */
function nodeOfEnd(file: YamlFile, kind: RecordKind | LinkKind, index: number, at: number): Node | null {
  const name = kind.type === 'link' ? (kind.ends[at]?.name ?? '') : '';
  return (
    file.find(partOf(kind), kind.name, 'from', String(index), 'joins', name) ??
    file.find(partOf(kind), kind.name, 'from', 'joins', name) ??
    file.find(partOf(kind), kind.name, 'joins', name)
  );
}

function checkAll(file: YamlFile, node: () => Node | null, paths: readonly string[], section: string): void {
  const around = section === '' ? 0 : levelsOf(section).length - 1;
  for (const path of paths) {
    if (outwards(path).up <= around || hasLooseCaret(path)) continue;
    const message =
      around === 0
        ? `"${path}" leads out of an entry, but ^ stands only within a section with [].`
        : `"${path}" leads further out than ${section} is deep.`;
    file.problem(scalarIn(node(), path), 'path-form', message, 'A key that begins with ^ is written \\^.');
  }
}

/** Where a path is written within a node; the node itself if it is not there as it is. */
function scalarIn(node: Node | null, path: string): Node | null {
  let found: Node | null = null;
  if (node !== null)
    visit(node, {
      Scalar(_, scalar) {
        if (scalar.value === path) found ??= scalar;
      },
    });
  return found ?? node;
}

function pathsOfId({
  idKey,
  idParts,
}: {
  readonly idKey: string;
  readonly idParts: readonly IdPart[] | null;
}): string[] {
  return idParts === null ? [idKey] : idParts.flatMap((part) => ('path' in part ? part.path : []));
}

function pathsOfKeys(keys: readonly EndKey[]): string[] {
  return keys.flatMap(({ key, parts }) => pathsOfId({ idKey: key, idParts: parts }));
}

function pathsOfField({ source, further }: Field): string[] {
  const sources = source === null ? [] : [source, ...further];
  return sources.flatMap((one) => {
    if (typeof one === 'string') return [one];
    return isLookup(one) ? one.match.map(({ own }) => own.path) : [one.list];
  });
}
