import { keyMap, usually, type MapValues } from './keys/key-map.js';
import { named } from './keys/yaml-type.js';
import { count } from './keys/types.js';

/** No school's extract needs more than this. One with more would take from the other schools or from the machine. */
export const limitKeys = keyMap({
  depth: usually(count(1), 100, 'How many lists and objects may stand inside one another.'),
  bytes: usually(count(1), 4_000_000_000, 'How many bytes a document may have, decompressed.'),
  // Counted in UTF-16 code units of one text, as are the other limits of what is read alone.
  characters: usually(count(1), 1_000_000, 'How many characters a text that is read may have.'),
  sectionEntries: usually(count(1), 2_000_000, 'How many entries a section may have.'),
  listEntries: usually(count(1), 100_000, 'How many entries a list within a record may have.'),
  findings: usually(
    count(1),
    200_000,
    'How many findings of a school are kept; one more says how many there were beyond them.',
  ),
});

export type Limits = MapValues<typeof limitKeys.keys>;

export const limits = named('limits', 'Limits', 'Beyond what a document is no extract of a school.', limitKeys);
