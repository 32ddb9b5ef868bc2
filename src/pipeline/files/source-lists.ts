import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Pipeline } from '../pipeline.js';
import { ConfigurationError, inOrder, type Problem } from '../problem.js';
import { readSourceList, type ListedSource } from '../source/source-list.js';
import { lineOfFile } from '../text/place-text.js';
import { byCodeUnit } from '../text/text.js';
import { YamlFile } from '../yaml/yaml-file.js';
import { ConfigurationFolder, hintFor, lackInWords } from './configuration-folder.js';
import { stemOf } from './school-file.js';

/** A file that lists sources. */
export interface SourceListFile {
  readonly path: string;
  readonly real: string;
}

/** The folder beside the pipeline that has lists of sources. */
export function sourceFolderOf(pipeline: string): string {
  return join(dirname(pipeline), 'sources');
}

/** @param problems where to note what has the name of a list and cannot be read: its schools would be missing */
export function findSourceLists(folder: ConfigurationFolder, path: string, problems: Problem[]): SourceListFile[] {
  const found = folder.find(path);
  if (found.type === 'nothing' && found.lack === 'missing') return [];
  if (found.type !== 'folder') {
    const lack = found.type === 'nothing' ? lackInWords(found.lack) : 'is a file, and must be a folder';
    problems.push(problemOf(path, `This ${lack}.`, null));
    return [];
  }
  const names = readdirSync(found.real).filter((name) => !name.startsWith('.') && stemOf(name) !== null);
  return names.sort(byCodeUnit).flatMap((name) => {
    const list = join(path, name);
    const one = folder.find(list);
    if (one.type === 'file' && name.endsWith('.yaml') && stemOf(name) === name.slice(0, -'.yaml'.length))
      return [{ path: list, real: one.real }];
    if (one.type === 'nothing') problems.push(problemOf(list, `This ${lackInWords(one.lack)}.`, hintFor(one.lack)));
    else
      problems.push(
        problemOf(
          list,
          'Nothing reads a file of this name in this place.',
          'The name of a list of sources ends in .yaml.',
        ),
      );
    return [];
  });
}

/** Reads lists of sources, and notes what is wrong in them: also a school that is there twice. */
export function readSourceLists(
  { source }: Pick<Pipeline, 'source'>,
  files: readonly SourceListFile[],
  problems: Problem[],
): ReadonlyMap<string, readonly ListedSource[]> {
  const lists = new Map<string, readonly ListedSource[]>();
  const first = new Map<string, ListedSource>();
  for (const { path, real } of files) {
    const file = new YamlFile(path, problems, real);
    const listed = readSourceList(file, source.fetching, source.school.isMany);
    for (const one of listed) {
      const other = first.get(one.id);
      if (other === undefined) first.set(one.id, one);
      else if (one.id !== '') {
        const message = `The school ${one.id} has a source already, at ${lineOfFile(other.place)}.`;
        file.problemAt(
          one.place,
          one.id.length,
          'repeated-name',
          message,
          'A school has one source: keep one of the two.',
        );
      }
    }
    lists.set(path, listed);
  }
  return lists;
}

/**
 * The sources in the lists beside a pipeline, by the path of each list.
 * @param root the folder that holds all of the configuration; null for that of the pipeline
 * @throws ConfigurationError
 */
export function listedSources(pipeline: Pipeline, root: string | null): ReadonlyMap<string, readonly ListedSource[]> {
  const problems: Problem[] = [];
  const folder = ConfigurationFolder.of(pipeline.file, root);
  const files = folder === null ? [] : findSourceLists(folder, sourceFolderOf(pipeline.file), problems);
  const lists = readSourceLists(pipeline, files, problems);
  if (problems.length > 0) throw new ConfigurationError(inOrder(problems));
  return lists;
}

function problemOf(file: string, message: string, hint: string | null): Problem {
  return { file, line: 1, column: 1, code: 'unread-file', message, hint, source: '', length: 1 };
}
