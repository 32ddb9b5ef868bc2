/** Longer ones, addresses say, are rarely two people's. */
const longest = 24;
const places = 4096;

/**
 * The texts of one document, each once as far as that is cheap: links name the same ids, and people share names, classes
 * and titles, so that a text for each time would be half of what is kept of a document.
 */
export class Texts {
  readonly #ids = new Map<string, string>();
  /** One for each place, the one that was looked at last. */
  readonly #recent = new Array<string>(places).fill('');

  /** The same id, as it was first given. */
  id(id: string): string {
    const known = this.#ids.get(id);
    if (known !== undefined) return known;
    this.#ids.set(id, id);
    return id;
  }

  /** The same text, perhaps as it was given before. */
  text(text: string): string {
    const { length } = text;
    if (length === 0 || length > longest) return text;
    const middle = text.charCodeAt(length >> 1);
    const place = (text.charCodeAt(0) + 31 * middle + 961 * text.charCodeAt(length - 1) + length) % places;
    if (this.#recent[place] === text) return this.#recent[place];
    this.#recent[place] = text;
    return text;
  }
}
