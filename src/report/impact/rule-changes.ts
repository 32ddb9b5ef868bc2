import type { EffectiveConfiguration, EffectiveRule } from '../../pipeline/effective.js';
import { constantsOf, leavesOf } from '../../pipeline/rules/evaluate.js';
import { fieldKeyNames } from '../../pipeline/kinds/fields.js';
import type { Field, LinkKind, Pipeline, RecordKind } from '../../pipeline/pipeline.js';
import type { Rule } from '../../pipeline/rules/rule.js';
import type { Place } from '../../pipeline/yaml/yaml-file.js';
import { kindNamed } from '../../words/words.js';

/** How a rule, or the way a field is read, differs between two versions of the configuration. */
export interface RuleChange {
  /** The rule's name; for a field, `kind.field`. */
  readonly rule: string;
  /** In a few words: `turned off`, `option x is true`. */
  readonly how: string;
  /** Where the difference is written. */
  readonly place: Place | null;
}

/** A version of one school's configuration. */
export type Version = EffectiveConfiguration;

/** Says what differs between two versions, to code that looks for what is responsible. */
export class RuleChanges {
  readonly #before: ReadonlyMap<string, Rule>;
  readonly #after: ReadonlyMap<string, Rule>;
  readonly #changes = new Map<string, RuleChange | null>();

  constructor(
    private readonly before: Version,
    private readonly after: Version,
  ) {
    this.#before = speaking(before);
    this.#after = speaking(after);
  }

  /** Rules of a kind that are in force in either version and do not say the same in both. */
  differing(kind: string, isWanted: (rule: Rule) => boolean): RuleChange[] {
    const names = new Set([...this.#after.keys(), ...this.#before.keys()]);
    return [...names].flatMap((name) => {
      const rules = [this.#after.get(name), this.#before.get(name)];
      const change = this.of(name);
      return change !== null && rules.some((rule) => rule?.kind === kind && isWanted(rule)) ? [change] : [];
    });
  }

  /** Null if the rule says the same in both. */
  of(name: string): RuleChange | null {
    const known = this.#changes.get(name);
    if (known !== undefined) return known;
    const change = this.#compare(name);
    this.#changes.set(name, change);
    return change;
  }

  /** What a rule that is the same in both is called. */
  same(name: string): RuleChange {
    const rule = this.#after.get(name) ?? this.#before.get(name);
    return { rule: name, how: '', place: rule?.place ?? null };
  }

  rule(name: string): Rule | undefined {
    return this.#after.get(name) ?? this.#before.get(name);
  }

  /** How a field is read, if the versions differ in that; null if they do not. */
  ofField(kind: string, name: string): RuleChange | null {
    const [before, after] = [this.before, this.after].map(({ pipeline }) => fieldOf(kindNamed(pipeline, kind), name));
    if (JSON.stringify(asPlain(before)) === JSON.stringify(asPlain(after))) return null;
    const changes = before === undefined || after === undefined ? [] : fieldChanges(kind, [before, after]);
    const isReadAlike = changes.length > 0 && changes.every(({ key }) => /^[^:]*:(?:store|otherwise)\b/.test(key));
    const differently = isReadAlike ? 'stored differently' : 'read differently';
    const how = before === undefined ? 'a new field' : after === undefined ? 'a field that is gone' : differently;
    const version = after === undefined ? this.before : this.after;
    const whole = placeIn(version, `${kind}.${name}`) ?? placeIn(version, kind);
    const [first] = changes;
    // What a key is no longer there for has no line here, so the field's is the nearest.
    return { rule: `${kind}.${name}`, how, place: (first === undefined ? null : placeIn(version, first.key)) ?? whole };
  }

  /** How a kind as a whole is read. */
  ofKind(kind: string): RuleChange {
    const [before, after] = [this.before, this.after].map(({ pipeline }) => kindNamed(pipeline, kind));
    const how = before === undefined ? 'a new kind' : after === undefined ? 'a kind that is gone' : 'read differently';
    const version = after === undefined ? this.before : this.after;
    const key = keysOfKind.find(([, ask]) => JSON.stringify(ask(before)) !== JSON.stringify(ask(after)))?.[0];
    const place = key === undefined || before === undefined ? null : placeIn(version, `${kind}:${key}`);
    return { rule: kind, how, place: place ?? placeIn(version, kind) };
  }

  #compare(name: string): RuleChange | null {
    const before = this.#before.get(name);
    const after = this.#after.get(name);
    if (before === undefined && after === undefined) return null;
    if (after === undefined) return { rule: name, ...this.#gone(name, before as Rule) };
    if (before === undefined) return { rule: name, ...this.#come(name, after) };
    if (meaning(before) !== meaning(after)) {
      const [was, is] = [this.before, this.after].map((version) => ruleNamed(version, name)?.replaces ?? null);
      const isReplaced = was === null && is !== null;
      return { rule: name, how: isReplaced ? 'replaced' : 'changed', place: after.place };
    }
    for (const option of optionsOf(after)) {
      const [was, is] = [this.before, this.after].map((version) => optionNamed(version, option));
      if (JSON.stringify(was?.value) === JSON.stringify(is?.value)) continue;
      const how = `option ${option} ${Array.isArray(is?.value) ? 'changed' : `is ${String(is?.value)}`}`;
      return { rule: name, how, place: is?.origins.at(-1)?.place ?? null };
    }
    return null;
  }

  #gone(name: string, before: Rule): Omit<RuleChange, 'rule'> {
    const now = ruleNamed(this.after, name);
    if (now?.status === 'disabled') return { how: 'turned off', place: now.disabled };
    if (now !== undefined) return { how: 'not in effect', place: now.rule.place };
    return { how: 'removed', place: before.place };
  }

  #come(name: string, after: Rule): Omit<RuleChange, 'rule'> {
    const was = ruleNamed(this.before, name);
    const how = was === undefined ? 'added' : was.status === 'disabled' ? 'turned on' : 'in effect now';
    return { how, place: after.place };
  }
}

/** What a field's keys say, each with its key. */
const keysOfField: Readonly<Record<(typeof fieldKeyNames)[number], (field: Field) => unknown>> = {
  from: ({ from, source, further }) => [from, source, further],
  type: ({ type }) => type,
  text: ({ text }) => text,
  format: ({ format }) => format,
  onBad: ({ onBad }) => onBad,
  value: ({ constant }) => constant,
  store: ({ store }) => store,
  otherwise: ({ otherwise }) => [otherwise],
  else: (field) => field.else,
};

/** A key of a field that says something else in two versions. */
export interface FieldChange {
  /** As the pipeline's places name it: `kind.field:type`, `kind.field:store.word`. */
  readonly key: string;
  /** Undefined if it is not there. */
  readonly before: unknown;
  readonly after: unknown;
}

export function fieldChanges(kind: string, [was, is]: readonly [Field, Field]): FieldChange[] {
  const of = `${kind}.${was.name}`;
  return fieldKeyNames.flatMap((name): FieldChange[] => {
    if (name === 'store' && was.store !== null && is.store !== null) {
      const words = new Set([...is.store.keys(), ...was.store.keys()]);
      return [...words]
        .map((word) => ({ key: `${of}:store.${word}`, before: was.store?.get(word), after: is.store?.get(word) }))
        .filter(({ before, after }) => before !== after);
    }
    const [before, after] = [was, is].map((field) => asPlain(keysOfField[name](field)));
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ key: `${of}:${name}`, before, after }];
  });
}

