import { SchemaDefinition, type Keywords } from '../keys/yaml-type.js';
import type { Fact } from '../rules/fact.js';
import { constantFacts } from '../rules/facts.js';
import { reference } from '../rules/read-operand.js';
import { mostYears } from '../vocabulary/ages.js';
import { factTypeNamed } from '../vocabulary/fact-types.js';
import { operators, operatorWords, type Operator, type Takes } from '../vocabulary/operators.js';
import { meaningOfConstant, type DescribedFact } from './fact-meanings.js';
import { fits, fitsReference } from './fits.js';
import { everywhere, exactly, oneOfNames, type Known, type SchemaPlace, type Within } from './place.js';

/**
 * The schemas of what stands beside a fact: operators that fit it, and for each what it may be compared with. Facts of
 * which the same can be asked share a definition.
 */
export class LeafSchemas {
  readonly #byContent = new Map<string, SchemaDefinition>();
  readonly #byFact = new Map<string, SchemaDefinition>();
  readonly #fitting = new Map<string, readonly Fact[]>();

  constructor(private readonly known: Known) {}

  /** What may stand beside some facts, by facts: those with the same come together. */
  of(facts: readonly DescribedFact[], polarity: SchemaPlace['polarity']): { names: readonly string[]; leaf: Within }[] {
    const byName = new Map<string, Set<SchemaDefinition>>();
    for (const one of facts) {
      const leaves = byName.get(one.fact.name) ?? new Set();
      byName.set(one.fact.name, leaves.add(this.#leafOf(one, polarity)));
    }
    const groups = new Map<string, { names: string[]; leaf: Within }>();
    for (const [name, leaves] of byName) {
      const key = [...leaves].map((leaf) => leaf.name).join(' ');
      const group = groups.get(key) ?? { names: [], leaf: everywhere(this.#anyOf([...leaves])) };
      groups.set(key, group);
      group.names.push(name);
    }
    return [...groups.values()];
  }

  /** What may stand beside a rank. */
  ofRank(): Within {
    return everywhere(
      this.#leafOf({ fact: { name: 'rank', type: factTypeNamed.rank.name }, meaning: '', offers: [] }, null),
    );
  }

  #leafOf({ fact, offers }: DescribedFact, polarity: SchemaPlace['polarity']): SchemaDefinition {
    const key = JSON.stringify([fact.type, fact.name.startsWith('option.'), fact.values, offers, polarity]);
    const leaf = this.#byFact.get(key) ?? this.#makeLeaf(fact, offers, polarity);
    this.#byFact.set(key, leaf);
    return leaf;
  }

  #makeLeaf(fact: Fact, offers: readonly string[], polarity: SchemaPlace['polarity']): SchemaDefinition {
    const isCount = factTypeNamed[fact.type].isCount && polarity !== null;
    const fitting = operators.filter((one) => fits(one, fact) && (!isCount || one.polarity === polarity));
    return this.#named(`leaf.${fact.type}`, {
      properties: { operator: { title: 'Operator', oneOf: operatorWords(fitting) } },
      allOf: this.#valuesOf(fact, fitting, offers),
    });
  }

  /** A fact of the same name may be of another type for another kind: what fits one of them is right. */
  #anyOf(leaves: readonly SchemaDefinition[]): SchemaDefinition {
    const [only, second] = leaves;
    if (only !== undefined && second === undefined) return only;
    return this.#named('leaf.several', { anyOf: leaves.map((leaf) => everywhere(leaf)) });
  }

  #valuesOf(fact: Fact, fitting: readonly Operator[], offers: readonly string[]): Keywords[] {
    const bySchema = new Map<string, { schema: Keywords; names: string[] }>();
    for (const operator of fitting) {
      const schema = this.#valueOf(fact, operator, offers);
      const key = JSON.stringify(schema);
      const one = bySchema.get(key) ?? { schema, names: [] };
      bySchema.set(key, one);
      one.names.push(operator.name);
    }
    return [...bySchema.values()].map(({ schema, names }) => ({
      if: { required: ['operator'], properties: { operator: exactly(names) } },
      then: { properties: { value: schema } },
    }));
  }

  #valueOf(fact: Fact, operator: Operator, offers: readonly string[]): Keywords {
    const literal = literalOf(fact, operator, offers);
    const constants = this.#constantsFor(operator, fact);
    if (constants.length === 0) return literal;
    const names = oneOfNames(constants.map(({ name }) => [name, meaningOfConstant(name, this.known.pipeline)]));
    const named = {
      ...reference,
      properties: { ...(reference.properties as object), fact: { title: 'Option or day', ...names } },
    };
    return { anyOf: [literal, everywhere(this.#named('reference', named))] };
  }

  #constantsFor(operator: Operator, fact: Fact): readonly Fact[] {
    const { pipeline } = this.known;
    const key = `${operator.name} ${fact.type}`;
    const fitting =
      this.#fitting.get(key) ?? constantFacts(pipeline).filter((one) => fitsReference(operator, fact, one, pipeline));
    this.#fitting.set(key, fitting);
    return fitting;
  }

  #named(name: string, schema: Keywords): SchemaDefinition {
    const content = `${name} ${JSON.stringify(schema)}`;
    const known = this.#byContent.get(content);
    if (known !== undefined) return known;
    const others = [...this.#byContent.keys()].filter((one) => one.startsWith(`${name} `)).length;
    const definition = new SchemaDefinition(others === 0 ? name : `${name}.${String(others + 1)}`, () => schema);
    this.#byContent.set(content, definition);
    return definition;
  }
}

const literals: Readonly<Record<Takes, (literal: Keywords) => Keywords>> = {
  value: (literal) => literal,
  list: (literal) => ({ type: 'array', minItems: 1, items: literal }),
  'value or list': (literal) => ({ anyOf: [literal, { type: 'array', minItems: 1, items: literal }] }),
  number: notNull,
  day: notNull,
  years: () => ({ type: 'integer', minimum: 0, maximum: mostYears }),
  pattern: () => ({ type: 'string', pattern: '\\S' }),
  text: () => notNull(factTypeNamed.text.literal),
  'yes or no': () => ({ type: 'boolean' }),
};

function literalOf({ type, values }: Fact, { takes, compares }: Operator, offers: readonly string[]): Keywords {
  const { name, literal } = factTypeNamed[type];
  const isKnown = values !== undefined && (name === factTypeNamed.list.name || compares === 'whole');
  return literals[takes]({
    ...(isKnown ? { enum: values } : literal),
    ...(offers.length === 0 ? {} : { examples: offers }),
  });
}

/** A blank is neither more nor less, neither before nor after, and begins with nothing. */
function notNull({ type, ...more }: Keywords): Keywords {
  return Array.isArray(type) ? { type: type.filter((one) => one !== 'null'), ...more } : { type, ...more };
}
