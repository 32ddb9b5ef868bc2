import { lineOfFile } from './text/place-text.js';
import { basename, dirname, join } from 'node:path';
import { listConfiguration, type ConfigurationFile, type ConfigurationFiles } from './files/configuration-files.js';
import { ConfigurationFolder, hintFor, lackInWords } from './files/configuration-folder.js';
import type { Guard } from './guard/guard.js';
import { guardOn } from './guard/guard-entries.js';
import { kindsOf, type LinkKind, type Pipeline, type RecordKind } from './pipeline.js';
import { optionTypeNamed, type OptionValue } from './vocabulary/option-types.js';
import type { Recipient } from './notify/notice-keys.js';
import type { Problem } from './problem.js';
import { badValueRules } from './rules/bad-value-rules.js';
import { inEffect, termsRunOut } from './rules/in-effect.js';
import type { Layered } from './read-layer.js';
import { unknownOption } from './read-options.js';
import { readPipeline } from './read-pipeline.js';
import { noteLostRules } from './files/required.js';
import { readRules, type RuleScope } from './rules/read-rules.js';
import type { SharedConditions } from './rules/read-conditions.js';
import type { Rule } from './rules/rule.js';
import { kebabCase } from './text/text.js';
import { withStores } from './stores.js';
import type { RunOut } from './terms.js';
import { YamlFile } from './yaml/yaml-file.js';

/** What holds for one school with all layers laid over each other. */
export interface SchoolConfiguration {
  /** With what the school's layers store. */
  readonly pipeline: Pipeline;
  readonly options: ReadonlyMap<string, OptionValue>;
  /** In effect on the day asked for. If two `set` one field, the earlier in this list wins. */
  readonly rules: readonly Rule[];
  /** Rules whose terms have no more days; left out if there are none. */
  readonly runOut?: readonly RunOut[];
  readonly guard: Guard;
  /** Who is told how a night ended for the school, beside those of the pipeline. */
  readonly notify: readonly Recipient[];
}

export interface ReadOptions {
  /** As given with --set, `name=value`. */
  readonly set: readonly string[];
  /** The day (YYYY-MM-DD) in a time zone, for rules with dates. */
  readonly today: (timezone: string) => string;
  /** The folder that holds all of the configuration; by default the folder of the pipeline. */
  readonly root?: string;
}

/** What all schools share. */
export interface Shared {
  /** The pipeline's own file. */
  readonly file: YamlFile;
  readonly pipeline: Pipeline;
  readonly scope: RuleScope;
  /** `rules/` */
  readonly folder: string;
  readonly files: ConfigurationFiles;
  readonly base: Layered;
  /** Options as given with --set. */
  readonly given: ReadonlyMap<string, OptionValue>;
  readonly today: string;
  /** @param day YYYY-MM-DD, in place of the day asked for */
  readonly finish: (layered: Layered, day?: string) => SchoolConfiguration;
}

/** @returns null if the pipeline is so wrong that its rules cannot be read against it */
export function readShared(path: string, options: ReadOptions, problems: Problem[]): Shared | null {
  const whole = ConfigurationFolder.of(path, options.root ?? null);
  const real = whole === null ? null : findPipeline(whole, path, problems);
  if (whole === null || real === null) {
    if (whole === null)
      problems.push(
        problemOf(path, `There is no folder ${options.root ?? dirname(path)} for the configuration.`, null),
      );
    return null;
  }
  const file = new YamlFile(path, problems, real);
  file.readMap(file.root, 'The pipeline');
  // If it is no pipeline at all, there is nothing more to say.
  if (problems.length > 0) return null;
  const { pipeline: read, guard, required, terms } = readPipeline(file);
  const today = options.today(read.timezone);
  const pipeline = { ...read, today };
  // Rules are read against the pipeline, so what is wrong in it would come back as problems of every rule.
  if (problems.length > 0) return null;
  const folder = join(dirname(path), 'rules');
  const kinds = new Map(kindsOf(pipeline).map((kind) => [`${kebabCase(kind.name)}.yaml`, kind]));
  const files = listConfiguration(whole, folder, [...kinds.keys()]);
  for (const { concerns, problem } of files.unread) if (concerns === 'all') problems.push(problem);
  const scope: RuleScope = { pipeline, shared: readSharedConditions(folder, files, problems), folder: whole, terms };
  const rules = readSharedRules(kinds, files, scope, problems);
  noteLostRules(file, required, rules, { path: folder, of: whole });
  const given = readSet(options.set, pipeline, problems);
  return {
    file,
    pipeline,
    scope,
    folder,
    files,
    base: {
      rules,
      replaces: new Map(),
      disabled: new Map(),
      switched: [],
      options: new Map([...pipeline.options].map(([name, option]) => [name, option.default])),
      origins: new Map(
        [...pipeline.options].map(([name, option]) => [name, [{ place: option.place, value: option.default }]]),
      ),
      stores: new Map(),
      guard,
      terms,
      notify: [],
      files: [],
      reals: [],
    },
    given,
    today,
    finish: finishing(pipeline, given),
  };
}

