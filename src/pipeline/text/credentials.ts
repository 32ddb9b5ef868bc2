const scheme = /[a-z]:(?=\S)\/*|\/\//i;
const lineEnds = /([\n\r\u2028\u2029])/;

/**
 * A text without the user and password of any URL in it, however misspelt: it drops what a line has between the scheme,
 * or `//`, and the last `@`.
 */
export function withoutCredentials(text: string): string {
  if (!text.includes('@')) return text;
  return text.split(lineEnds).map(lineWithout).join('');
}

function lineWithout(line: string): string {
  const last = line.lastIndexOf('@');
  const found = last < 0 ? null : scheme.exec(line);
  if (found === null) return line;
  const end = found.index + found[0].length;
  return end > last ? line : `${line.slice(0, end)}…${line.slice(last)}`;
}
