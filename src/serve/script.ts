import { readFileSync } from 'node:fs';

/** The optional script of the pages, as assets/ ships it. */
export function readScript(): string {
  return readFileSync(new URL('../../../assets/page.js', import.meta.url), 'utf8');
}
