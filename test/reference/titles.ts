import { trim } from './values.js';

/** As shipped (section 2, Combined contacts). */
export const SHIPPED_TITLES = (
  'Mr Mrs Miss Ms Mx Master Dr Doctor Prof Professor Rev Revd Reverend Fr Sr Br Pastor Imam Rabbi Sir Dame Lord Lady ' +
  'Baron Baroness Hon Cllr Judge Capt Captain Maj Major Col Colonel Lt Sgt'
).split(' ');

/** The text's own edges count as white space beside `and`, so that "Mr and" has a joint. */
const JOINT = /[&/+]|(?<=^|\p{White_Space})and(?=\p{White_Space}|$)/iu;

export function hasJoint(text: string): boolean {
  return JOINT.test(text);
}

/** The two parts of a text, or null where it has not exactly two that are not blank. */
export function twoParts(text: string): [string, string] | null {
  return two(text.split(JOINT));
}

function two(pieces: string[]): [string, string] | null {
  const parts = pieces.map(trim).filter((part) => part !== '');
  return parts.length === 2 ? [parts[0], parts[1]] : null;
}

/** A blank part is a part here: "Mr and Mrs and" has three. */
export function twoTitles(title: string, known: string[]): [string, string] | null {
  const parts = title.split(JOINT).map(trim);
  const isKnown = (part: string) => known.some((one) => foldTitle(one) === foldTitle(part));
  return parts.length === 2 && parts.every(isKnown) ? [parts[0], parts[1]] : null;
}

function foldTitle(title: string): string {
  return title.replace(/\.$/, '').toLowerCase();
}

export function twoEmails(text: string): [string, string] | null {
  const parts = two(text.split(/[;,]/));
  return parts !== null && parts.every(isEmail) ? parts : null;
}

export function isEmail(text: string): boolean {
  return text.split('@').length === 2;
}

export function twoPhones(text: string): [string, string] | null {
  const parts = two(text.split(/[;,]/));
  return parts !== null && parts.every((part) => digits(part).length >= 6) ? parts : null;
}

export function digits(text: string): string[] {
  return text.match(/\p{Nd}/gu) ?? [];
}
