import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

const maps = new Map<string, SourceMap | null>();

/** @returns null for a file that was not compiled here */
function mapOf(path: string): SourceMap | null {
  const known = maps.get(path);
  if (known !== undefined) return known;
  let map: SourceMap | null = null;
  try {
    map = new SourceMap(JSON.parse(readFileSync(`${path}.map`, 'utf8')) as SourceMapPayload);
  } catch {
    // It is shown as it is.
  }
  maps.set(path, map);
  return map;
}

/** A text with the places of compiled files, `dist/NAME.js:LINE:COLUMN`, as those of what they were compiled from. */
export function withSources(text: string): string {
  return text.replace(
    /((?:file:\/\/)?[^\s()'"]*\bdist\/[^\s()'":]+\.js):(\d+):(\d+)/g,
    (all, file: string, line, column) => {
      const path = file.startsWith('file:') ? fileURLToPath(file) : resolve(file);
      const found = mapOf(path)?.findEntry(Number(line) - 1, Number(column) - 1);
      if (found === undefined || !('originalSource' in found)) return all;
      const source = relative('.', resolve(dirname(path), found.originalSource));
      return `${source}:${String(found.originalLine + 1)}:${String(found.originalColumn + 1)}`;
    },
  );
}

/**
 * What `spec` reports, with the places of sources. That costs a test nothing that passes; Node.js's own
 * `--enable-source-maps` reads the map of every module, which took a tenth of all that the tests take.
 */
export default async function* report(events: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const text of Readable.from(events).pipe(new spec())) yield withSources(String(text));
}