type Kind = RecordKind | LinkKind | undefined;

/** What a pipeline says about a kind besides its fields, each with its key. */
export const keysOfKind: readonly (readonly [key: string, ask: (kind: Kind) => unknown])[] = [
  ['from', (kind) => kind?.views.map((view) => ({ ...view, idKey: null, ends: null, fields: null }))],
  ['id', (kind) => (kind?.type === 'record' ? kind.views.map(({ idKey, idParts }) => [idKey, idParts]) : null)],
  ['within', (kind) => (kind?.type === 'link' ? kind.within : null)],
  ['joins', (kind) => (kind?.type === 'link' ? kind.ends.map((end) => ({ ...end, label: null })) : null)],
  ['rows', (kind) => (kind?.type === 'link' ? kind.areRowsApart : null)],
];

/** Null for what is not written there. */
export function placeIn({ pipeline }: { readonly pipeline: Pipeline }, name: string): Place | null {
  return pipeline.places.get(name) ?? null;
}

function speaking({ rules }: Version): ReadonlyMap<string, Rule> {
  return new Map(rules.filter(({ status }) => status === 'in effect').map(({ rule }) => [rule.name, rule] as const));
}

function ruleNamed({ rules }: Version, name: string): EffectiveRule | undefined {
  return rules.find(({ rule }) => rule.name === name);
}

function optionNamed({ options }: Version, name: string) {
  return options.find(({ option }) => option.name === name);
}

export function optionsOf(rule: Rule): string[] {
  return leavesOf(rule.conditions)
    .flatMap((leaf) => [leaf.fact, ...constantsOf(leaf)])
    .filter((fact) => fact.startsWith('option.'))
    .map((fact) => fact.slice('option.'.length));
}

function fieldOf(kind: RecordKind | LinkKind | undefined, name: string): Field | undefined {
  return kind?.fields.find((field) => field.name === name);
}

/** What a rule does, without its words. */
export function meaning({ kind, conditions, effect, for: of, once }: Rule): string {
  return JSON.stringify(asPlain({ kind, conditions, effect, of, once }));
}

/** Maps become lists of their entries, to compare two values as text. */
export function asPlain(value: unknown): unknown {
  if (value instanceof Map) return [...value].map(([key, inner]) => [asPlain(key), asPlain(inner)]);
  if (Array.isArray(value)) return value.map(asPlain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asPlain(inner)]));
}
