import { forShell } from '../../pipeline/text/for-shell.js';

/**
 * A command that a person can paste. It is made where it is printed: only there are the options of this call known.
 * @param words its arguments; if one begins with `-`, the options come before them
 * @param options quoted for a shell, each with a space before it
 */
export function commandLine(name: string, words: readonly string[], options: string): string {
  const all = words.map((word) => ` ${forShell(word)}`).join('');
  const isPlain = !words.some((word) => word.startsWith('-'));
  return `npx pullthrough ${name}${isPlain ? `${all}${options}` : `${options} --${all}`}`;
}
