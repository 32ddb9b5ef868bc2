/**
 * Ten signs in the order of their bytes. No word that people search for has one, so a key is in no search: a digit would
 * be.
 */
const signs = '!"#$%&\'()*';
/** Before and after all of these: where a number of more digits is less, its end comes after them. */
const [minus, plus, endOfLess] = ['!', '"', '+'];

/**
 * The key of a decimal as `decimalOf` gives it, to compare by bytes: keys have the order of the numbers. It has the sign,
 * how many digits are before the point, and the digits; below 0 each of them the other way round.
 */
export function decimalKey(decimal: string): string {
  const isNegative = decimal.startsWith('-');
  const size = isNegative ? decimal.slice(1) : decimal;
  const [whole = '', fraction = ''] = size.split('.');
  const digits = String(whole.length).padStart(2, '0') + whole + fraction;
  let key = isNegative ? minus : plus;
  for (const digit of digits) key += signs.charAt(isNegative ? 9 - Number(digit) : Number(digit));
  return isNegative ? key + endOfLess : key;
}
