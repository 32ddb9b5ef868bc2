import { digits, foldCase, normalise } from './text/text.js';

/** What joins two titles or names: `and` between white space (the text's edges count), the signs anywhere. */
const joint = /(?<=^|\p{White_Space})and(?=\p{White_Space}|$)|[&/+]/giu;
/** Nearly every title is one word: the look behind each of its characters is what would cost. */
const perhapsJoined = /and|[&/+]/iu;
const listJoint = /[;,]/;

/** Set behind the id of a combined record, it is the id of its second half, from run to run. */
export const secondHalf = '#2';

function partsOf(text: string, by: RegExp): string[] {
  return text.split(by).map(normalise);
}

/** A blank part is no part of what is shared out. */
function filledPartsOf(text: string, by: RegExp): string[] {
  return partsOf(text, by).filter((part) => part !== '');
}

export function hasJoint(text: string): boolean {
  return perhapsJoined.test(text) && text.search(joint) >= 0;
}

export type Pair = readonly [string, string];

/**
 * The ways in which a value of a combined record is shared out: each gives the value's two parts, or null where it has
 * not exactly two (it is then given whole to both).
 */
export const waysToShare = {
  joints: (text: string): Pair | null => asPair(filledPartsOf(text, joint)),
  emails: (text: string): Pair | null => asPair(filledPartsOf(text, listJoint), isEmail),
  phones: (text: string): Pair | null => asPair(filledPartsOf(text, listJoint), (part) => digits(part).length >= 6),
} as const;

export type WayToShare = keyof typeof waysToShare;

/** The two sides of the only joint of a text that says there are two: a title with a blank part is not two titles. */
export function sidesOfJoint(text: string): Pair | null {
  return asPair(partsOf(text, joint), (side) => side !== '');
}

function asPair(parts: string[], ofItsKind: (part: string) => boolean = () => true): Pair | null {
  const [first, second] = parts;
  if (parts.length !== 2 || first === undefined || second === undefined) return null;
  return ofItsKind(first) && ofItsKind(second) ? [first, second] : null;
}

/** Has exactly one `@`: the most that can be said of an address without writing to it. */
export function isEmail(text: string): boolean {
  const at = text.indexOf('@');
  return at >= 0 && text.indexOf('@', at + 1) < 0;
}

/** A title without what is spelt in two ways: case and a final full stop. */
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
