import { join } from 'node:path';
import type { Pipeline } from './pipeline.js';
import { ConfigurationError, inOrder, type Problem } from './problem.js';
import { applyLayer } from './read-layer.js';
import { readShared, yamlFiles, type ReadOptions, type SchoolConfiguration } from './read-shared.js';

export type { ReadOptions, SchoolConfiguration };

const schoolsFolder = 'schools';

/** A pipeline with its rules, and what differs from school to school. */
export interface Configuration {
  readonly pipeline: Pipeline;
  /**
   * The configuration of a school. Schools without a file of their own share one object.
   * @throws ConfigurationError with the problems of the school's own file, or of one that it extends
   */
  forSchool(school: string): SchoolConfiguration;
}

/**
 * Reads pipeline.yaml and the rules beside it.
 * @param path of the pipeline; its rules lie in `rules/` beside it
 * @throws ConfigurationError with every problem of the files that all schools share
 */
export function readConfiguration(path: string, options: ReadOptions): Configuration {
  const problems: Problem[] = [];
  const shared = readShared(path, options, problems);
  throwIfAny(problems);
  if (shared === null) throw new Error('a configuration without problems that cannot be read');
  const { pipeline, base, finish, scope } = shared;
  const common = finish(base);
  const schools = new Map<string, SchoolConfiguration>();
  const files = schoolFiles(shared.folder);
  return {
    pipeline,
    forSchool: (school) => {
      const file = files.get(school);
      if (file === undefined) return common;
      let configuration = schools.get(school);
      if (configuration === undefined) {
        const own: Problem[] = [];
        const layered = applyLayer(file, base, scope, own);
        throwIfAny(own);
        configuration = finish(layered);
        schools.set(school, configuration);
      }
      return configuration;
    },
  };
}

function throwIfAny(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ConfigurationError(inOrder(problems));
}

/** By school: found in the folder's list, so that no id of an extract ever makes a path. */
export function schoolFiles(rulesFolder: string): ReadonlyMap<string, string> {
  const folder = join(rulesFolder, schoolsFolder);
  return new Map(yamlFiles(folder).map((name) => [name.slice(0, -'.yaml'.length), join(folder, name)]));
}
