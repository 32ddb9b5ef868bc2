/** A JSON value with nothing lost: numbers keep their literal, and a Map can hold a key such as `__proto__`. */
export type Json = null | boolean | string | { number: string } | Json[] | Map<string, Json>;

/** Parses a valid document; of a key that stands twice in one object the last value counts (section 3). */
export function parseJson(text: string): Json {
  let at = 0;

  function skipSpace(): void {
    while (at < text.length && ' \t\n\r'.includes(text[at])) at++;
  }

  function value(): Json {
    skipSpace();
    if (text[at] === '{') return object();
    if (text[at] === '[') return array();
    if (text[at] === '"') return string();
    for (const [word, meaning] of [
      ['null', null],
      ['true', true],
      ['false', false],
    ] as const) {
      if (text.startsWith(word, at)) {
        at += word.length;
        return meaning;
      }
    }
    return number();
  }

  function object(): Json {
    const result = new Map<string, Json>();
    at++;
    skipSpace();
    while (text[at] !== '}') {
      skipSpace();
      const key = string();
      skipSpace();
      at++;
      result.set(key, value());
      skipSpace();
      if (text[at] === ',') at++;
    }
    at++;
    return result;
  }

  function array(): Json {
    const result: Json[] = [];
    at++;
    skipSpace();
    while (text[at] !== ']') {
      result.push(value());
      skipSpace();
      if (text[at] === ',') at++;
    }
    at++;
    return result;
  }

  function string(): string {
    let result = '';
    at++;
    while (text[at] !== '"') {
      if (text[at] === '\\') {
        result += escape();
      } else {
        result += text[at];
        at++;
      }
    }
    at++;
    return result;
  }

  function escape(): string {
    const letter = text[at + 1];
    at += 2;
    if (letter !== 'u') return { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }[letter] ?? letter;
    at += 4;
    return String.fromCharCode(parseInt(text.slice(at - 4, at), 16));
  }

  function number(): Json {
    const start = at;
    while (at < text.length && '+-.0123456789eE'.includes(text[at])) at++;
    if (at === start) throw new Error(`not JSON at character ${at}`);
    return { number: text.slice(start, at) };
  }

  return value();
}
