/**
 * Our own words with text from outside (ids, names) in between. Each format shows the two in its own way, so nobody can
 * take text from outside for anything else.
 */
export interface Piece {
  readonly text: string;
  readonly outside: boolean;
}

export type Phrase = readonly Piece[];

/** A template: text put into it is from outside; numbers and phrases are not. */
export function phrase(words: readonly string[], ...values: readonly (string | number | Phrase)[]): Phrase {
  return words.flatMap((text, index) => {
    const value = values[index];
    const ours = text === '' ? [] : [{ text, outside: false }];
    if (value === undefined) return ours;
    if (typeof value === 'string') return [...ours, { text: value, outside: true }];
    return [...ours, ...(typeof value === 'number' ? plain(String(value)) : value)];
  });
}

/** Our own words, or those of the people who write the rules. */
export function plain(text: string): Phrase {
  return text === '' ? [] : [{ text, outside: false }];
}

export function listed(phrases: readonly Phrase[], between = ', '): Phrase {
  return phrases.flatMap((one, index) => (index === 0 ? one : [...plain(between), ...one]));
}
