import type { NextPage } from '../pipeline/source/source-list.js';
import type { Headers } from './client.js';

/** What is known of a page when the next is looked for. */
export interface SeenPage {
  /** Where it was, after redirects. */
  readonly url: URL;
  readonly headers: Headers;
  /** What it has at the path of `next` or `cursor`. */
  readonly said: string | boolean | null | undefined;
  readonly entries: number;
  /** From 1. */
  readonly number: number;
  /** Of all pages until now. */
  readonly entriesSoFar: number;
  /** Null if no page says it. */
  readonly total: number | null;
}

/**
 * Where the next page is; null after the last.
 * @param start where the first page is
 * @throws TypeError if what it says is no URL
 */
export function nextPage(next: NextPage, start: URL, page: SeenPage): URL | null {
  switch (next.by) {
    case 'next':
      return isNothing(page.said) ? null : new URL(asText(page.said), page.url);
    case 'link': {
      const link = linkNamed('next', page.headers.link);
      return link === null ? null : new URL(link, page.url);
    }
    case 'cursor':
      return isNothing(page.said) ? null : withParameter(start, next.as, asText(page.said));
    case 'number':
      return isLast(page) ? null : withParameter(start, next.as, String(next.from + page.number));
    case 'offset':
      return isLast(page) ? null : withParameter(start, next.as, String(next.from + page.entriesSoFar));
  }
}

/** Where the first page is. */
export function firstPage(next: NextPage, start: URL): URL {
  return next.by === 'number' || next.by === 'offset' ? withParameter(start, next.as, String(next.from)) : start;
}

/** A page that has fewer entries than others need not be the last. */
function isLast({ entries, entriesSoFar, total }: SeenPage): boolean {
  return entries === 0 || (total !== null && entriesSoFar >= total);
}

function isNothing(said: SeenPage['said']): said is null | undefined | false | '' {
  return said === undefined || said === null || said === false || said === '';
}

function asText(said: string | boolean): string {
  if (typeof said === 'string') return said;
  throw new TypeError('a yes or no leads nowhere');
}

function withParameter(url: URL, name: string, value: string): URL {
  const next = new URL(url);
  next.searchParams.set(name, value);
  return next;
}

/** The target of a relation in the header `Link` (RFC 8288). */
export function linkNamed(relation: string, header: string | string[] | undefined): string | null {
  const text = typeof header === 'string' || header === undefined ? (header ?? '') : header.join(', ');
  for (const [, target = '', parameters = ''] of text.matchAll(/<([^<>]*)>([^<]*)/g)) {
    const rel = /;[ \t]*rel=(?:"([^"]*)"|([^\s;,"]+))/i.exec(parameters);
    const relations = (rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(' ');
    if (relations.includes(relation)) return target;
  }
  return null;
}
