import { forShell } from '../../pipeline/text/for-shell.js';

/**
 * A command as a person can paste it, made where it is printed: only there one knows with which options this one was called.
 * @param words its arguments; where one begins with `-`, the options stand before them
 * @param options quoted for a shell, each with a space before it
 */
export function commandLine(name: string, words: readonly string[], options: string): string {
  const all = words.map((word) => ` ${forShell(word)}`).join('');
  const isPlain = !words.some((word) => word.startsWith('-'));
  return `npx pullthrough ${name}${isPlain ? `${all}${options}` : `${options} --${all}`}`;
}
