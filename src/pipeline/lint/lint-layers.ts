import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { isSameGuard, type GuardEntries } from '../guard/guard-entries.js';
import type { Problem } from '../problem.js';
import { kindsOf, type Pipeline } from '../pipeline.js';
import type { Layered, Switched } from '../read-layer.js';
import type { Stores } from '../stores.js';
import { valuesSetBy, type Rule } from '../rules/rule.js';
import { placeOfFile } from '../text/place-text.js';
import { normalise } from '../text/text.js';
import { noteAt } from '../yaml/note-at.js';
import { asWritten, type Entries, type YamlFile } from '../yaml/yaml-file.js';

/** A file that several schools extend is laid over something else in each: an entry needs an effect in only one. */
export function noteSwitchedInVain(switched: readonly Switched[], problems: Problem[]): void {
  const at = ({ place }: Switched) => placeOfFile(place);
  const useful = new Set(switched.filter(({ isInVain }) => !isInVain).map(at));
  for (const one of switched) {
    if (useful.has(at(one))) continue;
    const { place, name, to } = one;
    const message =
      to === 'on'
        ? `Nothing laid before this file disables "${name}".`
        : `What is laid before this file disables "${name}" already.`;
    noteAt({ place, length: name.length, code: 'changes-nothing', message, hint: null }, problems);
  }
}

/** Notes a layer, or an entry of one, without which everything would be the same. */
export function noteNoChange(file: YamlFile, base: Layered, layered: Layered, pipeline: Pipeline): void {
  const sameOptions = [...layered.options].every(([name, value]) => isSame(value, base.options.get(name)));
  if (
    sameOptions &&
    layered.rules.length === base.rules.length &&
    layered.disabled.size === 0 &&
    isSame(layered.rules, base.rules) &&
    isSameGuard(layered.guard, base.guard) &&
    isSame([...layered.terms], [...base.terms]) &&
    layered.notify.length === base.notify.length &&
    wordsThatChange(layered.stores, pipeline) === 0
  ) {
    file.problem(file.root, 'changes-nothing', 'Without this file everything would be the same.');
    return;
  }
  const entries = file.root === null ? null : file.readMap(file.root, 'a school file');
  if (entries === null || entries.has('extends')) return;
  const guard = entries.get('guard')?.node ?? null;
  for (const [part, { key }] of guard === null ? [] : file.readMap(guard, 'guard')) {
    const of = ({ guard: all }: GuardEntries): GuardEntries => ({
      guard: all.filter((entry) => entry.part === part),
      pauses: [],
      retired: null,
    });
    if (isSameGuard(of(layered.guard), of(base.guard)))
      file.problem(key, 'changes-nothing', `Without it ${part} would be the same.`);
  }
  noteSameOptions(file, entries, base, layered);
  noteSameWords(file, layered.stores, pipeline);
  for (const [rule, old] of layered.replaces)
    if (rule.place.file === file.path && isSame(withoutPlace(rule), withoutPlace(old)))
      file.problemAt(rule.place, rule.name.length, 'changes-nothing', `"${rule.name}" is so without it.`, null);
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Values of a set are a map, which JSON would leave out. */
function withoutPlace(rule: Rule): unknown {
  return { ...rule, place: null, effect: { ...rule.effect, values: [...valuesSetBy(rule)] } };
}

/** How many words layers store otherwise than the pipeline does. */
function wordsThatChange(stores: Stores, pipeline: Pipeline): number {
  return [...stores].flatMap(([field, words]) =>
    [...words].filter(([word, { stored }]) => stored !== storedOf(word, field, pipeline)),
  ).length;
}

function noteSameWords(file: YamlFile, stores: Stores, pipeline: Pipeline): void {
  for (const [field, words] of stores)
    for (const [word, { stored, place }] of words)
      if (stored === storedOf(word, field, pipeline))
        file.problemAt(place, word.length, 'changes-nothing', `"${word}" is stored as "${stored}" without it.`, null);
}

/** What the pipeline stores for a value of a field (`kind.field`). */
function storedOf(word: string, of: string, pipeline: Pipeline): string | null {
  const kind = kindsOf(pipeline).find(({ name }) => of.startsWith(`${name}.`));
  const field = kind?.fields.find(({ name }) => `${kind.name}.${name}` === of);
  if (field?.store == null) return word;
  return field.store.get(word) ?? (field.otherwise === undefined ? word : field.otherwise);
}

function noteSameOptions(file: YamlFile, entries: Entries, base: Layered, layered: Layered): void {
  const options = entries.get('options')?.node ?? null;
  if (options === null) return;
  for (const [name, { key, node }] of file.readMap(options, 'options')) {
    const before = base.options.get(name);
    if (isSame(layered.options.get(name), before))
      file.problem(key, 'changes-nothing', `The option "${name}" has this value without it.`);
    else noteRepeated(file, node, Array.isArray(before) ? (before as readonly string[]) : []);
  }
}

/** Notes entries that a list, or what is added to one, has already. */
function noteRepeated(file: YamlFile, node: Node | null, before: readonly string[]): void {
  const added = isMap(node) ? node.get('add', true) : null;
  const list = isSeq(node) ? node : isSeq(added) ? added : null;
  const known = new Set(isSeq(node) ? [] : before);
  for (const item of list?.items ?? []) {
    const text = isScalar(item) ? normalise(asWritten(item)) : '';
    if (known.has(text)) file.problem(item as Node, 'changes-nothing', `"${text}" is in the list already.`);
    known.add(text);
  }
}
