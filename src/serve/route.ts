import type { Readable } from 'node:stream';
import type { VNode } from 'preact';
import type { Database } from '../load/database.js';
import type { Configuration } from '../pipeline/configuration.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import type { LookUps } from './look-ups.js';
import type { Throttle } from './throttle.js';
import type { Needs, Visitor } from './visitor.js';

/** What the pages are made from. */
export interface Served {
  readonly db: Database;
  readonly configuration: Configuration;
  readonly now: () => Date;
  /** Where the extracts themselves are given: what they say of who does not come through. */
  readonly lookUps?: LookUps;
  /** The hosts by which the pages are asked for: whoever leads a browser here by another name is refused. */
  readonly hosts: readonly string[];
  /** Those of them that browsers ask for by https. */
  readonly secureHosts?: readonly string[];
  /** Whether others than who is at this machine may reach the pages: then nobody sees one without signing in. */
  readonly mustSignIn?: boolean;
  /** The address of the proxy that is believed where it says for whom it asks. */
  readonly proxy?: string;
  /** Is told why a page could not be made, for whoever runs the program. */
  readonly complain?: (line: string) => void;
}

/**
 * One address, or one form. Who may ask for it is decided before it answers: a visitor without the role is refused, and
 * for one who does not see the school in its path (`:school`) there is no such page.
 */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: `/${string}`;
  readonly needs: Needs;
  /** Whether it tells of all schools, so that only who sees all of them may ask for it. */
  readonly ofAllSchools?: true;
  /** @returns null where there is no such page */
  readonly answer: (visit: Visit) => Promise<Answer | null>;
}

/** One request for a route. */
export interface Visit extends Served {
  readonly pipeline: Pipeline;
  readonly visitor: Visitor;
  /** The digest of the session's token; null where nobody is signed in. */
  readonly session: string | null;
  readonly throttle: Throttle;
  /** Of the browser, or of the proxy that none is believed for. */
  readonly address: string;
  /** Of the path, by name. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** What a form sent; its token has been looked at. */
  readonly form: Readonly<Record<string, unknown>>;
  /** What a form of the page has to send along. */
  readonly token: () => string;
  /** Says what the visitor does to the audit, where it stands before the answer is sent; also within a transaction. */
  readonly note: (entry: Noted) => Promise<void>;
}

/** One thing that a visitor does: never a value that is personal, only ids and names of fields. */
export interface Noted {
  /** A word of a fixed few: `export`, `edit`, `release`… */
  readonly what: string;
  readonly school?: string;
  readonly kind?: string;
  readonly recordId?: string;
  readonly detail?: string;
  /** An id of its own, where another table has it too; in the form of `newRunId` or `newEditId`. */
  readonly id?: string;
}

export type Answer =
  | {
      readonly page: VNode;
      /** 200 where it is left out. */
      readonly status?: number;
      /** In seconds: when it is worth asking again. */
      readonly retryAfter?: number;
    }
  /** Where a form leads when it is done; with the token of the session that begins then, or null where one ends. */
  | { readonly to: string; readonly session?: string | null }
  | { readonly download: Readable; readonly name: string; readonly type: string };
