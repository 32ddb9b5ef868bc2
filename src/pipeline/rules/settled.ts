import type { OptionValue } from '../vocabulary/option-types.js';
import { holds, isReference } from './evaluate.js';
import { below, isLeaf, type Condition, type Leaf } from './rule.js';

const ofOption = 'option.';

/**
 * What is left to ask where the options are known: what they decide is gone, and what is compared with one has its value.
 * @returns true or false if the options alone decide it
 */
export function settled(condition: Condition, options: ReadonlyMap<string, OptionValue>): Condition | boolean {
  if (isLeaf(condition)) return settledLeaf(condition, options);
  if ('not' in condition) {
    const inner = settled(condition.not, options);
    return typeof inner === 'boolean' ? !inner : { not: inner };
  }
  const isAny = 'any' in condition;
  const inner = below(condition).map((one) => settled(one, options));
  if (inner.includes(isAny)) return isAny;
  const open = inner.filter((one) => typeof one !== 'boolean');
  if (open.length === 0) return !isAny;
  return isAny ? { any: open } : { all: open };
}

function settledLeaf(leaf: Leaf, options: ReadonlyMap<string, OptionValue>): Condition | boolean {
  const compared = isReference(leaf.value) ? valueOf(leaf.value.fact, options) : undefined;
  const known = compared === undefined ? leaf : { ...leaf, value: compared };
  if (valueOf(leaf.fact, options) === undefined || isReference(known.value)) return known;
  return holds(known, (fact) => valueOf(fact, options));
}

function valueOf(fact: string, options: ReadonlyMap<string, OptionValue>): OptionValue | undefined {
  return fact.startsWith(ofOption) ? options.get(fact.slice(ofOption.length)) : undefined;
}
