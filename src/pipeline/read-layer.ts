import { lineOfFile } from './text/place-text.js';
import { dirname, join } from 'node:path';
import { isMap, type Node } from 'yaml';
import { hintFor, lackInWords, type FoundPath } from './files/configuration-folder.js';
import { didYouMean } from './text/did-you-mean.js';
import { readExtends } from './extends.js';
import { layGuard, type GuardEntries } from './guard/guard-entries.js';
import { kindsOf, type OptionValue } from './pipeline.js';
import type { Problem } from './problem.js';
import { readGuard } from './guard/read-guard.js';
import { readOptionValue, unknownOption } from './read-options.js';
import { readRules, type RuleScope } from './rules/read-rules.js';
import type { Rule } from './rules/rule.js';
import { YamlFile, type Entries, type Place } from './yaml/yaml-file.js';

const layerKeys = ['extends', 'options', 'disable', 'enable', 'add', 'replace', 'guard', 'pause', 'retired'];

/** What holds after a layer: rules with the last layer first, so that of two `set` on one field it wins. */
export interface Layered {
  readonly rules: readonly Rule[];
  /** What a rule stands in the place of. Where it has dates, the other is among the rules too, and holds outside of them. */
  readonly replaces: ReadonlyMap<Rule, Rule>;
  /** By the rule's name, where it was turned off. */
  readonly disabled: ReadonlyMap<string, Place>;
  /** What the files laid so far turn on again. */
  readonly enabled: readonly Enabled[];
  readonly options: ReadonlyMap<string, OptionValue>;
  /** By the option's name: where its value comes from, and then what was added to it where. */
  readonly origins: ReadonlyMap<string, readonly Origin[]>;
  readonly guard: GuardEntries;
  /** The files that were laid over the base, in this order. */
  readonly files: readonly string[];
  /** The same after all links. */
  readonly reals: readonly string[];
}

/** An entry of `enable`. */
export interface Enabled {
  readonly name: string;
  readonly place: Place;
  /** Nothing that was laid before turned it off. */
  readonly isInVain: boolean;
}

/** What one file says of an option. */
export interface Origin {
  readonly place: Place;
  /** Of a list that is added to, the entries that are added. */
  readonly value: OptionValue;
}

/**
 * Lays a school's file, or a shared one, and the files that it extends over what holds. A file that is extended in two
 * ways is laid once, where it is met first.
 */
export function applyLayer(
  path: string,
  before: Layered,
  scope: RuleScope,
  problems: Problem[],
  trail: readonly { readonly path: string; readonly real: string }[] = [],
): Layered {
  const found = scope.folder.find(path);
  const real = found.type === 'file' ? found.real : path;
  if (before.reals.includes(real)) return before;
  const file = new YamlFile(path, problems, real);
  if (file.root === null) return { ...before, files: [...before.files, path], reals: [...before.reals, real] };
  const entries = file.readMap(file.root, 'a school file', layerKeys);
  let layered = before;
  const above = [...trail, { path, real }];
  for (const { name, node } of readExtends(file)) {
    const other = join(dirname(path), name);
    const found = scope.folder.find(other);
    if (found.type !== 'file') noteNotFound(file, node, name, other, found);
    else if (above.some((one) => one.real === found.real)) {
      const paths = [...above.map((one) => one.path), other];
      file.problem(node, 'circular-extends', `The file extends itself: ${paths.join(' → ')}.`);
    } else layered = applyLayer(other, layered, scope, problems, above);
  }
  const options = readOptionsOf(file, entries, layered, scope);
  return {
    options,
    origins: originsIn(file, options, layered),
    guard: layGuard(layered.guard, readGuard(file, entries, scope.pipeline.links)),
    files: [...layered.files, path],
    reals: [...layered.reals, real],
    ...layRules(file, entries, layered, scope),
  };
}

