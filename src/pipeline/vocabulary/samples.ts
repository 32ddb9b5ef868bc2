import type { FactType } from '../rules/facts.js';

const mostOfAList = 60;

/**
 * Values of a fact that conditions may tell apart: those they compare it with, what is just beside them, and some that
 * have nothing to do with them.
 * @param values what conditions compare the fact with; lists count entry by entry
 */
export function samplesOf(type: FactType, values: readonly unknown[]): unknown[] {
  const given = values.flatMap((value): unknown[] => (Array.isArray(value) ? value.slice(0, mostOfAList) : [value]));
  switch (type) {
    case 'boolean':
      return [true, false, null];
    case 'count':
      return unique([0, 1, 2, ...besides(given)]).filter((value) => value >= 0);
    case 'number':
      return unique([0, 1, ...besides(given)]);
    case 'date':
      return [...unique(given.filter(isText).flatMap(daysBeside)), '0001-01-01', '9999-12-31', null];
    case 'list':
      return [[], ['x'], ...given.map((value) => [value]), given];
    case 'text':
      return [
        ...unique(given.filter(isText).flatMap(textsBeside)),
        ...joined(given.filter(isText)),
        ...plainTexts,
        null,
      ];
  }
}

const plainTexts = ['x', 'x and x', 'x@example.org'];

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function besides(values: readonly unknown[]): number[] {
  return values.filter((value) => typeof value === 'number').flatMap((value) => [value - 1, value, value + 1]);
}

/** The day, and days before and after it, as text sorts them. */
function daysBeside(day: string): string[] {
  return [day, `${day.slice(0, 4)}-00-00`, `${day.slice(0, 4)}-99-99`];
}

function textsBeside(text: string): string[] {
  return [text, text.toLowerCase(), text.toUpperCase(), `${text}x`, `x${text}`];
}

/** What begins like one and ends like another, and what is two of them. */
function joined(texts: readonly string[]): string[] {
  const few = texts.slice(0, 6);
  return few.flatMap((a) => few.filter((b) => b !== a).flatMap((b) => [`${a}${b}`, `${a} and ${b}`]));
}
