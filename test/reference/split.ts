import type { Item, Link, Values } from './read.js';
import { twoEmails, twoParts, twoPhones, twoTitles } from './titles.js';

export interface Split {
  contacts: Item[];
  links: Link[];
  /** Ids of the contacts that became two; each is also the id of its first half. */
  halved: Set<string>;
  halfIdTaken: string[];
}

export function secondHalfOf(id: string): string {
  return `${id}#2`;
}

export function splitContacts(contacts: Item[], links: Link[], titles: string[]): Split {
  const split: Split = { contacts: [], links: [], halved: new Set(), halfIdTaken: [] };
  const idsOfTheExtract = new Set(contacts.map((contact) => contact.id));

  for (const contact of contacts) {
    const isTwo = contact.values['title'] != null && twoTitles(contact.values['title'], titles) !== null;
    const isTaken = idsOfTheExtract.has(secondHalfOf(contact.id));
    if (isTwo && isTaken) split.halfIdTaken.push(contact.id);
    if (isTwo && !isTaken) {
      split.halved.add(contact.id);
      split.contacts.push({ id: contact.id, values: half(contact.values, 0) });
      split.contacts.push({ id: secondHalfOf(contact.id), values: half(contact.values, 1), isSecondHalf: true });
    } else {
      split.contacts.push(contact);
    }
  }

  for (const link of links) {
    const [student, contact] = link.ends;
    if (split.halved.has(contact)) {
      split.links.push({ ...link, values: half(link.values, 0) });
      split.links.push({
        ...link,
        ends: [student, secondHalfOf(contact)],
        values: half(link.values, 1),
        isOfSecondHalf: true,
      });
    } else {
      split.links.push(link);
    }
  }
  return split;
}

const SHARE_OUT: Record<string, (text: string) => [string, string] | null> = {
  title: twoParts,
  forename: twoParts,
  surname: twoParts,
  relationship: twoParts,
  email: twoEmails,
  phone: twoPhones,
};

/** Each field by its own parts; what has not exactly two goes whole to both halves. */
function half(values: Values, which: 0 | 1): Values {
  const result: Values = {};
  for (const [name, value] of Object.entries(values)) {
    const parts = value === null ? null : (SHARE_OUT[name]?.(value) ?? null);
    result[name] = parts === null ? value : parts[which];
  }
  return result;
}
