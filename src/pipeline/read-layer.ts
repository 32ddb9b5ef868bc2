import { lineOfFile } from './text/place-text.js';
import { dirname, join } from 'node:path';
import { isMap, type Node } from 'yaml';
import { hintFor, lackInWords, type FoundPath } from './files/configuration-folder.js';
import { didYouMean } from './text/did-you-mean.js';
import { extending } from './extends.js';
import { entriesOf, layGuard, type GuardEntries } from './guard/guard-entries.js';
import { guard, pauses, retired } from './guard/guard-keys.js';
import { keyMap, optional, type MapValues } from './keys/key-map.js';
import { define, narrowing } from './keys/yaml-type.js';
import { against, byName, listOf, text } from './keys/types.js';
import { kindsOf } from './pipeline.js';
import type { OptionValue } from './vocabulary/option-types.js';
import { recipients, type Recipient } from './notify/notice-keys.js';
import type { Problem } from './problem.js';
import { optionValuesSchema, readOptionValue, unknownOption } from './read-options.js';
import { stores } from './kinds/store-keys.js';
import { readRules, rule, type RuleScope } from './rules/read-rules.js';
import type { Rule } from './rules/rule.js';
import { layStores, type Stores } from './stores.js';
import { terms } from './term-keys.js';
import { isAtOnce } from './rules/rule-days.js';
import type { Terms } from './terms.js';
import { YamlFile, type Place } from './yaml/yaml-file.js';

/** Values for options of the pipeline, laid over those before. */
export const optionValues = against(
  optionValuesSchema,
  (file, node, what, _, { before, scope }: { readonly before: Layered; readonly scope: RuleScope }) => {
    const given = new Map(before.options);
    for (const [name, { key, node: value }] of file.readMap(node, what)) {
      const option = scope.pipeline.options.get(name);
      if (option === undefined) {
        const { message, hint } = unknownOption(name, scope.pipeline.options);
        file.problem(key, 'unknown-option', message, hint);
      } else {
        given.set(name, readOptionValue(file, value, option, given.get(name) ?? option.default));
      }
    }
    return given;
  },
);

const nameOfARule = {
  title: 'Name of a rule',
  description: 'As it is named in rules/ or in an extended file.',
  ...text.schema,
  examples: ['contact-title'],
};

const ruleNames = against(
  listOf(narrowing('knownRule', nameOfARule)),
  (file, node, what, _, known: ReadonlySet<string>): Named[] =>
    file.readNames(node, what).map(({ name, node: item }) => {
      if (!known.has(name))
        file.problem(item, 'unknown-rule', `There is no rule "${name}".`, didYouMean(name, [...known]));
      return { name, place: file.place(item) };
    }),
);

const rulesByKind = (by: 'rulesToAdd' | 'rulesToReplace') =>
  against(narrowing(by, byName(listOf(rule.schema))), (file, node, what, _, scope: RuleScope): Rule[] => {
    const kinds = kindsOf(scope.pipeline);
    const names = kinds.map((kind) => kind.name);
    return [...file.readMap(node, what)].flatMap(([name, { key, node: body }]) => {
      const kind = kinds.find((candidate) => candidate.name === name);
      if (kind !== undefined) return readRules(file, body, kind, scope);
      file.problem(key, 'unknown-kind', `There is no kind "${name}".`, didYouMean(name, names));
      return [];
    });
  });

