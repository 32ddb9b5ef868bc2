import { dirname } from 'node:path';
import type { Pipeline } from './pipeline.js';
import { ConfigurationError, inOrder, type Problem } from './problem.js';
import { effectiveConfiguration, type EffectiveConfiguration } from './effective.js';
import { layOwn } from './own-layer.js';
import type { Layered } from './read-layer.js';
import { onDay, readShared, type ReadOptions, type SchoolConfiguration, type Shared } from './read-shared.js';

export type { EffectiveConfiguration, ReadOptions, SchoolConfiguration };

/** A pipeline with its rules, and what differs from school to school. */
export interface Configuration {
  readonly pipeline: Pipeline;
  /** The pipeline's folder, as its path was given. */
  readonly folder: string;
  /** The day for rules with dates, YYYY-MM-DD in the pipeline's time zone, unless another is asked for. */
  readonly today: string;
  /**
   * The configuration of a school. Schools without a file of their own share one object.
   * @param day YYYY-MM-DD, in place of the day asked for
   * @throws ConfigurationError with the problems of the school's own file, of one that it extends, or of something that
   *   has its name and is not read
   */
  forSchool(school: string, day?: string): SchoolConfiguration;
  /** The schools' own files, by the school's id; also those that are wrong. */
  readonly files: ReadonlyMap<string, string>;
  /**
   * The configuration of a school, or the base, with where each part of it comes from.
   * @throws as forSchool
   */
  effective(school: string | null, day?: string): EffectiveConfiguration;
  /** The files that were laid over the base until now. What `forSchool` gave by them it goes on giving. */
  readonly laid: ReadonlySet<string>;
  /** The same on another day (YYYY-MM-DD); nothing that all schools share is read again. */
  onDay(day: string): Configuration;
}

/**
 * Reads pipeline.yaml and the rules beside it.
 * @param path of the pipeline; its rules are in `rules/` beside it
 * @throws ConfigurationError with every problem of the files that all schools share
 */
export function readConfiguration(path: string, options: ReadOptions): Configuration {
  const problems: Problem[] = [];
  const shared = readShared(path, options, problems);
  throwIfAny(problems);
  if (shared === null) throw new Error('a configuration without problems that cannot be read');
  return configurationOf(shared, dirname(path));
}

function configurationOf(shared: Shared, folder: string): Configuration {
  const { pipeline, base, finish, given, today } = shared;
  const common = finish(base);
  const schools = new Map<string, SchoolConfiguration>();
  const { schools: files } = shared.files;
  const laid = new Set<string>();
  const layeredOf = (school: string | null): Layered => {
    const own: Problem[] = [];
    const layered = layOwn(shared, school, own);
    throwIfAny(own);
    for (const file of layered.files) laid.add(file);
    return layered;
  };
  return {
    pipeline,
    folder,
    today,
    files,
    laid,
    onDay: (day) => configurationOf(onDay(shared, day), folder),
    effective: (school, day = today) =>
      effectiveConfiguration(school, layeredOf(school), { pipeline, given, today: day }),
    forSchool: (school, day = today) => {
      if (day !== today) return finish(layeredOf(school), day);
      if (!files.has(school)) return common;
      let configuration = schools.get(school);
      if (configuration === undefined) {
        configuration = finish(layeredOf(school));
        schools.set(school, configuration);
      }
      return configuration;
    },
  };
}

function throwIfAny(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ConfigurationError(inOrder(problems));
}
