import { compareDecimals, decimalOf, isDecimal } from '../text/decimal.js';
import { foldCase } from '../text/text.js';

/** Whether a fact's value fits what it is compared with. */
export type Test = (fact: unknown, value: unknown) => boolean;

export const isText = (value: unknown): value is string => typeof value === 'string';

export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(isText) : [];
}

/** Compares numbers with numbers and text with text (dates are text); anything else never holds. */
export function ordered(holds: (difference: number) => boolean): Test {
  return (fact, value) => {
    if (typeof fact === 'number' && typeof value === 'number') return holds(fact - value);
    if (isText(fact) && isText(value)) return holds(fact < value ? -1 : fact > value ? 1 : 0);
    return false;
  };
}

/** The same, but decimals, which are text, compare as numbers. */
export function orderedNumbers(holds: (difference: number) => boolean): Test {
  const byText = ordered(holds);
  return (fact, value) => {
    if (typeof fact === 'number' && typeof value === 'number') return holds(fact - value);
    const [first, second] = [decimalIn(fact), decimalIn(value)];
    return first === null || second === null ? byText(fact, value) : holds(compareDecimals(first, second));
  };
}

function decimalIn(value: unknown): string | null {
  if (typeof value === 'number') return decimalOf(String(value));
  return isText(value) && isDecimal(value) ? value : null;
}

export function text(holds: (fact: string, value: string) => boolean): Test {
  return (fact, value) => isText(fact) && isText(value) && holds(fact, value);
}

export const none = () => [];

/** The same test of texts without their case. What many records are compared with is folded once. */
export function folding(test: Test): Test {
  let last: unknown;
  let folded: unknown;
  return (fact, value) => {
    if (value !== last) [last, folded] = [value, withoutCase(value)];
    return test(withoutCase(fact), folded);
  };
}

function withoutCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutCase);
  return isText(value) ? foldCase(value) : value;
}
