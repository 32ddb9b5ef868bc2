import type { Kept, Visit } from './route.js';

const cookie = 'columns';

/** Browsers keep about 4,000 bytes of one; what would be longer is not kept. */
const longest = 3500;

/** Which columns of its list a person does not want to see, by name, and what the browser is to keep of that. */
export interface HiddenColumns {
  readonly hidden: ReadonlySet<string>;
  readonly keep: Kept | null;
}

/**
 * What the address chooses (`columns`, once for each), otherwise what was chosen before.
 * @param columns all that can be chosen, by name
 */
export function readHidden({ query, kept }: Visit, kind: string, columns: readonly string[]): HiddenColumns {
  const before = parsed(kept(cookie));
  const asked = query.texts('columns');
  if (asked === null) return { hidden: new Set(before.get(kind) ?? []), keep: null };
  const chosen = new Set(asked);
  if (asked.some((name) => name !== '' && !columns.includes(name))) query.refuse('columns');
  const hidden = columns.filter((name) => !chosen.has(name));
  if (hidden.length === 0) before.delete(kind);
  else before.set(kind, hidden);
  const value = JSON.stringify(Object.fromEntries(before));
  return { hidden: new Set(hidden), keep: value.length > longest ? null : { name: cookie, value } };
}

/** Whatever is no choice of columns is none: a browser may send anything. */
function parsed(value: string | undefined): Map<string, string[]> {
  try {
    const read: unknown = JSON.parse(value ?? '{}');
    if (typeof read !== 'object' || read === null) return new Map();
    return new Map(
      Object.entries(read).map(([kind, names]) => [kind, [names].flat().filter((name) => typeof name === 'string')]),
    );
  } catch {
    return new Map();
  }
}
