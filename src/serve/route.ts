import type { Readable } from 'node:stream';
import type { VNode } from 'preact';
import type { Database } from '../load/database.js';
import type { Configuration } from '../pipeline/configuration.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import type { LookUps } from './look-ups.js';
import type { Role, Visitor } from './visitor.js';

/** What the pages are made from. */
export interface Served {
  readonly db: Database;
  readonly configuration: Configuration;
  readonly now: () => Date;
  /** Where the extracts themselves are given: what they say of who does not come through. */
  readonly lookUps?: LookUps;
  /** The hosts by which the pages are asked for: whoever leads a browser here by another name is refused. */
  readonly hosts: readonly string[];
}

/**
 * One address, or one form. Who may ask for it is decided before it answers: a visitor without the role is refused, and
 * for one who does not see the school in its path (`:school`) there is no such page.
 */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: `/${string}`;
  readonly needs: Role;
  /** @returns null where there is no such page */
  readonly answer: (visit: Visit) => Promise<Answer | null>;
}

/** One request for a route. */
export interface Visit extends Served {
  readonly pipeline: Pipeline;
  readonly visitor: Visitor;
  /** Of the path, by name. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** What a form sent; its token has been looked at. */
  readonly form: Readonly<Record<string, unknown>>;
  /** What a form of the page has to send along. */
  readonly token: () => string;
  /** Writes down who did what: ids and words of ours, never what is known of a person. */
  readonly note?: (entry: {
    what: string;
    school?: string;
    kind?: string;
    recordId?: string;
    detail?: string;
    id?: string;
  }) => Promise<void>;
}

export type Answer =
  | { readonly page: VNode }
  /** Where a form leads when it is done. */
  | { readonly to: string }
  | { readonly download: Readable; readonly name: string; readonly type: string };
