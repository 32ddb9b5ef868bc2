import { isMap, isSeq, type Node } from 'yaml';
import type { EffectiveConfiguration, EffectiveOption } from '../effective.js';
import { ownerOfFact } from '../files/owner-of.js';
import { kindsOf, namedFields, type Field, type LinkKind, type Pipeline, type RecordKind } from '../pipeline.js';
import type { Problem, ProblemCode } from '../problem.js';
import { isReference, leavesOf } from '../rules/evaluate.js';
import { comparesWhole } from '../rules/leaves-about.js';
import { placeOfCondition } from '../rules/read-conditions.js';
import type { Leaf } from '../rules/rule.js';
import { foldCase } from '../text/text.js';
import { YamlFile, type Place } from '../yaml/yaml-file.js';

/** A value that the configuration expects a field to have. */
export interface NamedValue {
  readonly kind: string;
  readonly field: string;
  readonly value: string | number;
  readonly ignoresCase: boolean;
  readonly place: Place;
  readonly problem: (code: ProblemCode, message: string, hint: string | null) => Problem;
}

/**
 * The values that rules compare a whole field with, by themselves or by an option, and those that `store` lists.
 * @param files those that were opened before, by their paths
 */
export function namedValues(
  { rules, options, pipeline }: EffectiveConfiguration,
  files: Map<string, YamlFile>,
): NamedValue[] {
  const asked = rules
    .filter(({ status }) => status === 'in effect' || status === 'not yet')
    .flatMap(({ rule }) =>
      leavesOf(rule.conditions).flatMap((leaf) => {
        const owner = comparesWhole(leaf) ? fieldOf(leaf, rule.kind, pipeline) : null;
        return owner === null ? [] : valuesOf(leaf, options, files).map((found) => named(owner, leaf, found));
      }),
    );
  return [...asked, ...wordsOfStore(pipeline, files)];
}

interface Found {
  readonly file: YamlFile;
  readonly place: Place;
  readonly value: unknown;
}

type Owner = readonly [kind: RecordKind | LinkKind, field: Field];

function named([kind, field]: Owner, { ignoreCase }: Pick<Leaf, 'ignoreCase'>, { file, place, value }: Found) {
  const length = String(value).length;
  return {
    kind: kind.name,
    field: field.name,
    value,
    ignoresCase: ignoreCase === true,
    place,
    problem: (code: ProblemCode, message: string, hint: string | null) =>
      file.problemOf(place, length, code, message, hint),
  } as NamedValue;
}

function fieldOf({ fact }: Leaf, ruleKind: string, pipeline: Pipeline): Owner | null {
  const own = kindsOf(pipeline).find(({ name }) => name === ruleKind);
  if (own === undefined) return null;
  const { owner, name: called } = ownerOfFact(fact, own, pipeline);
  const field = owner === undefined ? undefined : namedFields(owner).find(({ name }) => name === called);
  return owner === undefined || field === undefined ? null : [owner, field];
}

/** Blanks and yes or no are no words of the MIS, so nobody can have misspelt one. */
function isWord(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function valuesOf(leaf: Leaf, options: readonly EffectiveOption[], files: Map<string, YamlFile>): Found[] {
  const { value } = leaf;
  if (isReference(value)) {
    const option = options.find(({ option: { name } }) => `option.${name}` === value.fact);
    return option === undefined ? [] : valuesOfOption(option, files);
  }
  const at = placeOfCondition(leaf);
  if (at === null) return [];
  const written = isMap(at.node) ? ((at.node.get('value', true) ?? null) as Node | null) : null;
  if (!Array.isArray(value)) return isWord(value) ? [{ file: at.file, place: at.file.place(written), value }] : [];
  return value.flatMap((one: unknown, index) => {
    const node = isSeq(written) ? ((written.items[index] ?? null) as Node | null) : written;
    return isWord(one) ? [{ file: at.file, place: at.file.place(node), value: one }] : [];
  });
}

/** What is given with --set is in no file. */
function valuesOfOption({ origins }: EffectiveOption, files: Map<string, YamlFile>): Found[] {
  return origins
    .filter(({ place }) => place.file !== '--set')
    .flatMap(({ place, value }) => {
      const file = opened(place.file, files);
      const all: readonly unknown[] = Array.isArray(value) ? value : [value];
      return all.filter(isWord).map((one) => ({
        file,
        place: file.place(file.scalarFrom(place, String(one))),
        value: one,
      }));
    });
}

function wordsOfStore(pipeline: Pipeline, files: Map<string, YamlFile>): NamedValue[] {
  return kindsOf(pipeline).flatMap((kind) =>
    kind.fields.flatMap((field) =>
      [...(field.store?.keys() ?? [])].map((value) => {
        const place = pipeline.places.get(`${kind.name}.${field.name}:store.${value}`);
        const file = opened(place?.file ?? pipeline.file, files);
        return named([kind, field], {}, { file, place: place ?? file.place(null), value });
      }),
    ),
  );
}

function opened(path: string, files: Map<string, YamlFile>): YamlFile {
  const file = files.get(path) ?? new YamlFile(path, []);
  files.set(path, file);
  return file;
}

/** Whether a value of a record is the one that is named. */
export function isNamed({ value, ignoresCase }: NamedValue, of: unknown): boolean {
  if (value === of || String(value) === String(of)) return true;
  return ignoresCase && typeof of === 'string' && foldCase(String(value)) === foldCase(of);
}
