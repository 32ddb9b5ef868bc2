import type { Row } from './spoil.js';

/** The field that a night's typing changes, by section: it is kept and decides nothing. */
const edits: Readonly<Record<string, string>> = {
  Students: 'Surname',
  Contacts: 'Surname',
  ContactLinks: 'Relationship',
  Staff: 'Surname',
  Classes: 'ClassDescription',
  Groups: 'GroupDescription',
};

/**
 * The same extract the night after.
 * @param share of the sections' entries that differ, from 0 to 1, evenly spread
 */
export function editSchool(text: string, share: number): string {
  const school = JSON.parse(text) as Record<string, unknown>;
  for (const [section, field] of Object.entries(edits)) {
    (school[section] as Row[]).forEach((row, at) => {
      const isChosen = Math.floor((at + 1) * share) > Math.floor(at * share);
      const value = row[field];
      if (isChosen && typeof value === 'string' && value.trim() !== '') row[field] = `${value}-Lim`;
    });
  }
  return JSON.stringify({ ...school, ExtractedAt: '2026-11-21T02:00:00Z' });
}
