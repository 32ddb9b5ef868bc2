import { unsearched } from '../../pipeline/text.js';

/** Where such characters are; there are none in between, nor behind. */
const spans = [
  [0x1, 0x1ffff],
  [0xe0100, 0xe01ef],
] as const;

let made: string | undefined;

/** `unsearched` for PostgreSQL, whose expressions know no properties of Unicode; made when it is first asked for. */
export function unsearchedClass(): string {
  return (made ??= `[${ranges()
    .map(([from, to]) => `${escaped(from)}-${escaped(to)}`)
    .join('')}]`);
}

function ranges(): [number, number][] {
  const found: [number, number][] = [];
  for (const [first, end] of spans)
    for (let code = first; code <= end; code++) {
      if (!unsearched.test(String.fromCodePoint(code))) continue;
      const last = found.at(-1);
      if (last?.[1] === code - 1) last[1] = code;
      else found.push([code, code]);
    }
  return found;
}

function escaped(code: number): string {
  return `\\U${code.toString(16).padStart(8, '0')}`;
}
