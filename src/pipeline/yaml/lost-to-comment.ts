/** A `#` that takes away what was most likely meant as text. */
export interface LostToComment {
  /** Where the `#` is, and how long what it begins with is: `#text` of `#text } # of the name`. */
  readonly at: number;
  readonly length: number;
}

/** What is said of it. */
export const lostToComment = {
  message: 'This # begins a comment, because a space is before it: the rest of its line is not read.',
  hint: 'Text that begins with # needs quotes, as in "#text".',
};

const word = /^#[^\s,\]}]+/;

/**
 * The last `#text` within brackets that are not closed before a fault of syntax: a comment there takes away what closes
 * them, or the value of a key. Null if there is none. A comment that a person means has a space behind its `#`, or its line
 * for itself.
 * @param until where the fault is
 */
export function lostBefore(text: string, until: number): LostToComment | null {
  let last: LostToComment | null = null;
  let depth = 0;
  /** The last sign that is no space: only behind some of them do brackets and quotes begin anything. */
  let before = '\n';
  for (let at = 0; at < Math.min(until, text.length); at++) {
    const sign = text.charAt(at);
    if (sign === '#' && /\s/.test(text.charAt(at - 1) || '\n')) {
      const [lost] = word.exec(text.slice(at, at + 80)) ?? [];
      const isAlone = /^\s*$/.test(text.slice(text.lastIndexOf('\n', at) + 1, at));
      if (lost !== undefined && depth > 0 && !isAlone && beginsValue.test(before)) last = { at, length: lost.length };
      at = endOf(text, '\n', at) - 1;
    } else if ((sign === '"' || sign === "'") && beginsValue.test(before)) {
      at = endOfQuoted(text, sign, at);
      before = sign;
    } else {
      if (/[[{]/.test(sign) && (depth > 0 || beginsValue.test(before))) depth++;
      else if (/[\]}]/.test(sign) && depth > 0 && --depth === 0) last = null;
      if (sign === '\n' && depth === 0) before = sign;
      else if (!/\s/.test(sign)) before = sign;
    }
  }
  return last;
}

/** What stands before a value: a colon, a comma, a dash, a bracket, or nothing in its line. */
const beginsValue = /[:,\-[{\n]/;

function endOf(text: string, sign: string, from: number): number {
  const end = text.indexOf(sign, from);
  return end < 0 ? text.length : end;
}

function endOfQuoted(text: string, quote: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text.charAt(at) !== quote) at += quote === '"' && text.charAt(at) === '\\' ? 2 : 1;
  return at;
}

/** The same at a place where a value belongs and is none. */
export function lostAt(text: string, at: number): LostToComment | null {
  const [all = ''] = /^[ \t]*#\S+/.exec(text.slice(at, at + 200)) ?? [];
  const [lost] = word.exec(all.trimStart()) ?? [];
  return lost === undefined ? null : { at: at + all.length - all.trimStart().length, length: lost.length };
}
