import type { Pipeline } from '../pipeline.js';
import type { Fact } from '../rules/fact.js';
import { constantSamples } from '../vocabulary/constant-samples.js';
import { factTypeNamed } from '../vocabulary/fact-types.js';
import type { Operator, Takes } from '../vocabulary/operators.js';
import { samplesOf } from '../vocabulary/samples.js';

const anything: readonly unknown[] = ['x', '2026-11-20', '1', 1, true, null];

/** Values of which one at least shows what an operator tells apart, if it tells anything apart. */
const operands: Readonly<Record<Takes, (known: readonly unknown[]) => readonly unknown[]>> = {
  value: (known) => [...known, ...anything],
  list: (known) => [['x', 'y'], ...[...known, ...anything].map((one) => [one])],
  'value or list': (known) => [...known, ...anything],
  number: () => [1, 2, '1'],
  day: () => ['2026-11-20'],
  years: () => ['2022-11-20'],
  pattern: () => ['x'],
  text: (known) => [...known, 'x', '2'],
  'yes or no': () => [true, false],
};

/** Whether `check` takes the operator for the fact with some value. */
export function fits(operator: Operator, fact: Fact): boolean {
  const { isDay, notANumber } = factTypeNamed[fact.type];
  if (operator.takes === 'day' && !isDay && !fact.name.startsWith('option.')) return false;
  if (operator.takes === 'years' && !isDay) return false;
  if (operator.takes === 'number' && notANumber !== null) return false;
  return operands[operator.takes](fact.values ?? []).some((value) => isTold(operator, fact, value));
}

/** Whether `check` takes an option, or the day, as what the fact is compared with. */
export function fitsReference(operator: Operator, fact: Fact, constant: Fact, pipeline: Pipeline): boolean {
  if (operator.takes === 'yes or no' || operator.takes === 'years') return false;
  const isList = constant.type === factTypeNamed.list.name;
  if (operator.takes === 'pattern') return false;
  if (operator.takes !== 'value or list' && (operator.takes === 'list') !== isList) return false;
  return constantSamples(constant.name, pipeline.options).some((value) => isTold(operator, fact, value));
}

/** Whether some values of a fact hold and some do not: otherwise the condition would say nothing. */
function isTold(operator: Operator, { type }: Fact, value: unknown): boolean {
  // Where nobody knows what to try, `check` takes it.
  if (operator.samples(value) === null) return true;
  const outcomes = samplesOf(type, [{ operator: operator.name, value }]).map((sample) => operator.test(sample, value));
  return outcomes.includes(true) && outcomes.includes(false);
}
