import type { Node } from 'yaml';
import { isDay } from '../guard/day.js';
import { typeOf } from '../vocabulary/source-types.js';
import { lineOfFile } from '../text/place-text.js';
import { distance } from 'fastest-levenshtein';
import { isReference } from '../rules/evaluate.js';
import { comparesWhole, leavesAbout } from '../rules/leaves-about.js';
import { fold } from '../text/folding.js';
import { kindsOf, namedFields, type Field, type Pipeline } from '../pipeline.js';
import type { OptionValue } from '../vocabulary/option-types.js';
import type { Problem } from '../problem.js';
import { placeOfCondition } from '../rules/read-conditions.js';
import { sets, valuesSetBy, type Leaf, type Rule } from '../rules/rule.js';
import { noteAt } from '../yaml/note-at.js';
import type { Place, YamlFile } from '../yaml/yaml-file.js';

interface Mention {
  readonly text: string;
  readonly place: Place;
}

/** A field whose values are stored as other values. */
interface StoredField {
  readonly field: Field;
  readonly store: ReadonlyMap<string, string>;
  readonly where: string;
}

/**
 * Notes rules that do not fit what is stored of a field: rules see values as they are read, and `store` and
 * `otherwise` apply after them.
 * @param all rules of the base and of all schools
 * @param options the options that any file gives
 */
export function lintStore(
  { file, pipeline }: { readonly file: YamlFile; readonly pipeline: Pipeline },
  all: readonly Rule[],
  options: readonly ReadonlyMap<string, OptionValue>[],
  problems: Problem[],
): void {
  for (const kind of kindsOf(pipeline)) {
    for (const field of kind.fields) {
      if (field.store === null) continue;
      const stored: StoredField = { field, store: field.store, where: `${kind.name}.${field.name}` };
      const leavesOf = ({ name }: Field) => all.flatMap((rule) => leavesAbout(rule, kind.name, name, pipeline));
      const leaves = leavesOf(field);
      // Rules may name a value through another field that is read from the same path.
      const twins = namedFields(kind).filter(
        (other) => other !== field && other.from !== null && other.from === field.from,
      );
      const leavesOfTwins = twins.flatMap(leavesOf);
      const keys = [kind.type === 'record' ? 'records' : 'links', kind.name, field.kept ? 'keep' : 'read', field.name];
      const keyOf = (key: string) => file.findKey(...keys, 'store', key) ?? file.findKey(...keys);
      const setting = all.filter((rule) => rule.kind === kind.name && sets(rule));
      noteImpossible(stored, (key) => [file, keyOf(key)]);
      noteLost(stored, setting, problems);
      for (const leaf of leaves) noteStoredWord(stored, leaf);
      noteMisspelt(
        stored,
        [...mentions([...leaves, ...leavesOfTwins], pipeline, options), ...settings(field, setting)],
        (key, other) =>
          file.problem(
            keyOf(key),
            'unknown-value',
            `"${key}" is nearly "${other.text}", which ${lineOfFile(other.place)} has.`,
            `Did you mean "${other.text}"?`,
          ),
      );
    }
  }
}

/** A day is read as YYYY-MM-DD, however the extract writes it. */
function noteImpossible(
  { field, store, where }: StoredField,
  at: (key: string) => readonly [file: YamlFile, node: Node | null],
): void {
  if (!typeOf(field).fact.isDay) return;
  for (const key of [...store.keys()].filter((one) => !isDay(one))) {
    const [file, node] = at(key);
    const message = `${where} is read as a day, YYYY-MM-DD, so it is never "${key}".`;
    file.problem(node, 'changes-nothing', message, 'Correct the day, or remove type: date.');
  }
}

