import { readFileSync } from 'node:fs';

/** What the pages do in a browser beyond what they do without, as assets/ ships it. */
export function readScript(): string {
  return readFileSync(new URL('../../../assets/page.js', import.meta.url), 'utf8');
}
