/** JSON as somebody might write it: numbers as literals, objects as pairs, so that a key may stand twice. */
export type Source = null | boolean | string | { literal: string } | Source[] | Pairs;

export class Pairs {
  constructor(readonly pairs: [key: string, value: Source][]) {}
}

/**
 * Writes the value in one of the many ways JSON allows: order of keys, white space, escapes. Style 0 is the plainest,
 * so that what fast-check shrinks to can be read.
 */
export function writeJson(value: Source, style: number): string {
  const random = style === 0 ? () => 1 : randomNumbers(style);

  function write(value: Source): string {
    if (typeof value === 'string') return writeString(value);
    if (value === null || typeof value === 'boolean') return String(value);
    if ('literal' in value) return value.literal;
    if (Array.isArray(value)) return `[${space()}${value.map(spaced).join(',')}]`;
    const members = shuffled(value.pairs).map(([key, of]) => `${space()}${writeString(key)}${space()}:${spaced(of)}`);
    return `{${space()}${members.join(',')}}`;
  }

  /** No line may begin with `{`: several that do make a file of one document per line (section 3). */
  function spaced(value: Source): string {
    const text = write(value);
    return space() + (text.startsWith('{') ? ' ' : '') + text + space();
  }

  function space(): string {
    if (random() > 0.2) return '';
    return [' ', '\n', '\t', '\r\n', '  ', '\n   '][Math.floor(random() * 6)];
  }

  function shuffled<T>(list: T[]): T[] {
    const result = [...list];
    if (random() < 0.5) {
      for (let i = result.length - 1; i > 0; i--) {
        const j = Math.floor(random() * (i + 1));
        [result[i], result[j]] = [result[j], result[i]];
      }
    }
    return result;
  }

  function writeString(text: string): string {
    const eager = random() < 0.1;
    return `"${[...text].map((character) => writeCharacter(character, eager)).join('')}"`;
  }

  /** A lone surrogate has no UTF-8 form and must be escaped; a pair is either written or escaped as two. */
  function writeCharacter(character: string, eager: boolean): string {
    const short = {
      '"': '\\"',
      '\\': '\\\\',
      '/': '\\/',
      '\b': '\\b',
      '\f': '\\f',
      '\n': '\\n',
      '\r': '\\r',
      '\t': '\\t',
    }[character];
    const mustEscape = /^[\0-\x1f"\\\p{Surrogate}]$/u.test(character);
    if (!mustEscape && !(eager && random() < 0.3)) return character;
    if (short !== undefined && random() > 0.3) return short;
    return Array.from({ length: character.length }, (_, i) => writeCodeUnit(character.charCodeAt(i))).join('');
  }

  function writeCodeUnit(unit: number): string {
    const digits = unit.toString(16).padStart(4, '0');
    return `\\u${random() < 0.5 ? digits.toUpperCase() : digits}`;
  }

  return write(value);
}

/** mulberry32: the same style always gives the same text. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
