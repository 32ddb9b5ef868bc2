import { normalise } from './text.js';

/** What changes a text, as plain data: a pipeline goes from one thread to another. */
export type TextStep =
  TextWord | { readonly replace: ReadonlyMap<string, string> } | { readonly part: string } | { readonly take: number };

type Change = (text: string) => string;

interface TextFunction {
  readonly meaning: string;
  /** What it does, in a sentence. */
  readonly words: string;
  readonly change: Change;
}

const words = {
  lower: { meaning: 'Small letters.', words: 'in small letters', change: (text) => text.toLowerCase() },
  upper: { meaning: 'Capital letters.', words: 'in capital letters', change: (text) => text.toUpperCase() },
  trimEach: {
    meaning: 'A single space between words.',
    words: 'with single spaces between words',
    change: (text) => text.replace(/\p{White_Space}+/gu, ' '),
  },
} satisfies Readonly<Record<string, TextFunction>>;

export type TextWord = keyof typeof words;

/** The functions that need no more than their name. */
export const textWords: Readonly<Record<TextWord, TextFunction>> = words;

/**
 * What some steps make of a text, in time linear in its length. After each, the text is trimmed and NFC-normalised as
 * all text is; '' is a blank.
 */
export function textChange(steps: readonly TextStep[]): Change {
  const changes = steps.map(changeOf);
  return (text) => changes.reduce((changed, change) => normalise(change(changed)), text);
}

/** The same for the value of a field, where null is a blank. */
export function valueChange(steps: readonly TextStep[]): <V>(value: V) => V | string | null {
  if (steps.length === 0) return (value) => value;
  const change = textChange(steps);
  return (value) => (typeof value === 'string' ? change(value) || null : value);
}

function changeOf(step: TextStep): Change {
  if (typeof step === 'string') return textWords[step].change;
  if ('replace' in step) return replacing(step.replace);
  if ('part' in step) return (text) => partAfter(text, step.part);
  return (text) => charactersOf(text, step.take);
}

/** What follows the last separator; without one, all. */
function partAfter(text: string, separator: string): string {
  const last = text.lastIndexOf(separator);
  return last < 0 ? text : text.slice(last + separator.length);
}

/** In one pass, so nothing is replaced twice; where several fit, the longest. */
function replacing(pairs: ReadonlyMap<string, string>): Change {
  const byFirst = new Map<string, [old: string, becomes: string][]>();
  for (const pair of [...pairs].sort(([a], [b]) => b.length - a.length)) {
    const known = byFirst.get(pair[0].charAt(0));
    if (known === undefined) byFirst.set(pair[0].charAt(0), [pair]);
    else known.push(pair);
  }
  return (text) => {
    const pieces: string[] = [];
    let from = 0;
    for (let at = 0; at < text.length;) {
      const found = byFirst.get(text.charAt(at))?.find(([old]) => text.startsWith(old, at));
      if (found === undefined) at++;
      else {
        pieces.push(text.slice(from, at), found[1]);
        from = at += found[0].length;
      }
    }
    return from === 0 ? text : pieces.join('') + text.slice(from);
  };
}

/** The first characters, or if the count is negative the last. A character has one or two code units. */
function charactersOf(text: string, count: number): string {
  let at = count > 0 ? 0 : text.length;
  for (let left = Math.abs(count); left > 0 && at >= 0 && at <= text.length; left--) {
    if (count > 0) at += isPairAt(text, at) ? 2 : 1;
    else at -= isPairAt(text, at - 2) ? 2 : 1;
  }
  return count > 0 ? text.slice(0, at) : text.slice(Math.max(0, at));
}

function isPairAt(text: string, at: number): boolean {
  return (text.codePointAt(at) ?? 0) > 0xffff;
}