function noteNotFound(file: YamlFile, node: Node, name: string, path: string, found: FoundPath): void {
  const note = (message: string, hint: string | null): void => file.problem(node, 'cannot-read', message, hint);
  if (found.type !== 'nothing') note(`"${name}" is a folder.`, 'Name a file.');
  else if (found.lack === 'missing') note(`There is no file ${path}.`, 'A path in a file is relative to it.');
  else note(`"${name}" ${lackInWords(found.lack)}.`, hintFor(found.lack));
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

function originsIn(
  file: YamlFile,
  options: ReadonlyMap<string, OptionValue>,
  before: Layered,
): ReadonlyMap<string, readonly Origin[]> {
  const origins = new Map(before.origins);
  for (const [name, value] of options) {
    const node = file.find('options', name);
    if (node === null) continue;
    const place = file.place(node);
    const old = before.options.get(name);
    if (isMap(node) && Array.isArray(value) && Array.isArray(old)) {
      const added = (value as readonly string[]).slice(old.length);
      origins.set(name, [...(origins.get(name) ?? []), { place, value: added }]);
    } else origins.set(name, [{ place, value }]);
  }
  return origins;
}

function layRules(
  file: YamlFile,
  entries: Entries,
  before: Layered,
  scope: RuleScope,
): Pick<Layered, 'rules' | 'replaces' | 'disabled' | 'enabled'> {
  const known = new Set(before.rules.map((rule) => rule.name));
  const replaces = new Map(before.replaces);
  const replaced = readRulesByKind(file, entries, 'replace', scope);
  replaced.forEach((rule, index) => {
    const other = replaced.slice(0, index).find((before) => before.name === rule.name && isAtOnce(before, rule));
    if (other !== undefined)
      problemAt(
        file,
        rule,
        'repeated-name',
        `"${rule.name}" is replaced already, at line ${String(other.place.line)}.`,
        'Keep one, or give them dates that do not meet.',
      );
    const old = before.rules.find((candidate) => candidate.name === rule.name);
    if (old?.kind !== rule.kind)
      problemAt(
        file,
        rule,
        'unknown-rule',
        `There is no rule "${rule.name}" for ${rule.kind} to replace.`,
        old === undefined ? didYouMean(rule.name, [...known]) : `It is a rule for ${old.kind}.`,
      );
    else replaces.set(rule, old);
  });
  const added = readRulesByKind(file, entries, 'add', scope);
  for (const rule of added) {
    if (known.has(rule.name))
      problemAt(
        file,
        rule,
        'repeated-name',
        `There is a rule "${rule.name}" already, at ${placeOf(rule.name, [...added, ...before.rules])}.`,
        'Use replace: to put this one in its place.',
      );
    known.add(rule.name);
  }
  const names = new Set(replaced.filter(isWithoutDates).map((rule) => rule.name));
  const rules = [...replaced, ...added, ...before.rules.filter((rule) => !names.has(rule.name))];
  const off = readNames(file, entries, 'disable', known);
  const on = readNames(file, entries, 'enable', known);
  noteContrary(file, off, [
    ...replaced.map(({ name, place }) => ({ name, place, word: 'replaced' })),
    ...added.map(({ name, place }) => ({ name, place, word: 'added' })),
    ...on.map(({ name, place }) => ({ name, place, word: 'enabled' })),
  ]);
  const disabled = new Map(before.disabled);
  for (const { name, place } of off) disabled.set(name, place);
  const enabled = on.map(({ name, place }) => ({ name, place, isInVain: !disabled.has(name) }));
  for (const { name } of on) disabled.delete(name);
  return { rules, replaces, disabled, enabled: [...before.enabled, ...enabled] };
}

interface Named {
  readonly name: string;
  readonly place: Place;
}

/** What is turned off is not there to be said anything else of in the same file. */
function noteContrary(file: YamlFile, off: readonly Named[], others: readonly (Named & { word: string })[]): void {
  for (const { name, place } of off) {
    const other = others.find((one) => one.name === name);
    if (other === undefined) continue;
    const message = `"${name}" is disabled here and ${other.word} at line ${String(other.place.line)}.`;
    file.problemAt(place, name.length, 'contrary-entries', message, 'Keep one of the two.');
  }
}

function placeOf(name: string, rules: readonly Rule[]): string {
  const place = rules.find((rule) => rule.name === name)?.place;
  return place === undefined ? 'another place' : lineOfFile(place);
}

/** Whether there are days on which both hold. */
function isAtOnce(a: Rule, b: Rule): boolean {
  const endsBefore = (one: Rule, other: Rule): boolean =>
    one.until !== null && other.from !== null && one.until < other.from;
  return !endsBefore(a, b) && !endsBefore(b, a);
}

function isWithoutDates({ from, until }: Rule): boolean {
  return from === null && until === null;
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

function readNames(
  file: YamlFile,
  entries: Entries,
  word: 'disable' | 'enable',
  known: ReadonlySet<string>,
): { name: string; place: Place }[] {
  const entry = entries.get(word);
  if (entry === undefined) return [];
  return file.readNames(entry.node, word).map(({ name, node }) => {
    if (!known.has(name))
      file.problem(node, 'unknown-rule', `There is no rule "${name}".`, didYouMean(name, [...known]));
    return { name, place: file.place(node) };
  });
}
