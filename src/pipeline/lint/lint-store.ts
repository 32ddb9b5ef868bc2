import type { Node } from 'yaml';
import { isDay } from '../guard/day.js';
import { typeOf } from '../vocabulary/source-types.js';
import { lineOfFile } from '../text/place-text.js';
import { distance } from 'fastest-levenshtein';
import { isReference } from '../rules/evaluate.js';
import { comparesWhole, leavesAbout } from '../rules/leaves-about.js';
import { fold } from '../text/folding.js';
import { kindsOf, namedFields, type Field, type LinkKind, type Pipeline, type RecordKind } from '../pipeline.js';
import type { OptionValue } from '../vocabulary/option-types.js';
import type { Problem } from '../problem.js';
import { placeOfCondition } from '../rules/read-conditions.js';
import { sets, valuesSetBy, type Leaf, type Rule } from '../rules/rule.js';
import type { Stores } from '../stores.js';
import { noteAt } from '../yaml/note-at.js';
import type { Place, YamlFile } from '../yaml/yaml-file.js';

interface Mention {
  readonly text: string;
  readonly place: Place;
}

/** The words of a `store` as a file has them. */
export interface WrittenStore {
  readonly file: YamlFile;
  readonly words: readonly string[];
  readonly nodeOf: (word: string) => Node | null;
}

/** A field whose values are stored as other values. */
interface StoredField {
  readonly field: Field;
  readonly store: ReadonlyMap<string, string>;
  readonly where: string;
  readonly written: WrittenStore;
}

/** Of what a field of some `kind.field` is stored as: where it is written, and the rules that must fit it. */
export interface StoreToLint {
  readonly pipeline: Pipeline;
  /** Null if there is nothing to look at. */
  readonly writtenOf: (kind: RecordKind | LinkKind, field: Field) => WrittenStore | null;
  readonly rulesOf: (where: string) => readonly Rule[];
  /** The options that any file gives. */
  readonly options: readonly ReadonlyMap<string, OptionValue>[];
}

/** What the pipeline itself stores. */
export function storeOfPipeline(file: YamlFile): StoreToLint['writtenOf'] {
  return ({ type, name }, field) => {
    const keys = [type === 'record' ? 'records' : 'links', name, field.kept ? 'keep' : 'read', field.name];
    const nodeOf = (word: string) => file.findKey(...keys, 'store', word) ?? file.findKey(...keys);
    return { file, words: [...(field.store?.keys() ?? [])], nodeOf };
  };
}

/** What one layer stores; what it extends is linted by itself. */
export function storeOfLayer(file: YamlFile, stores: Stores): StoreToLint['writtenOf'] {
  return (kind, { name }) => {
    const where = `${kind.name}.${name}`;
    const own = [...(stores.get(where) ?? [])].filter(([, { place }]) => place.file === file.path);
    if (own.length === 0) return null;
    const nodeOf = (word: string) => file.findKey('store', where, word) ?? file.findKey('store', where);
    return { file, words: own.map(([word]) => word), nodeOf };
  };
}

/**
 * Notes rules that do not fit what is stored of a field: rules see values as they are read, and `store` and
 * `otherwise` apply after them.
 */
export function lintStore({ pipeline, writtenOf, rulesOf, options }: StoreToLint, problems: Problem[]): void {
  for (const kind of kindsOf(pipeline)) {
    for (const field of kind.fields) {
      const written = field.store === null ? null : writtenOf(kind, field);
      if (field.store === null || written === null) continue;
      const where = `${kind.name}.${field.name}`;
      const all = rulesOf(where);
      const stored: StoredField = { field, store: field.store, where, written };
      const leavesOf = ({ name }: Field) => all.flatMap((rule) => leavesAbout(rule, kind.name, name, pipeline));
      const leaves = leavesOf(field);
      // Rules may name a value through another field that is read from the same path.
      const twins = namedFields(kind).filter(
        (other) => other !== field && other.from !== null && other.from === field.from,
      );
      const leavesOfTwins = twins.flatMap(leavesOf);
      const setting = all.filter((rule) => rule.kind === kind.name && sets(rule));
      noteImpossible(stored);
      noteLost(stored, setting, problems);
      for (const leaf of leaves) noteStoredWord(stored, leaf);
      noteMisspelt(
        stored,
        [...mentions([...leaves, ...leavesOfTwins], pipeline, options), ...settings(field, setting)],
        (key, other) => {
          const node = written.nodeOf(key);
          if (node === null) return;
          const message = `"${key}" is nearly "${other.text}", which ${lineOfFile(other.place)} has.`;
          const hint = 'Correct the one that is not as in the extract: check --against finds out which.';
          const place = written.file.place(node);
          const problem = written.file.problemOf(place, key.length, 'unknown-value', message, hint);
          const rivals = { kind: kind.name, field: field.name, stored: key, asked: other.text };
          problems.push({ ...problem, rivals });
        },
      );
    }
  }
}

/** A day is read as YYYY-MM-DD, however the extract writes it. */
function noteImpossible({ field, where, written: { file, words, nodeOf } }: StoredField): void {
  if (!typeOf(field).fact.isDay) return;
  for (const key of words.filter((one) => !isDay(one))) {
    const message = `${where} is read as a day, YYYY-MM-DD, so it is never "${key}".`;
    file.problem(nodeOf(key), 'changes-nothing', message, 'Correct the day, or remove type: date.');
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
  { store, written }: StoredField,
  known: readonly Mention[],
  note: (key: string, other: Mention) => void,
): void {
  const exact = new Set(known.map(({ text }) => text));
  for (const key of written.words) {
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
