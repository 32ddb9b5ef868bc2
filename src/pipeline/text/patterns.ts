import { createRequire } from 'node:module';
import type { RE2JS as Engine } from 're2js';
import type { Fault } from '../vocabulary/fault.js';
import { exampleIn } from './pattern-examples.js';
import { normalise } from './text.js';

type Pattern = ReturnType<typeof Engine.compile>;

const require = createRequire(import.meta.url);
const compiled = new Map<string, Pattern>();

/**
 * A pattern in the syntax of RE2, which takes time linear in the text, whatever the pattern. Each is compiled once; they
 * all come from the configuration. The package loads when there is one, because that takes as long as a small command.
 * @throws Error that says in RE2's words what is wrong with it
 */
function patternOf(pattern: string, ignoreCase: boolean): Pattern {
  const key = `${ignoreCase ? 'i' : 'c'}${pattern}`;
  let known = compiled.get(key);
  if (known === undefined) {
    const { RE2JS } = require('re2js') as { readonly RE2JS: typeof Engine };
    known = RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    compiled.set(key, known);
  }
  return known;
}

/** Whether all of a text is as a pattern says. */
export function matchesPattern(text: string, pattern: string, ignoreCase: boolean): boolean {
  return patternOf(pattern, ignoreCase).matches(text);
}

export function faultOfPattern(pattern: string): Fault | null {
  try {
    patternOf(pattern, false);
    return null;
  } catch (error) {
    const reason = (error as Error).message.replace(/^error parsing regexp: /, '');
    return {
      message: `This is no pattern: ${reason}.`,
      hint: 'Patterns have the syntax of RE2 (docs/rules.md#patterns).',
    };
  }
}

/** Texts, as data has them, that match a pattern; null if none is found. */
export function examplesOf(pattern: string): string[] | null {
  const found = [0, 1].flatMap((least) => {
    const text = exampleIn(pattern, least, (atom, character) => matchesPattern(character, atom, false));
    return text !== null && text !== '' && text === normalise(text) && matchesPattern(text, pattern, false)
      ? [text]
      : [];
  });
  return found.length === 0 ? null : [...new Set(found)];
}
