import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { didYouMean } from './did-you-mean.js';
import type { Guard } from './guard.js';
import { guardOn } from './guard-entries.js';
import { kindsOf, type OptionValue, type Pipeline } from './pipeline.js';
import type { Problem } from './problem.js';
import { inEffect } from './in-effect.js';
import type { Layered } from './read-layer.js';
import { readGuard } from './read-guard.js';
import { parseOptionValue, unknownOption, wantedOf } from './read-options.js';
import { readPipeline } from './read-pipeline.js';
import { readRules, type RuleScope } from './read-rules.js';
import type { SharedConditions } from './read-conditions.js';
import type { Rule } from './rule.js';
import { kebabCase } from './text.js';
import { YamlFile } from './yaml-file.js';

/** What holds for one school once all layers are laid over each other. */
export interface SchoolConfiguration {
  readonly pipeline: Pipeline;
  readonly options: ReadonlyMap<string, OptionValue>;
  /** In effect on the day asked for; of two `set` on one field the earlier in this list wins. */
  readonly rules: readonly Rule[];
  readonly guard: Guard;
}

export interface ReadOptions {
  /** As given with --set, `name=value`. */
  readonly set: readonly string[];
  /** The day (YYYY-MM-DD) in a time zone, for rules with dates. */
  readonly today: (timezone: string) => string;
}

const conditionsFile = 'conditions.yaml';

/** What all schools share. */
export interface Shared {
  /** The pipeline's own. */
  readonly file: YamlFile;
  readonly pipeline: Pipeline;
  readonly scope: RuleScope;
  readonly folder: string;
  readonly base: Layered;
  /** Options as given with --set. */
  readonly given: ReadonlyMap<string, OptionValue>;
  readonly today: string;
  /** @param day YYYY-MM-DD, in place of the day asked for */
  readonly finish: (layered: Layered, day?: string) => SchoolConfiguration;
}

/** @returns null where the pipeline is so wrong that its rules cannot be read against it */
export function readShared(path: string, options: ReadOptions, problems: Problem[]): Shared | null {
  const file = new YamlFile(path, problems);
  const top = file.readMap(file.root, 'The pipeline');
  // Of what is no pipeline at all nothing can be said beside that.
  if (problems.length > 0) return null;
  const pipeline = readPipeline(file);
  const guard = readGuard(file, top, pipeline.links);
  // Rules are read against the pipeline: what is wrong there would come back as problems of every rule.
  if (problems.length > 0) return null;
  const folder = join(dirname(path), 'rules');
  const scope: RuleScope = { pipeline, shared: readSharedConditions(folder, problems) };
  const rules = readSharedRules(folder, scope, problems);
  const given = readSet(options.set, pipeline, problems);
  const today = options.today(pipeline.timezone);
  return {
    file,
    pipeline,
    scope,
    folder,
    base: {
      rules,
      replaces: new Map(),
      disabled: new Map(),
      options: new Map([...pipeline.options].map(([name, option]) => [name, option.default])),
      origins: new Map(
        [...pipeline.options].map(([name, option]) => [name, [{ place: option.place, value: option.default }]]),
      ),
      guard,
      files: [],
    },
    given,
    today,
    finish: ({ rules: all, disabled, options: values, guard: said }, day = today) => {
      const speaking = inEffect(all, disabled, day);
      return {
        pipeline,
        options: new Map([...values, ...given]),
        rules: all.filter((rule) => speaking.get(rule) === 'in effect'),
        guard: guardOn(day, said),
      };
    },
  };
}

function readSharedConditions(folder: string, problems: Problem[]): SharedConditions {
  const path = join(folder, conditionsFile);
  const file = existsSync(path) ? new YamlFile(path, problems) : null;
  const nodes = new Map(
    file?.root == null ? [] : [...file.readMap(file.root, 'shared conditions')].map(([name, { node }]) => [name, node]),
  );
  return { file: file ?? new YamlFile(path, []), nodes, named: new Set() };
}

function readSharedRules(folder: string, scope: RuleScope, problems: Problem[]): Rule[] {
  const kinds = new Map(kindsOf(scope.pipeline).map((kind) => [`${kebabCase(kind.name)}.yaml`, kind]));
  const present = yamlFiles(folder);
  const names = [...kinds.keys(), conditionsFile];
  for (const name of present) {
    if (names.includes(name)) continue;
    const message = `No kind of record or link has its rules in a file "${name}".`;
    problems.push({
      file: join(folder, name),
      line: 1,
      column: 1,
      code: 'unknown-kind',
      message,
      hint: didYouMean(name, names),
      source: '',
      length: 1,
    });
  }
  const rules = [...kinds].flatMap(([name, kind]) => {
    if (!present.includes(name)) return [];
    const file = new YamlFile(join(folder, name), problems);
    if (file.root === null)
      file.problem(null, 'empty-file', 'The file holds no rules.', 'Delete it, if none are wanted.');
    return readRules(file, file.root, kind, scope).map((rule) => ({ rule, file }));
  });
  const seen = new Map<string, Rule>();
  for (const { rule, file } of rules) {
    const first = seen.get(rule.name);
    if (first === undefined) seen.set(rule.name, rule);
    else if (rule.name !== '') {
      const other = `${first.place.file}:${String(first.place.line)}`;
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

export function yamlFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml') && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort();
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
    const value = rest.length === 0 ? null : parseOptionValue(given, option);
    if (value === null)
      note('wrong-type', `--set ${name}=… takes a value of type ${option.type}.`, wantedOf(given, option));
    else values.set(name, value);
  }
  return values;
}