const layerKeys = keyMap({
  extends: optional(
    extending,
    'A file whose differences hold here too, or several in their order; relative to this file.',
    '../shared/oak-trust.yaml',
  ),
  options: optional(optionValues, 'Values for options of the pipeline. A list can be extended with `{ add: [...] }`.', {
    parentalResponsibilityOnly: true,
    titles: { add: ['Sgt Major'] },
  }),
  store: optional(
    stores,
    'What is stored for values that were read, by field. Word by word in the place of what pipeline.yaml and extended files say; the rest of the field stays as it is there.',
    { 'contacts.relationship': { MUM: 'Mother' } },
  ),
  disable: optional(ruleNames, 'Rules that do not hold here.', ['contact-title']),
  enable: optional(ruleNames, 'Rules that an extended file has disabled, and that apply here.', ['contact-title']),
  add: optional(rulesByKind('rulesToAdd'), 'Further rules, by the kind that they are about.', {
    classes: [
      {
        name: 'no-clubs',
        because: 'Clubs are not wanted',
        conditions: { all: [{ fact: 'code', operator: 'startsWith', value: 'CLUB' }] },
        event: { type: 'exclude' },
      },
    ],
  }),
  replace: optional(
    rulesByKind('rulesToReplace'),
    'Rules in the place of those of the same name, by the kind that they are about.',
  ),
  guard: optional(
    guard,
    'What a run holds back, where it differs from pipeline.yaml. Key by key; with days it holds on these.',
    { removals: [{ share: '60 %', from: '2026-09-01', until: '2026-09-30' }] },
  ),
  pause: optional(pauses, 'Days on which the school is not loaded, beside those of pipeline.yaml.', {
    from: '2026-08-20',
    until: '2026-09-06',
  }),
  terms: optional(
    terms,
    'Days of terms, each in the place of all that pipeline.yaml and extended files say of that term.',
    {
      autumn: [{ from: '2026-09-07', until: '2026-12-18' }],
    },
  ),
  notify: optional(
    recipients,
    'Who is told how a night ended for this school, beside those of pipeline.yaml and of extended files. In a file that several schools extend: for these. Of no other school do they hear.',
    { mail: 'office@example.org' },
  ),
  retired: optional(
    retired,
    'The day since which no extract of the school is expected: it is not named as missing. One that arrives anyway is loaded, with a warning.',
    '2027-07-31',
  ),
});

export const schoolFile = define(
  'school',
  'What differs for one school',
  'rules/schools/<id>.yaml, found by the id of the school; or a file that others extend.',
  // A file with nothing but comments is a file.
  { ...layerKeys.schema, type: ['object', 'null'] },
);

type LayerValues = MapValues<typeof layerKeys.keys>;

/** What holds after a layer. Rules of the last layer come first, so it wins if two `set` one field. */
export interface Layered {
  readonly rules: readonly Rule[];
  /** Which rule each one replaces. If it has dates, the replaced rule stays among the rules and holds on other days. */
  readonly replaces: ReadonlyMap<Rule, Rule>;
  /** Where each rule was disabled, by its name. */
  readonly disabled: ReadonlyMap<string, Place>;
  /** Which rules the files laid so far disable or enable. */
  readonly switched: readonly Switched[];
  readonly options: ReadonlyMap<string, OptionValue>;
  /** By the option's name: where its value comes from, then what was added to it and where. */
  readonly origins: ReadonlyMap<string, readonly Origin[]>;
  /** Beside what the pipeline stores. */
  readonly stores: Stores;
  readonly guard: GuardEntries;
  readonly terms: Terms;
  /** Who is told of the schools that have these layers. */
  readonly notify: readonly Recipient[];
  /** The files that were laid over the base, in this order. */
  readonly files: readonly string[];
  /** The same files, with all symbolic links followed. */
  readonly reals: readonly string[];
}

/** An entry of `disable` or `enable`. */
export interface Switched {
  readonly name: string;
  readonly place: Place;
  readonly to: 'off' | 'on';
  /** Whether the files laid before leave the rule so already. */
  readonly isInVain: boolean;
}

/** What one file says of an option. */
export interface Origin {
  readonly place: Place;
  /** If the file adds to a list, only the added entries. */
  readonly value: OptionValue;
}

/** A layer that was read and not laid yet. */
export interface OpenLayer {
  readonly path: string;
  /** The path with all symbolic links followed. */
  readonly real: string;
  readonly file: YamlFile;
}

/** Reads a school's file, or a shared one; its faults are noted. */
export function openLayer(path: string, scope: RuleScope, problems: Problem[]): OpenLayer {
  const found = scope.folder.find(path);
  return readLayer({ path, real: found.type === 'file' ? found.real : path }, problems);
}

/** The same, if it is known already which file the path leads to. */
export function readLayer(
  { path, real }: { readonly path: string; readonly real: string },
  problems: Problem[],
): OpenLayer {
  return { path, real, file: new YamlFile(path, problems, real) };
}

/**
 * Lays a school's file, or a shared one, and the files that it extends over what holds. A file that is extended twice
 * is laid once, at its first place.
 */
