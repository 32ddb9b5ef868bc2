import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { readConfiguration, type Configuration, type EffectiveConfiguration } from '../pipeline/configuration.js';
import { ConfigurationError, type Problem } from '../pipeline/problem.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import type { Place } from '../pipeline/yaml/yaml-file.js';
import { readOptions, type CommonOptions } from './common-options.js';
import { revisionFolder } from './git-revision.js';
import type { CommandWorld } from './streams.js';
import { WrongCallError } from './wrong-call.js';

export interface ComparedOptions extends CommonOptions {
  readonly against: string;
}

/** Where the version is to compare with. */
export interface OtherVersion {
  readonly config: string;
  /** The folder that holds all of that configuration. */
  readonly root: string;
  readonly shown: (text: string) => string;
  readonly remove: () => Promise<void>;
}

/**
 * A folder that has a pipeline of the same name, or else a git revision.
 * @throws WrongCallError
 */
export function otherFolder(options: ComparedOptions, world: CommandWorld): Promise<OtherVersion> {
  const { against, config } = options;
  if (against.trim() === '')
    throw new WrongCallError('--against is blank: which version? A git revision, or a folder.');
  const ours = readOptions(options, world).root ?? dirname(config);
  const path = join(against, basename(config));
  if (existsSync(path)) {
    // Its path in its folder is that of ours in ours.
    const root = join(against, relative(resolve(dirname(config)), resolve(ours)));
    return Promise.resolve({ config: path, root, shown: (text) => text, remove: () => Promise.resolve() });
  }
  return revisionFolder(against, config, ours, gitSeconds(world));
}

/** How long to wait for an answer from git, on a slow disk. @throws WrongCallError */
function gitSeconds({ env }: CommandWorld): number {
  const given = env.PULLTHROUGH_GIT_SECONDS;
  if (given === undefined) return 60;
  if (/^[1-9]\d{0,4}$/.test(given)) return Number(given);
  throw new WrongCallError('PULLTHROUGH_GIT_SECONDS takes a number of seconds.');
}

/**
 * Reads the version to compare with.
 * @param after the version here
 * @throws ConfigurationError with the file names that a person knows
 */
export function readOther(
  { config, root, shown }: OtherVersion,
  options: ComparedOptions,
  after: Configuration,
  world: CommandWorld,
): Configuration {
  const reading = readOptions(options, world);
  const inWords = <T>(ask: () => T): T => {
    try {
      return ask();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      throw new ConfigurationError(error.problems.map((problem) => shownProblem(problem, shown)));
    }
  };
  const read = (set: readonly string[]) => inWords(() => readConfiguration(config, { ...reading, root, set }));
  // An option that only one of the two declares can be set only in that one.
  const { options: declared } = read([]).pipeline;
  const isOurs = (text: string) => after.pipeline.options.has(nameOf(text)) && !declared.has(nameOf(text));
  const before = read(reading.set.filter((text) => !isOurs(text)));
  const pipeline = shownPipeline(before.pipeline, shown);
  return {
    ...before,
    pipeline,
    forSchool: (school, day) => inWords(() => before.forSchool(school, day)),
    effective: (school, day) => {
      const effective = inWords(() => before.effective(school, day));
      const isOfAll = effective.pipeline === before.pipeline;
      const own = isOfAll ? pipeline : shownPipeline(effective.pipeline, shown);
      return { ...shownEffective(effective, shown), pipeline: own };
    },
  };
}

type Shown = OtherVersion['shown'];

function shownProblem({ file, message, ...problem }: Problem, shown: Shown): Problem {
  return { ...problem, file: shown(file), message: shown(message) };
}

/** The same, with the names of files that a person knows. */
function shownPipeline(pipeline: Pipeline, shown: Shown): Pipeline {
  const places = [...pipeline.places].map(([name, place]) => [name, { ...place, file: shown(place.file) }] as const);
  return { ...pipeline, file: shown(pipeline.file), places: new Map(places) };
}

/** The same of all but the pipeline. */
function shownEffective(effective: EffectiveConfiguration, shown: Shown): EffectiveConfiguration {
  const placed = <T extends { readonly place: Place }>(one: T): T => ({
    ...one,
    place: { ...one.place, file: shown(one.place.file) },
  });
  return {
    ...effective,
    options: effective.options.map((one) => ({ ...one, origins: one.origins.map(placed) })),
    stores: new Map(
      [...effective.stores].map(([field, words]) => [
        field,
        new Map([...words].map(([word, stored]) => [word, placed(stored)])),
      ]),
    ),
    terms: new Map([...effective.terms].map(([name, term]) => [name, placed(term)])),
    rules: effective.rules.map((one) => ({
      ...one,
      rule: placed(one.rule),
      disabled: one.disabled === null ? null : { ...one.disabled, file: shown(one.disabled.file) },
      replaces: one.replaces === null ? null : placed(one.replaces),
    })),
    guard: effective.guard.map((one) => ({
      ...one,
      entries: one.entries.map((entry) => ({ ...entry, entry: placed(entry.entry) })),
    })),
    pauses: effective.pauses.map((one) => ({ ...one, pause: placed(one.pause) })),
    retirement:
      effective.retirement === null ? null : { ...effective.retirement, retired: placed(effective.retirement.retired) },
  };
}

function nameOf(setting: string): string {
  return setting.split('=')[0] ?? '';
}
