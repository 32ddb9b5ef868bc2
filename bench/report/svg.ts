export const width = 720;
export const ink = '#333';
export const grid = '#ddd';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function text(x: number, y: number, words: string, attributes = ''): string {
  const escaped = words.replace(/[&<>"]/g, (character) => escapes[character]);
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${attributes}>${escaped}</text>`;
}

export function line(x1: number, y1: number, x2: number, y2: number): string {
  const points = [x1, y1, x2, y2].map((value) => value.toFixed(1));
  return `<line x1="${points[0]}" y1="${points[1]}" x2="${points[2]}" y2="${points[3]}" stroke="${grid}"/>`;
}

/** A whole picture, on white, so people can read it on dark pages too. */
export function svg(title: string, height: number, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="${ink}">
<title>${title}</title>
<rect width="${width}" height="${height}" fill="#fff"/>
${text(12, 22, title, 'font-size="14" font-weight="bold"')}
${parts.join('\n')}
</svg>
`;
}