export function applyLayer(
  { path, real, file }: OpenLayer,
  before: Layered,
  scope: RuleScope,
  problems: Problem[],
  trail: readonly { readonly path: string; readonly real: string }[] = [],
): Layered {
  if (file.root === null) return { ...before, files: [...before.files, path], reals: [...before.reals, real] };
  const said = layerKeys.read(file, file.root, 'a school file', file.root);
  let layered = before;
  const above = [...trail, { path, real }];
  for (const { name, node } of said.extends ?? []) {
    const other = join(dirname(path), name);
    const found = scope.folder.find(other);
    if (found.type !== 'file') noteNotFound(file, node, name, other, found);
    else if (above.some((one) => one.real === found.real)) {
      const paths = [...above.map((one) => one.path), other];
      file.problem(node, 'circular-extends', `The file extends itself: ${paths.join(' → ')}.`);
    } else if (!layered.reals.includes(found.real)) {
      layered = applyLayer(readLayer({ path: other, real: found.real }, problems), layered, scope, problems, above);
    }
  }
  const allTerms = new Map([...layered.terms, ...(said.terms ?? [])]);
  const options = said.options?.({ before: layered, scope }) ?? layered.options;
  return {
    options,
    origins: originsIn(file, options, layered),
    stores: layStores(layered.stores, said.store?.(scope.pipeline) ?? new Map()),
    guard: layGuard(layered.guard, entriesOf(said, scope.pipeline.links)),
    terms: allTerms,
    notify: [...layered.notify, ...(said.notify?.flat() ?? [])],
    files: [...layered.files, path],
    reals: [...layered.reals, real],
    ...layRules(file, said, layered, { ...scope, terms: allTerms }),
  };
}

function noteNotFound(file: YamlFile, node: Node | null, name: string, path: string, found: FoundPath): void {
  const note = (message: string, hint: string | null): void => file.problem(node, 'cannot-read', message, hint);
  if (found.type !== 'nothing') note(`"${name}" is a folder.`, 'Name a file.');
  else if (found.lack === 'missing') note(`There is no file ${path}.`, 'A path in a file is relative to it.');
  else note(`"${name}" ${lackInWords(found.lack)}.`, hintFor(found.lack));
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
  said: LayerValues,
  before: Layered,
  scope: RuleScope,
): Pick<Layered, 'rules' | 'replaces' | 'disabled' | 'switched'> {
  const known = new Set(before.rules.map((rule) => rule.name));
  const replaces = new Map(before.replaces);
  const replaced = said.replace?.(scope) ?? [];
  replaced.forEach((rule, index) => {
    const other = replaced
      .slice(0, index)
      .find((before) => before.name === rule.name && isAtOnce(before, rule, scope.terms));
    if (other !== undefined)
      problemAt(
        file,
        rule,
        'repeated-name',
        `"${rule.name}" is replaced already, at line ${String(other.place.line)}.`,
        'Keep one, or give them dates that do not overlap.',
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
  const added = said.add?.(scope) ?? [];
  for (const [index, rule] of added.entries()) {
    if (known.has(rule.name)) {
      const others = [...before.rules, ...added.slice(0, index)];
      problemAt(
        file,
        rule,
        'repeated-name',
        `There is a rule "${rule.name}" already, at ${placeOf(rule.name, others)}.`,
        before.rules.some(({ name }) => name === rule.name)
          ? 'Use replace: to replace it with this one.'
          : 'Give one of them another name.',
      );
    }
    known.add(rule.name);
  }
  const names = new Set(replaced.filter(isWithoutDates).map((rule) => rule.name));
  const rules = [...replaced, ...added, ...before.rules.filter((rule) => !names.has(rule.name))];
  const off = said.disable?.(known) ?? [];
  const on = said.enable?.(known) ?? [];
  noteContrary(file, off, [
    ...replaced.map(({ name, place }) => ({ name, place, word: 'replaced' })),
    ...added.map(({ name, place }) => ({ name, place, word: 'added' })),
    ...on.map(({ name, place }) => ({ name, place, word: 'enabled' })),
  ]);
  const disabled = new Map(before.disabled);
  const switchedOff = off.map((one) => ({ ...one, to: 'off' as const, isInVain: before.disabled.has(one.name) }));
  for (const { name, place } of off) disabled.set(name, place);
  const switchedOn = on.map((one) => ({ ...one, to: 'on' as const, isInVain: !disabled.has(one.name) }));
  for (const { name } of on) disabled.delete(name);
  return { rules, replaces, disabled, switched: [...before.switched, ...switchedOff, ...switchedOn] };
}

interface Named {
  readonly name: string;
  readonly place: Place;
}

/** A file that disables a rule can say nothing else of it. */
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

function isWithoutDates({ from, until, during }: Rule): boolean {
  return from === null && until === null && during === undefined;
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
