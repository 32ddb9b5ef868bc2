import { factTypeNamed, type FactTypeName } from './fact-types.js';
import { operatorNamed, type OperatorName } from './operators.js';

const mostOfAList = 60;

/** What conditions compare a fact with, and how. */
export interface Compared {
  readonly operator: OperatorName;
  readonly value: unknown;
}

/** Whether samples show all that some conditions on one fact may do together. */
export function areSamplesEnough(compared: readonly Compared[]): boolean {
  return compared.every(({ operator, value }) => {
    const { samples, areSamplesFew } = operatorNamed[operator];
    return samples(value) !== null && (areSamplesFew !== true || compared.length === 1);
  });
}

/** Values of a fact that conditions may tell apart, by its type and their operators; of a list, only the start. */
export function samplesOf(type: FactTypeName, compared: readonly Compared[]): unknown[] {
  const { samples, has } = factTypeNamed[type];
  const values = compared.flatMap(({ value }): unknown[] =>
    Array.isArray(value) ? value.slice(0, mostOfAList) : [value],
  );
  const ofOperators = compared.flatMap(({ operator, value }) => operatorNamed[operator].samples(value) ?? []);
  return [...new Set([...samples(values), ...ofOperators.filter(has)])];
}
