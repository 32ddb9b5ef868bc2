import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isSeq, type Node } from 'yaml';
import { didYouMean } from './did-you-mean.js';
import { kindsOf, type OptionValue } from './pipeline.js';
import type { Problem } from './problem.js';
import { readOptionValue, unknownOption } from './read-options.js';
import { readRules, type RuleScope } from './read-rules.js';
import type { Rule } from './rule.js';
import { YamlFile, type Entries } from './yaml-file.js';

const layerKeys = ['extends', 'options', 'disable', 'enable', 'add', 'replace'];

/** What holds after a layer: rules with the last layer first, so that of two `set` on one field it wins. */
export interface Layered {
  readonly rules: readonly Rule[];
  readonly disabled: ReadonlySet<string>;
  readonly options: ReadonlyMap<string, OptionValue>;
}

/** Lays a school's file, or a shared one, and the files that it extends over what holds. */
export function applyLayer(
  path: string,
  before: Layered,
  scope: RuleScope,
  problems: Problem[],
  trail: readonly string[] = [],
): Layered {
  const file = new YamlFile(path, problems);
  if (file.root === null) return before;
  const entries = file.readMap(file.root, 'a school file', layerKeys);
  let layered = before;
  for (const { name, node } of extended(file, entries)) {
    const other = join(dirname(path), name);
    if (other === path || trail.includes(other)) {
      file.problem(node, 'circular-extends', `The file extends itself: ${[...trail, path, other].join(' → ')}.`);
      continue;
    }
    if (!existsSync(other)) {
      file.problem(node, 'cannot-read', `There is no file ${other}.`, 'A path in a file is relative to it.');
      continue;
    }
    layered = applyLayer(other, layered, scope, problems, [...trail, path]);
  }
  return {
    options: readOptionsOf(file, entries, layered, scope),
    ...layRules(file, entries, layered, scope),
  };
}

function extended(file: YamlFile, entries: Entries): { name: string; node: Node }[] {
  const node = entries.get('extends')?.node ?? null;
  if (node === null) return [];
  const nodes = isSeq(node) ? file.readList(node, 'extends') : [node];
  return nodes.map((item) => ({ name: file.readText(item, 'extends'), node: item })).filter(({ name }) => name !== '');
}

/** What a file's `options:` lay over those before. */
export function readOptionsOf(
  file: YamlFile,
  entries: Entries,
  before: Layered,
  scope: RuleScope,
): Map<string, OptionValue> {
  const options = new Map(before.options);
  const entry = entries.get('options');
  if (entry === undefined) return options;
  for (const [name, { key, node }] of file.readMap(entry.node, 'options')) {
    const option = scope.pipeline.options.get(name);
    if (option === undefined) {
      const { message, hint } = unknownOption(name, scope.pipeline.options);
      file.problem(key, 'unknown-option', message, hint);
    } else {
      options.set(name, readOptionValue(file, node, option, options.get(name) ?? option.default));
    }
  }
  return options;
}

function layRules(
  file: YamlFile,
  entries: Entries,
  before: Layered,
  scope: RuleScope,
): Pick<Layered, 'rules' | 'disabled'> {
  const known = new Set(before.rules.map((rule) => rule.name));
  const replaced = readRulesByKind(file, entries, 'replace', scope);
  for (const rule of replaced) {
    const old = before.rules.find((candidate) => candidate.name === rule.name);
    if (old?.kind !== rule.kind)
      problemAt(
        file,
        rule,
        'unknown-rule',
        `There is no rule "${rule.name}" for ${rule.kind} to replace.`,
        didYouMean(rule.name, [...known]),
      );
  }
  const added = readRulesByKind(file, entries, 'add', scope);
  for (const rule of added) {
    if (known.has(rule.name))
      problemAt(
        file,
        rule,
        'repeated-name',
        `There is a rule "${rule.name}" already.`,
        'Use replace: to put this one in its place.',
      );
    known.add(rule.name);
  }
  const names = new Set(replaced.map((rule) => rule.name));
  const rules = [...replaced, ...added, ...before.rules.filter((rule) => !names.has(rule.name))];
  const disabled = new Set(before.disabled);
  for (const name of readNames(file, entries, 'disable', known)) disabled.add(name);
  for (const name of readNames(file, entries, 'enable', known)) disabled.delete(name);
  return { rules, disabled };
}

function problemAt(
  file: YamlFile,
  rule: Rule,
  code: 'unknown-rule' | 'repeated-name',
  message: string,
  hint: string,
): void {
  file.problemAt(rule.place, rule.name.length, code, message, hint);
}

function readRulesByKind(file: YamlFile, entries: Entries, word: 'add' | 'replace', scope: RuleScope): Rule[] {
  const entry = entries.get(word);
  if (entry === undefined) return [];
  const kinds = kindsOf(scope.pipeline);
  const names = kinds.map((kind) => kind.name);
  return [...file.readMap(entry.node, word)].flatMap(([name, { key, node }]) => {
    const kind = kinds.find((candidate) => candidate.name === name);
    if (kind !== undefined) return readRules(file, node, kind, scope);
    file.problem(key, 'unknown-kind', `There is no kind "${name}".`, didYouMean(name, names));
    return [];
  });
}

function readNames(file: YamlFile, entries: Entries, word: 'disable' | 'enable', known: ReadonlySet<string>): string[] {
  const entry = entries.get(word);
  if (entry === undefined) return [];
  return file.readList(entry.node, word).map((item) => {
    const name = file.readText(item, word);
    if (name !== '' && !known.has(name))
      file.problem(item, 'unknown-rule', `There is no rule "${name}".`, didYouMean(name, [...known]));
    return name;
  });
}
