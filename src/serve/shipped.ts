import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A file of `assets` as browsers get it: another content has another address, so a browser may keep it for long. */
export interface Shipped {
  readonly path: string;
  readonly type: string;
  readonly text: string;
}

/** Read when the first page is made. */
const read = new Map<string, Shipped>();

/** The styles of the pages. */
export function shippedStyles(): Shipped {
  return shipped('pages', 'css', 'text/css; charset=utf-8');
}

/** The optional script of the pages. */
export function shippedScript(): Shipped {
  return shipped('page', 'js', 'text/javascript; charset=utf-8');
}

function shipped(name: string, ending: string, type: string): Shipped {
  const known = read.get(name);
  if (known !== undefined) return known;
  const text = readFileSync(new URL(`../../../assets/${name}.${ending}`, import.meta.url), 'utf8');
  const version = createHash('sha256').update(text).digest('hex').slice(0, 12);
  const file = { path: `/${name}.${version}.${ending}`, type, text };
  read.set(name, file);
  return file;
}
