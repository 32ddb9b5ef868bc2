import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readExtends } from '../extends.js';
import type { FileRole } from '../files/configuration-files.js';
import { findSourceLists, sourceFolderOf } from '../files/source-lists.js';
import { ConfigurationError, inOrder, type Problem } from '../problem.js';
import { applyLayer, openLayer } from '../read-layer.js';
import { readShared, type ReadOptions, type Shared } from '../read-shared.js';
import type { Rule } from '../rules/rule.js';
import { byCodeUnit } from '../text/text.js';
import { YamlFile } from '../yaml/yaml-file.js';
import { editorSchemas } from './editor-schemas.js';

/** Where the schemas of a pipeline are, if nobody says where: beside it, and not under a name that is read. */
export const editorFolder = join('.pullthrough', 'schemas');

/** A file that people edit, and the name of its schema. */
export interface EditedFile {
  readonly path: string;
  readonly part: FileRole | 'pipeline' | 'sources';
  readonly schema: string;
}

/** What editors need of a configuration. */
export interface ForEditors {
  /** The texts of the schemas by their names: `pipeline.json`, `rules/contacts.json`. */
  readonly schemas: ReadonlyMap<string, string>;
  readonly files: readonly EditedFile[];
  /** What is wrong in rules, which is no reason to have no schema. */
  readonly problems: readonly Problem[];
}

/**
 * Reads a configuration, and makes its schemas.
 * @throws ConfigurationError if the pipeline cannot be read
 */
export function readForEditors(path: string, options: ReadOptions): ForEditors {
  const problems: Problem[] = [];
  const shared = readShared(path, options, problems);
  if (shared === null) throw new ConfigurationError(inOrder(problems));
  const files = shared.files.files.map(({ path: file, part }) => ({ path: file, part, schema: schemaOf(part, file) }));
  const lists = findSourceLists(shared.scope.folder, sourceFolderOf(path), problems).map(
    ({ path: file }) => ({ path: file, part: 'sources', schema: schemaOf('sources', file) }) as const,
  );
  return {
    schemas: schemasOf(shared),
    files: [{ path, part: 'pipeline', schema: schemaOf('pipeline', path) }, ...files, ...lists],
    problems,
  };
}

export function schemasOf(shared: Shared): ReadonlyMap<string, string> {
  return editorSchemas(shared, extendedRules(shared));
}

/** The name of the schema that a file has. */
function schemaOf(part: EditedFile['part'], path: string): string {
  switch (part) {
    case 'rules':
      return `rules/${basename(path).replace(/\.yaml$/, '.json')}`;
    case 'shared':
      return 'school.json';
    case 'defaults':
      return 'cases.json';
    default:
      return `${part}.json`;
  }
}

/** Rules that files add which others extend, each once: a school's file may name them though the base has none of them. */
function extendedRules({ base, scope, files }: Shared): Rule[] {
  const own = new Set(base.rules);
  const paths = files.files.flatMap(({ part, path, real }) =>
    part === 'shared' ? [path] : part === 'school' ? extendedBy(path, real) : [],
  );
  const rules = [...new Set(paths)]
    .filter((path) => scope.folder.find(path).type === 'file')
    .flatMap((path) => applyLayer(openLayer(path, scope, []), base, scope, []).rules)
    .filter((rule) => !own.has(rule))
    .sort((a, b) => byCodeUnit(b.place.file, a.place.file) || b.place.line - a.place.line);
  return [...new Map(rules.map((rule) => [`${rule.kind} ${rule.name}`, rule])).values()].reverse();
}

/** Most files of schools extend none, and are not parsed. */
function extendedBy(path: string, real: string): string[] {
  if (!readText(real).includes('extends')) return [];
  return readExtends(new YamlFile(path, [], real)).map(({ name }) => join(dirname(path), name));
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