/** The same on another day (YYYY-MM-DD), of which nothing has to be read. */
export function onDay(shared: Shared, today: string): Shared {
  const pipeline = { ...shared.pipeline, today };
  const scope = { ...shared.scope, pipeline };
  return { ...shared, pipeline, scope, today, finish: finishing(pipeline, shared.given) };
}

function finishing(pipeline: Pipeline, given: Shared['given']): Shared['finish'] {
  const ofBadValues = badValueRules(pipeline);
  return (layered, day = pipeline.today) => {
    const { rules: all, disabled, options: values, stores, guard: said, terms: ofSchool, notify } = layered;
    const speaking = inEffect(all, disabled, day, ofSchool);
    const runOut = termsRunOut(all, speaking, day, ofSchool);
    return {
      pipeline: withStores(pipeline, stores),
      ...(runOut.length === 0 ? {} : { runOut }),
      options: new Map([...values, ...given]),
      rules: [...all.filter((rule) => speaking.get(rule) === 'in effect'), ...ofBadValues],
      guard: guardOn(day, said),
      notify,
    };
  };
}

/** @returns the path to read; null, with a problem noted, if it may not be read */
function findPipeline(folder: ConfigurationFolder, path: string, problems: Problem[]): string | null {
  const found = folder.find(path);
  if (found.type === 'file') return found.real;
  const note = (message: string, hint: string | null): void => void problems.push(problemOf(path, message, hint));
  if (found.type === 'folder') note('This is a folder.', 'Name the pipeline in it.');
  else note(`This ${lackInWords(found.lack)}.`, hintFor(found.lack));
  return null;
}

function problemOf(file: string, message: string, hint: string | null): Problem {
  return { file, line: 1, column: 1, code: 'cannot-read', message, hint, source: '', length: 1 };
}

function readSharedConditions(folder: string, { files }: ConfigurationFiles, problems: Problem[]): SharedConditions {
  const found = files.find(({ part }) => part === 'conditions');
  const path = found?.path ?? join(folder, 'conditions.yaml');
  const file = found === undefined ? null : new YamlFile(path, problems, found.real);
  const nodes = new Map(
    file?.root == null ? [] : [...file.readMap(file.root, 'shared conditions')].map(([name, { node }]) => [name, node]),
  );
  return { file: file ?? new YamlFile(path, []), nodes, named: new Set() };
}

function readSharedRules(
  kinds: ReadonlyMap<string, RecordKind | LinkKind>,
  { files }: ConfigurationFiles,
  scope: RuleScope,
  problems: Problem[],
): Rule[] {
  const byName = new Map(files.filter(({ part }) => part === 'rules').map((file) => [basename(file.path), file]));
  const rules = [...kinds].flatMap(([name, kind]) => {
    const found: ConfigurationFile | undefined = byName.get(name);
    if (found === undefined) return [];
    const file = new YamlFile(found.path, problems, found.real);
    if (file.root === null)
      file.problem(null, 'empty-file', 'The file holds no rules.', 'Delete it, if none are wanted.');
    return readRules(file, file.root, kind, scope).map((rule) => ({ rule, file }));
  });
  const seen = new Map<string, Rule>();
  for (const { rule, file } of rules) {
    const first = seen.get(rule.name);
    if (first === undefined) seen.set(rule.name, rule);
    else if (rule.name !== '') {
      const other = lineOfFile(first.place);
      file.problemAt(
        rule.place,
        rule.name.length,
        'repeated-name',
        `There is a rule "${rule.name}" already, at ${other}.`,
        null,
      );
    }
  }
  return rules.map(({ rule }) => rule);
}

function readSet(set: readonly string[], pipeline: Pipeline, problems: Problem[]): Map<string, OptionValue> {
  const values = new Map<string, OptionValue>();
  for (const text of set) {
    const note = (code: Problem['code'], message: string, hint: string | null) =>
      problems.push({ file: '--set', line: 1, column: 1, code, message, hint, source: text, length: text.length });
    const [name = '', ...rest] = text.split('=');
    const option = pipeline.options.get(name);
    if (option === undefined) {
      const { message, hint } = unknownOption(name, pipeline.options);
      note('unknown-option', message, hint);
      continue;
    }
    const given = rest.join('=');
    const value = rest.length === 0 ? null : optionTypeNamed[option.type].parse(given, option);
    if (value === null)
      note(
        'wrong-type',
        `--set ${name}=… takes a value of type ${option.type}.`,
        optionTypeNamed[option.type].wanted(option, given),
      );
    else values.set(name, value);
  }
  return values;
}
