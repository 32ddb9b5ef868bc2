/** Whether a character fits an atom of a pattern: a class, an escape, a letter. */
type Fits = (atom: string, character: string) => boolean;

/** Characters to try where a pattern does not name one. */
const usual = [...'aA0b1-/._@:zZ9éÉαЖ中٣_,;!?#&+*()[]{}"\'\\|^$~`<>=% \t\n'];
/** No text longer than this is made. */
const longest = 500;

const emptyWidth = /^(?:\\[bBAz]|[\^$])/;
const groupHead = /^\((?:\?(?:P?<\w+>|[imsU-]*:))?/;
const flags = /^\(\?[imsU-]+\)/;
const literalRun = /^\\Q(.*?)(?:\\E|$)/s;
const classAtom = /^\[\^?\]?(?:\[:\^?\w+:\]|\\[pP](?:\{\^?\w+\}|\w)|\\x\{[0-9a-fA-F]+\}|\\.|[^\]\\])*\]/su;
const escapeAtom = /^\\(?:[pP](?:\{\^?\w+\}|\w)|x\{[0-9a-fA-F]+\}|x[0-9a-fA-F]{2}|[0-7]{1,3}|.)/su;
const hex = /^\\x\{?([0-9a-fA-F]+)\}?$/;
const repeat = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})[?+]?/;

/**
 * Builds a text that a pattern of RE2 probably matches. It knows the structure of patterns and asks `fits` of
 * everything else, so whoever calls it has to try the text.
 * @param least how often to repeat what may be left out
 * @returns null if it finds none
 */
export function exampleIn(pattern: string, least: number, fits: Fits): string | null {
  try {
    return new Reader(pattern, least, fits).whole();
  } catch (error) {
    if (error instanceof NoExample) return null;
    throw error;
  }
}

class NoExample extends Error {}

class Reader {
  #rest: string;

  constructor(
    pattern: string,
    private readonly least: number,
    private readonly fits: Fits,
  ) {
    this.#rest = pattern;
  }

  whole(): string {
    const text = this.#alternatives();
    if (this.#rest !== '') throw new NoExample();
    return text;
  }

  /** The first that gives something, or nothing at all if all may be empty. */
  #alternatives(): string {
    const found = [this.#sequence()];
    while (this.#take(/^\|/) !== null) found.push(this.#sequence());
    return found.find((text) => text !== '') ?? '';
  }

  #sequence(): string {
    let text = '';
    while (this.#rest !== '' && !/^[|)]/.test(this.#rest)) {
      text += this.#repeated(this.#atom());
      if (text.length > longest) throw new NoExample();
    }
    return text;
  }

  #repeated(text: string): string {
    const found = this.#take(repeat);
    if (found === null) return text;
    const [written = '', count] = found;
    const times = written.startsWith('+') ? 1 : count === undefined ? this.least : Math.max(Number(count), this.least);
    if (text.length * times > longest) throw new NoExample();
    return text.repeat(times);
  }

  #atom(): string {
    if (this.#take(emptyWidth) !== null || this.#take(flags) !== null) return '';
    const literal = this.#take(literalRun);
    if (literal !== null) return literal[1] ?? '';
    if (this.#take(groupHead) !== null) {
      const inner = this.#alternatives();
      if (this.#take(/^\)/) === null) throw new NoExample();
      return inner;
    }
    const found = this.#take(classAtom) ?? this.#take(escapeAtom) ?? this.#take(/^./su);
    const [atom = ''] = found ?? [];
    const code = hex.exec(atom)?.[1];
    if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
    // A class may name only characters that are not among the usual ones.
    const character = [...usual, ...atom].find((one) => this.fits(`(?s:${atom})`, one));
    if (character === undefined) throw new NoExample();
    return character;
  }

  #take(what: RegExp): RegExpExecArray | null {
    const found = what.exec(this.#rest);
    if (found !== null) this.#rest = this.#rest.slice(found[0].length);
    return found;
  }
}