/** `store` maps the values that rules set, too. */
function noteLost({ field, store, where }: StoredField, rules: readonly Rule[], problems: Problem[]): void {
  const { otherwise } = field;
  if (otherwise === undefined) return;
  for (const rule of rules) {
    const { place, name } = rule;
    const value = valuesSetBy(rule).get(field.name);
    if (value === undefined || !('constant' in value) || value.constant === null) continue;
    const text = String(value.constant);
    if (store.has(text) || text === otherwise) continue;
    const [read] = [...store].find(([, stored]) => stored === text) ?? [];
    const becomes = otherwise === null ? 'blank' : `"${otherwise}"`;
    const message = `This rule sets ${where} to "${text}", which is stored as ${becomes}.`;
    const hint =
      read === undefined
        ? `Give it a line in store, or set one of ${[...store.keys()].join(', ')}.`
        : `Set "${read}", which is stored as "${text}".`;
    noteAt({ place, length: name.length, code: 'lost-value', message, hint }, problems);
  }
}

function noteStoredWord({ store }: StoredField, leaf: Leaf): void {
  if (!comparesWhole(leaf) || isReference(leaf.value)) return;
  const texts = textsOf(leaf.value);
  const words = texts.filter((text) => !store.has(text) && [...store.values()].includes(text));
  for (const word of words) {
    const reads = [...store].filter(([, stored]) => stored === word).map(([read]) => read);
    // A condition that also names a value as it is read means both.
    if (reads.some((read) => texts.includes(read))) continue;
    const place = placeOfCondition(leaf);
    place?.file.problem(
      place.node,
      'stored-word',
      `Rules see the value that is read; "${word}" is only how it is stored.`,
      `Compare with ${reads.map((read) => `"${read}"`).join(' or ')}.`,
    );
  }
}

function noteMisspelt(
  { store }: StoredField,
  known: readonly Mention[],
  note: (key: string, other: Mention) => void,
): void {
  const exact = new Set(known.map(({ text }) => text));
  for (const key of store.keys()) {
    if (exact.has(key)) continue;
    const other = known.find(({ text }) => !store.has(text) && isSlipOf(key, text));
    if (other !== undefined) note(key, other);
  }
}

/** Values that differ in a digit, or short words in one letter, are different values. */
function isSlipOf(written: string, meant: string): boolean {
  if (fold(written) === fold(meant)) return fold(written) !== '';
  if (Math.min(written.length, meant.length) < 6 || /\d/.test(written + meant)) return false;
  return distance(written, meant) === 1 || isTwisted(written, meant);
}

/** Whether two neighbouring letters have changed places. */
function isTwisted(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const at = [...a].findIndex((letter, index) => letter !== b.charAt(index));
  return a.slice(0, at) + a.charAt(at + 1) + a.charAt(at) + a.slice(at + 2) === b;
}

function mentions(
  leaves: readonly Leaf[],
  pipeline: Pipeline,
  options: readonly ReadonlyMap<string, OptionValue>[],
): Mention[] {
  const exact = leaves.filter((leaf) => comparesWhole(leaf) && leaf.ignoreCase !== true);
  return exact.flatMap((leaf): Mention[] => {
    const { value } = leaf;
    if (!isReference(value)) {
      const condition = placeOfCondition(leaf);
      const place = condition?.file.place(condition.node) ?? { file: pipeline.file, line: 1, column: 1 };
      return textsOf(value).map((text) => ({ text, place }));
    }
    const name = value.fact.replace(/^option\./, '');
    const option = pipeline.options.get(name);
    if (option === undefined) return [];
    const given = options.flatMap((one) => textsOf(one.get(name) ?? []));
    return [...option.values, ...textsOf(option.default), ...given].map((text) => ({ text, place: option.place }));
  });
}

function settings(field: Field, rules: readonly Rule[]): Mention[] {
  return rules.flatMap((rule) => {
    const { place } = rule;
    const value = valuesSetBy(rule).get(field.name);
    return value !== undefined && 'constant' in value ? textsOf(value.constant).map((text) => ({ text, place })) : [];
  });
}

function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
}
