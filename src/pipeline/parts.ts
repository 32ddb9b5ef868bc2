import { foldCase, normalise } from './text/text.js';

/** The joint that is a word. */
export const jointWord = 'and';

/** What joins two titles or names: `and` between white space (the text's edges count), the signs anywhere. */
export const joint = /(?<=^|\p{White_Space})and(?=\p{White_Space}|$)|[&/+]/giu;
/** Nearly every title is one word. This cheaper pattern avoids looking behind each of its characters. */
const perhapsJoined = /and|[&/+]/iu;

/** Added to the id of a combined record, it makes the id of the second half, the same in every run. */
export const secondHalf = '#2';

function partsOf(text: string, by: RegExp): string[] {
  return text.split(by).map(normalise);
}

/** The parts of a text, without blank ones. */
export function filledPartsOf(text: string, by: RegExp): string[] {
  return partsOf(text, by).filter((part) => part !== '');
}

export function hasJoint(text: string): boolean {
  return perhapsJoined.test(text) && text.search(joint) >= 0;
}

export type Pair = readonly [string, string];

/** The two sides of a text's only joint; a title with a blank part is not two titles. */
export function sidesOfJoint(text: string): Pair | null {
  return asPair(partsOf(text, joint), (side) => side !== '');
}

/** Two parts, if there are just two and each is of its kind; null for anything else. */
export function asPair(parts: string[], ofItsKind: (part: string) => boolean = () => true): Pair | null {
  const [first, second] = parts;
  if (parts.length !== 2 || first === undefined || second === undefined) return null;
  return ofItsKind(first) && ofItsKind(second) ? [first, second] : null;
}

/** Whether there is exactly one `@`: only writing to an address would show more. */
export function isEmail(text: string): boolean {
  const at = text.indexOf('@');
  return at >= 0 && text.indexOf('@', at + 1) < 0;
}

/** A title without the differences in its spelling: case and a final full stop. */
export function foldTitle(title: string): string {
  return foldCase(normalise(title).replace(/\.$/, ''));
}

/** Whether the text is two of the listed words with a joint between: "Mr and Mrs". */
export function isTwoOf(text: string, list: readonly string[]): boolean {
  if (!perhapsJoined.test(text)) return false;
  const pair = sidesOfJoint(text);
  if (pair === null) return false;
  const known = list.map(foldTitle);
  return pair.every((part) => known.includes(foldTitle(part)));
}
