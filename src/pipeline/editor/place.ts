import type { JsonSchema, Keywords, Narrowing, SchemaDefinition } from '../keys/yaml-type.js';
import type { LinkKind, Pipeline, RecordKind } from '../pipeline.js';
import type { Rule } from '../rules/rule.js';
import { effectNamed, type EffectName } from '../vocabulary/effects.js';

/** What the schemas of one pipeline know of its configuration. */
export interface Known {
  readonly pipeline: Pipeline;
  /** Those of `rules/`. */
  readonly rules: readonly Rule[];
  /** Those that files add which other files extend. */
  readonly extended: readonly Rule[];
  /** Shared conditions by name, each as YAML in one line. */
  readonly conditions: ReadonlyMap<string, string>;
  /** Files in `rules/` that others may extend, relative to a folder in it. */
  readonly files: readonly string[];
}

/** Where in the files a schema is: what may be named there depends on it. */
export interface SchemaPlace {
  readonly known: Known;
  /** The kind that is spoken of; null if it may be any. */
  readonly kind: RecordKind | LinkKind | null;
  /** The effect of the rule, which decides which facts there are. */
  readonly effect: EffectName;
  /** What the conditions ask of counts, as when rules are read. */
  readonly polarity: 'positive' | 'negative' | null;
  /** Whether a rule replaces one, and so has its name. */
  readonly replaces: boolean;
  /** Whether rules of one school, which nobody lists, may be named. */
  readonly ofSchool: boolean;
  /** Whether this is the file that declares what others name: a name that it does not have yet may be the next. */
  readonly declares: boolean;
}

/** For each part of a schema, what it is in a place, made of what it is for all pipelines. */
export type Narrowings<N extends Narrowing> = Readonly<Record<N, (schema: Keywords, place: SchemaPlace) => Keywords>>;

/** A schema in a narrower place than the one around it. */
export class Within {
  constructor(
    readonly schema: JsonSchema,
    readonly place: Partial<Omit<SchemaPlace, 'known'>>,
  ) {}
}

/** A place as part of the name of a definition. */
export function nameOfPlace({ kind, effect, polarity, replaces, ofSchool }: SchemaPlace): string {
  if (kind === null && !ofSchool) return '';
  return [
    '',
    ...(kind === null ? [] : [kind.name, effectNamed[effect].sees, ...(polarity === null ? [] : [polarity])]),
    ...(replaces ? ['replaced'] : []),
    ...(ofSchool ? ['ofSchool'] : []),
  ].join('.');
}

export function without(schema: Keywords, ...keywords: readonly string[]): Keywords {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword)));
}

/** One of some names, each with its meaning. */
export function oneOfNames(meanings: Iterable<readonly [name: string, meaning: string]>): {
  readonly [keyword: string]: unknown;
} {
  const names = [...new Map(meanings)].map(([name, description]) => ({ const: name, description }));
  return names.length === 0 ? { not: {} } : { oneOf: names };
}

/** One of some texts. While a word is typed, an editor takes the beginning of an enum's value for the value. */
export function exactly(names: readonly string[]): Keywords {
  const escaped = names.map((name) => name.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return { type: 'string', pattern: `^(?:${escaped.join('|')})$` };
}

/** A definition that is the same in every place. */
export function everywhere(definition: SchemaDefinition): Within {
  return new Within(definition, { kind: null, replaces: false, ofSchool: false });
}
