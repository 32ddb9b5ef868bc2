import { asPair, filledPartsOf, isEmail, joint, type Pair } from '../parts.js';
import { digits } from '../text/text.js';
import { withNames } from './with-names.js';

/** A way to share out a value of a combined record. */
export interface WayToShare {
  readonly name: WayToShareName;
  readonly meaning: string;
  /** How it divides the value, in a sentence. */
  readonly words: string;
  /** The value's two parts; null if it does not have exactly two, and both halves get all of it. */
  readonly partsOf: (text: string) => Pair | null;
}

const listJoint = /[;,]/;

const table = {
  joints: {
    meaning: 'Two parts with "and", &, / or + between.',
    words: 'at “and”, &, / or +',
    partsOf: (text) => asPair(filledPartsOf(text, joint)),
  },
  emails: {
    meaning: 'Two email addresses separated by ; or a comma.',
    words: 'by email address',
    partsOf: (text) => asPair(filledPartsOf(text, listJoint), isEmail),
  },
  phones: {
    meaning: 'Two phone numbers separated by ; or a comma.',
    words: 'by telephone number',
    partsOf: (text) => asPair(filledPartsOf(text, listJoint), (part) => digits(part).length >= 6),
  },
} satisfies Readonly<Record<string, Omit<WayToShare, 'name'>>>;

export type WayToShareName = keyof typeof table;

export const wayToShareNamed: Readonly<Record<WayToShareName, WayToShare>> = withNames(table);
export const waysToShare: readonly WayToShare[] = Object.values(wayToShareNamed);
