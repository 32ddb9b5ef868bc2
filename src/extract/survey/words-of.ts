/** The words of a key in small letters: `PersonGUID` is person and guid, `first_name` first and name. */
export function wordsOf(key: string): string[] {
  return key
    .replace(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, ' ')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '');
}

/** `students` is `student`, `classes` is `class`. */
export function singular(word: string): string {
  if (/(?:ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  if (/ies$/.test(word)) return `${word.slice(0, -3)}y`;
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

/** The same word by word and without signs. */
export function foldedKey(key: string): string {
  return wordsOf(key).map(singular).join('');
}
