import { createRequire } from 'node:module';
import type { RE2JS as Engine } from 're2js';
import type { Fault } from '../vocabulary/fault.js';
import { exampleIn } from './pattern-examples.js';
import { normalise } from './text.js';

type Pattern = ReturnType<typeof Engine.compile>;

const require = createRequire(import.meta.url);
const compiled = new Map<string, Pattern>();

/** Loads when there is a pattern, because that takes as long as a small command. */
function patternEngine(): typeof Engine {
  return (require('re2js') as { readonly RE2JS: typeof Engine }).RE2JS;
}

/**
 * A pattern in the syntax of RE2, which takes time linear in the text, whatever the pattern. Each is compiled once; they
 * all come from the configuration.
 * @throws Error that says in RE2's words what is wrong with it
 */
function patternOf(pattern: string, ignoreCase: boolean): Pattern {
  const key = `${ignoreCase ? 'i' : 'c'}${pattern}`;
  let known = compiled.get(key);
  if (known === undefined) {
    const engine = patternEngine();
    known = engine.compile(pattern, ignoreCase ? engine.CASE_INSENSITIVE : 0);
    compiled.set(key, known);
  }
  return known;
}

/** Whether all of a text is as a pattern says. */
export function matchesPattern(text: string, pattern: string, ignoreCase: boolean): boolean {
  return patternOf(pattern, ignoreCase).matches(text);
}

export function faultOfPattern(pattern: string): Fault | null {
  // That the package is missing is no fault of the pattern.
  patternEngine();
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
