/** Longer ones, addresses say, are rarely two people's. */
const longest = 24;

/**
 * The texts of one document, each once: links name the same ids, and people share names, classes and titles, so that a
 * text for each time would be half of what is kept of a document.
 */
export class Texts {
  readonly #known = new Map<string, string>();

  /** The same text, as it was first given. */
  once(text: string): string {
    if (text.length > longest) return text;
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    this.#known.set(text, text);
    return text;
  }
}
