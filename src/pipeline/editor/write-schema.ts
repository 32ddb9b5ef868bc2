import { narrowed, SchemaDefinition, type Keywords, type Narrowing } from '../keys/yaml-type.js';
import { caseNarrowings } from './case-narrowings.js';
import { layerNarrowings } from './layer-narrowings.js';
import type { LeafSchemas } from './leaf-schemas.js';
import { pipelineNarrowings } from './pipeline-narrowings.js';
import { nameOfPlace, Within, type Known, type Narrowings, type SchemaPlace } from './place.js';
import { ruleNarrowings } from './rule-narrowings.js';

/**
 * Writes the schema of one kind of file of one pipeline, whole: it refers to no other file. Each keyword and each
 * definition is a line, so that two versions of it can be compared.
 */
export function writeSchema(file: SchemaDefinition, place: SchemaPlace, leaves: LeafSchemas): string {
  const { whole, definitions } = new SchemaWriter(place.known, leaves).write(file, place);
  const lines = Object.entries(whole).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const defined = [...definitions].map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  const all = defined.length === 0 ? lines : [...lines, `"definitions": {\n${defined.join(',\n')}\n }`];
  return `{\n ${all.join(',\n ')}\n}\n`;
}

class SchemaWriter {
  readonly #definitions = new Map<string, unknown>();
  readonly #placed = new Map<SchemaDefinition, boolean>();
  readonly #narrowings: Narrowings<Narrowing>;

  constructor(known: Known, leaves: LeafSchemas) {
    this.#narrowings = {
      ...ruleNarrowings(known, leaves),
      ...layerNarrowings(known),
      ...caseNarrowings(known),
      ...pipelineNarrowings(known.pipeline),
    };
  }

  write(file: SchemaDefinition, place: SchemaPlace): { whole: object; definitions: ReadonlyMap<string, unknown> } {
    const whole = this.#written(file.schema(), place) as object;
    return { whole: { $schema: 'http://json-schema.org/draft-07/schema#', ...whole }, definitions: this.#definitions };
  }

  #written(value: unknown, place: SchemaPlace): unknown {
    if (value instanceof Within) return this.#written(value.schema, { ...place, ...value.place });
    if (value instanceof SchemaDefinition) return this.#reference(value, place);
    if (Array.isArray(value)) return value.map((one) => this.#written(one, place));
    if (typeof value !== 'object' || value === null) return value;
    const { [narrowed]: by, ...keywords }: Keywords = value as Keywords;
    if (by !== undefined) return this.#written(this.#narrowings[by](keywords, place), place);
    return Object.fromEntries(
      Object.entries({ ...keywords, ...inMarkdown(keywords) })
        .filter(([key, inner]) => key !== 'examples' || isOffered(inner))
        .map(([key, inner]) => [key, this.#written(inner, place)]),
    );
  }

  #reference(definition: SchemaDefinition, place: SchemaPlace): object {
    const name = definition.name + (this.#isPlaced(definition) ? nameOfPlace(place) : '');
    if (!this.#definitions.has(name)) {
      // Takes its place before the definitions that it refers to.
      this.#definitions.set(name, null);
      this.#definitions.set(name, this.#written(definition.schema(), place));
    }
    return { $ref: `#/definitions/${name}` };
  }

  /** Whether a definition, or one in it, is another in another place. */
  #isPlaced(definition: SchemaDefinition): boolean {
    const known = this.#placed.get(definition) ?? hasNarrowing(definition, new Set());
    this.#placed.set(definition, known);
    return known;
  }
}

/** @param seen definitions that are looked into already: one may contain itself */
function hasNarrowing(value: unknown, seen: Set<SchemaDefinition>): boolean {
  if (value instanceof Within) return hasNarrowing(value.schema, seen);
  if (value instanceof SchemaDefinition) {
    if (seen.has(value)) return false;
    return hasNarrowing(value.schema(), seen.add(value));
  }
  if (typeof value !== 'object' || value === null) return false;
  return narrowed in value || Object.values(value).some((inner) => hasNarrowing(inner, seen));
}

/** Editors show a description as it is written, unless they are told that it has code in it. */
function inMarkdown({ description }: Keywords): Keywords {
  return typeof description === 'string' && description.includes('`') ? { markdownDescription: description } : {};
}

/** An example of several values names what another pipeline has. */
function isOffered(examples: unknown): boolean {
  return Array.isArray(examples) && examples.every((one) => typeof one !== 'object');
}
