import { ConfigurationFolder } from './configuration-folder.js';
import type { Problem } from '../problem.js';
import { findSourceLists, sourceFolderOf } from './source-lists.js';
import { readShared, type ReadOptions } from '../read-shared.js';

/** A YAML file of the configuration, whatever it is read as. */
export interface ConfigurationText {
  /** As a person knows it. */
  readonly path: string;
  /** With all symbolic links followed. */
  readonly real: string;
}

/**
 * The pipeline, all files under `rules/` that something reads, and lists of sources, each once.
 * @param path of the pipeline
 * @param problems where to note why the files cannot be listed
 * @returns null if the pipeline is so wrong that nobody can say what is read
 */
export function configurationTexts(
  path: string,
  options: ReadOptions,
  problems: Problem[],
): readonly ConfigurationText[] | null {
  const shared = readShared(path, options, problems);
  if (shared === null) return null;
  const found = ConfigurationFolder.of(path, options.root ?? null)?.find(path);
  const pipeline = { path, real: found?.type === 'file' ? found.real : path };
  const lists = findSourceLists(shared.scope.folder, sourceFolderOf(path), problems);
  const texts = [pipeline, ...shared.files.files, ...lists].map(({ path, real }): ConfigurationText => ({
    path,
    real,
  }));
  return [...new Map(texts.toReversed().map((text) => [text.real, text])).values()].toReversed();
}
