const written = /^([+-]?)(\d*)(?:\.(\d+))?(?:e([+-]?\d{1,9}))?$/i;
const canonical = /^-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/;

/** The most digits that a decimal may have. */
export const mostDigits = 38;

/** The furthest that a number goes in either direction and is still exact in every program. */
const furthest = 2n ** 53n;

/**
 * The one text that an exact number has: no sign but a minus, no zero that says nothing, no exponent. Null if it is no
 * number, or has too many digits.
 */
export function decimalOf(text: string): string | null {
  const [, sign, whole = '', fraction = '', exponent = '0'] = written.exec(text) ?? [];
  const digits = whole + fraction;
  if (sign === undefined || digits === '') return null;
  const first = firstDigit(digits);
  if (first === digits.length) return '0';
  const significant = digits.slice(first, lastDigit(digits) + 1);
  const point = whole.length - first + Number(exponent);
  if (Math.abs(point) > mostDigits || significant.length > mostDigits) return null;
  const before = point <= 0 ? '0' : significant.slice(0, point).padEnd(point, '0');
  const after = point <= 0 ? '0'.repeat(-point) + significant : significant.slice(point);
  if (before.length + after.length > mostDigits) return null;
  return `${sign === '-' ? '-' : ''}${before}${after === '' ? '' : `.${after}`}`;
}

function firstDigit(digits: string): number {
  let at = 0;
  while (at < digits.length && digits.charAt(at) === '0') at++;
  return at;
}

function lastDigit(digits: string): number {
  let at = digits.length - 1;
  while (at > 0 && digits.charAt(at) === '0') at--;
  return at;
}

/** Whether a text is a decimal as `decimalOf` gives it. */
export function isDecimal(text: string): boolean {
  return text.length <= mostDigits + 2 && canonical.test(text) && text !== '-0';
}

/** Below 0 if the first of two decimals is less, above 0 if it is more. */
export function compareDecimals(a: string, b: string): number {
  if (a === b) return 0;
  const isNegative = a.startsWith('-');
  if (isNegative !== b.startsWith('-')) return isNegative ? -1 : 1;
  return isNegative ? compareSizes(b.slice(1), a.slice(1)) : compareSizes(a, b);
}

function compareSizes(a: string, b: string): number {
  const [wholeA = '', fractionA = ''] = a.split('.');
  const [wholeB = '', fractionB = ''] = b.split('.');
  if (wholeA.length !== wholeB.length) return wholeA.length - wholeB.length;
  if (wholeA !== wholeB) return wholeA < wholeB ? -1 : 1;
  return fractionA < fractionB ? -1 : fractionA > fractionB ? 1 : 0;
}

/** A decimal, and the next ones that have as many digits after the point. */
export function decimalsBeside(decimal: string): string[] {
  const [, fraction = ''] = decimal.split('.');
  const scaled = BigInt(decimal.replace('.', ''));
  return [scaled - 1n, scaled, scaled + 1n].flatMap(
    (one) => decimalOf(`${String(one)}e-${String(fraction.length)}`) ?? [],
  );
}

/** The whole number that a text says exactly; null if it says none, or one that is too far from 0. */
export function wholeNumberOf(text: string): number | null {
  const decimal = decimalOf(text);
  if (decimal === null || decimal.includes('.')) return null;
  const exact = BigInt(decimal);
  return exact > furthest || exact < -furthest ? null : Number(exact);
}
