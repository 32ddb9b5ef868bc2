import type { Item } from './read.js';
import type { Options, School, State } from './rules.js';
import { linkComesThrough } from './rules.js';
import { digits } from './titles.js';
import { areHalvesOfOne, foldCase, sameEmail } from './warnings.js';

/** By code unit, the smaller id first. */
export interface Duplicate {
  ids: [string, string];
}

/** The likely duplicates among the contacts that come through (section 2, Duplicate people). */
export function duplicatesOf(school: School, state: State, halved: Set<string>, options: Options): Duplicate[] {
  const contacts = school.contacts.filter((contact) => state.contacts.has(contact.id));
  const studentsOf = (contact: Item) =>
    school.contactLinks
      .filter((link) => link.ends[1] === contact.id && linkComesThrough('contactLinks', link, state, options))
      .map((link) => link.ends[0]);

  const duplicates: Duplicate[] = [];
  for (const one of contacts) {
    for (const other of contacts) {
      if (one.id >= other.id || areHalvesOfOne(one, other, halved)) continue;
      const sameName =
        sameButNotBlank(one, other, 'forename', foldName) && sameButNotBlank(one, other, 'surname', foldName);
      const samePhone = sameButNotBlank(one, other, 'phone', (phone) => digits(phone).join(''));
      const sameStudent = studentsOf(one).some((student) => studentsOf(other).includes(student));
      if (sameName && (sameEmail(one, other) || samePhone || sameStudent)) {
        duplicates.push({ ids: [one.id, other.id] });
      }
    }
  }
  return duplicates;
}

/** A value of which folding leaves nothing is blank too: two names of dots alone are no sign of one person. */
function sameButNotBlank(one: Item, other: Item, field: string, fold: (text: string) => string): boolean {
  const folded = fold(one.values[field] ?? '');
  return folded !== '' && folded === fold(other.values[field] ?? '');
}

const LETTERS: Record<string, string> = { ł: 'l', ø: 'o', đ: 'd', ß: 'ss', ı: 'i', æ: 'ae', œ: 'oe', þ: 'th', ð: 'd' };

export function foldName(name: string): string {
  const bare = name.normalize('NFD').replace(/[\p{M}\p{P}\p{S}\p{Cf}\p{White_Space}]/gu, '');
  return [...foldCase(bare)].map((letter) => LETTERS[letter] ?? letter).join('');
}
