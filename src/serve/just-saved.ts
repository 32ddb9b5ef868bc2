import type { Visit } from './route.js';
import { digestOf } from './session-token.js';

/** The name of the cookie that says it to the next page. */
export const justSavedCookie = 'saved';

/** Longer than the way from a form to its page, in milliseconds. */
export const justSavedEnds = 60 * 1000;

export interface JustSaved {
  /** Of how many records something was saved. */
  readonly records: number;
  /** When: `00:34`. */
  readonly at: string;
}

/**
 * What the browser keeps until the list is shown, which says it once. An address would say it to everybody who opens it.
 * @param list the address of the list
 */
export function keepJustSaved({ visitor }: Visit, list: string, { records, at }: JustSaved): string {
  return `${String(records)} ${at} ${whose(visitor.name, list)}`;
}

/** Null if nothing was just saved in that list by who looks at it. */
export function readJustSaved({ visitor, kept }: Visit, list: string): JustSaved | null {
  const [, records, at, by] = /^(\d{1,4}) (\d\d:\d\d) (\w+)$/.exec(kept(justSavedCookie) ?? '') ?? [];
  return by === whose(visitor.name, list) ? { records: Number(records), at } : null;
}

function whose(name: string | null, list: string): string {
  return digestOf(`saved in ${list} by ${name ?? ''}`).slice(0, 16);
}
