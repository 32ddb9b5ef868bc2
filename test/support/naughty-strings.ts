import { createRequire } from 'node:module';
import { isFull } from './numbers.js';

const bigList = createRequire(import.meta.url)('big-list-of-naughty-strings') as string[];

/** The Big List of Naughty Strings, where numbers are few every sixteenth of it, and a few that our own formats would stumble over. */
export const naughtyStrings: readonly string[] = [
  ...bigList.filter((_, at) => isFull || at % 16 === 0),
  'a | b',
  'a \\| b',
  'ends with \\',
  '`',
  '``a`b```',
  '` a `',
  '| --- |',
  '# heading',
  '- item',
  '12. item',
  '<!-- ',
  ']]>',
  '&amp;',
  '&#60;',
  '[a](javascript:alert(1))',
  '![a](https://example.org/a.png)',
  'www.example.org',
  'https://example.org',
  'someone@example.org',
  '@someone',
  '$a$',
  '~~a~~',
  'two\nlines',
  'two\r\n\r\n# paragraphs',
  'a\u202eb',
  'a\u2066b',
  'a\u0007b\u001b[31m',
  'a\u0085b',
  'a\ufffeb',
  'a\ud800b',
  'a\u0000b',
  '\u{1f468}\u200d\u{1f467}',
  '__proto__',
  'constructor',
];
