/** The most common cause of each fault, by YAML's own words for it. The first that fits counts. */
const causes: readonly (readonly [message: RegExp, hint: string])[] = [
  [/Missing closing/, 'A quote opened further up is not closed.'],
  [/Nested mappings are not allowed/, 'Is it indented like its neighbours? Text with ": " in it needs quotes.'],
  [/All mapping items must start at the same column|bad indentation/i, 'Is it indented like its neighbours?'],
  [
    /Unexpected scalar at node end/,
    'Is it indented like its neighbours, with spaces and no tab? A quote within quotes is doubled.',
  ],
  [/Implicit keys need|Implicit map keys need/, 'A space belongs after the colon, and one key on a line.'],
  [/Map keys must be unique/, 'The key is there twice, or a "- " is missing before it.'],
  [/Source contains multiple documents/, 'A file has one document: remove the line ---.'],
  [/reserved character/, 'Text that begins with @ or ` needs quotes, as in "@RefId".'],
  [/Flow (map|sequence)|Expected flow/, 'Is a bracket or a comma missing?'],
];

/** Words for a fault of syntax, and a hint at what to look for; null if there is none. */
export function faultInWords(message: string): { message: string; hint: string | null } {
  const [, hint = null] = causes.find(([pattern]) => pattern.test(message)) ?? [];
  // The parser's advice is for programmers, and does not help the person who writes the file.
  return { message: message.replace(/; please use .*$/s, '.'), hint };
}
