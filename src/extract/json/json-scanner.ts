/** What may come next, in words for the person who looks at that place. */
const expectations = {
  value: 'a value should be here',
  'value or end': 'a value or ] should be here',
  key: 'a key in double quotes should be here',
  'key or end': 'a key in double quotes or } should be here',
  colon: 'a : should be here',
  'next in object': 'a , or } should be here',
  'next in array': 'a , or ] should be here',
  'end of text': 'the document has ended before this',
  string: 'a control character in a string is not escaped',
  escape: 'a \\ comes before something that it does not escape',
  hex: 'a \\u comes before something that is not four hexadecimal digits',
  digit: 'a digit should be here',
  word: 'a word that is not true, false or null',
  zero: 'a number cannot begin with 0',
} as const;

type Expecting = keyof typeof expectations;
type NumberState = 'minus' | 'zero' | 'integer' | 'point' | 'fraction' | 'e' | 'sign' | 'exponent';

const byte = (character: string): number => character.charCodeAt(0);
const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket, colon, comma] = [...'"\\{}[]:,'].map(byte);
const [minus, plus, point, zero] = [...'-+.0'].map(byte);
const words: Readonly<Record<number, string>> = { [byte('t')]: 'rue', [byte('f')]: 'alse', [byte('n')]: 'ull' };
const escapes = new Set([...'"\\/bfnrtu'].map(byte));

/**
 * Finds the first byte at which a text stops being JSON (RFC 8259), wherever the pieces it comes in begin. The parser
 * knows that a text is broken, but may notice it some bytes later; this looks only at texts known to be broken.
 */
export class JsonScanner {
  #expecting: Expecting = 'value';
  readonly #open: number[] = [];
  #inString = false;
  #isKey = false;
  #escape: 'none' | 'begun' | number = 'none';
  #word = '';
  #number: NumberState | null = null;

  /** Whether one whole value has come. */
  get isWhole(): boolean {
    return this.#expecting === 'end of text';
  }

  /** @returns the index of the first byte that cannot be there, and what is wrong with it; null if all can */
  feed(bytes: Uint8Array): { readonly index: number; readonly message: string } | null {
    for (let index = 0; index < bytes.length; index++) {
      const fault = this.#take(bytes[index]);
      if (fault !== null) return { index, message: expectations[fault] };
    }
    return null;
  }

  #take(next: number): Expecting | null {
    if (this.#inString) return this.#inText(next);
    if (this.#word !== '') return this.#inWord(next);
    if (this.#number !== null) {
      const state = numberAfter(this.#number, next);
      if (state === 'fault') return this.#number === 'zero' ? 'zero' : 'digit';
      this.#number = state;
      if (state !== null) return null;
      this.#afterValue();
    }
    if (next === 0x20 || next === 0x09 || next === 0x0a || next === 0x0d) return null;
    return this.#between(next);
  }

  #inText(next: number): Expecting | null {
    if (this.#escape === 'begun') {
      if (!escapes.has(next)) return 'escape';
      this.#escape = next === byte('u') ? 4 : 'none';
    } else if (this.#escape !== 'none') {
      if (!/[0-9a-fA-F]/.test(String.fromCharCode(next))) return 'hex';
      this.#escape = this.#escape === 1 ? 'none' : this.#escape - 1;
    } else if (next === backslash) {
      this.#escape = 'begun';
    } else if (next === quote) {
      this.#inString = false;
      if (this.#isKey) this.#expecting = 'colon';
      else this.#afterValue();
    } else if (next < 0x20) {
      return 'string';
    }
    return null;
  }

  #inWord(next: number): Expecting | null {
    if (next !== byte(this.#word)) return 'word';
    this.#word = this.#word.slice(1);
    if (this.#word === '') this.#afterValue();
    return null;
  }

  #between(next: number): Expecting | null {
    const expecting = this.#expecting;
    if (expecting === 'key' || expecting === 'key or end') {
      if (next === quote) return this.#beginString(true);
      return next === closeBrace && expecting === 'key or end' ? this.#close() : expecting;
    }
    if (expecting === 'colon') {
      this.#expecting = 'value';
      return next === colon ? null : expecting;
    }
    if (expecting === 'next in object' || expecting === 'next in array') {
      const inObject = expecting === 'next in object';
      if (next === (inObject ? closeBrace : closeBracket)) return this.#close();
      this.#expecting = inObject ? 'key' : 'value';
      return next === comma ? null : expecting;
    }
    if (expecting === 'end of text') return expecting;
    return next === closeBracket && expecting === 'value or end' ? this.#close() : this.#beginValue(next);
  }

  #beginValue(next: number): Expecting | null {
    if (next === quote) return this.#beginString(false);
    if (next === openBrace || next === openBracket) {
      this.#open.push(next);
      this.#expecting = next === openBrace ? 'key or end' : 'value or end';
      return null;
    }
    this.#word = words[next] ?? '';
    if (this.#word !== '') return null;
    if (next === minus) this.#number = 'minus';
    else if (next === zero) this.#number = 'zero';
    else if (isDigit(next)) this.#number = 'integer';
    else return this.#expecting;
    return null;
  }

  #beginString(isKey: boolean): null {
    this.#inString = true;
    this.#isKey = isKey;
    return null;
  }

  #close(): null {
    this.#open.pop();
    this.#afterValue();
    return null;
  }

  #afterValue(): void {
    const around = this.#open.at(-1);
    if (around === undefined) this.#expecting = 'end of text';
    else this.#expecting = around === openBrace ? 'next in object' : 'next in array';
  }
}

function isDigit(next: number): boolean {
  return next >= 0x30 && next <= 0x39;
}

/** The state of a number after one more byte; null if the number has ended before it. */
function numberAfter(state: NumberState, next: number): NumberState | 'fault' | null {
  const isExponent = next === byte('e') || next === byte('E');
  switch (state) {
    case 'minus':
      return next === zero ? 'zero' : isDigit(next) ? 'integer' : 'fault';
    case 'zero':
    case 'integer':
      if (isDigit(next)) return state === 'zero' ? 'fault' : 'integer';
      return next === point ? 'point' : isExponent ? 'e' : null;
    case 'point':
      return isDigit(next) ? 'fraction' : 'fault';
    case 'fraction':
      return isDigit(next) ? 'fraction' : isExponent ? 'e' : null;
    case 'e':
      return isDigit(next) ? 'exponent' : next === plus || next === minus ? 'sign' : 'fault';
    case 'sign':
    case 'exponent':
      return isDigit(next) ? 'exponent' : state === 'sign' ? 'fault' : null;
  }
}
