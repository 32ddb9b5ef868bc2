import type { Readable } from 'node:stream';
import type { VNode } from 'preact';
import type { Database } from '../load/database.js';
import type { Configuration } from '../pipeline/configuration.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import type { AnsweredRequest } from '../operations/metrics.js';
import type { LookUps } from './look-ups.js';
import type { Providers } from './openid.js';
import type { Current, HowOld } from './rereading.js';
import type { SecondFactor } from './second-factor.js';
import type { Query } from './requests.js';
import type { Throttle } from './throttle.js';
import type { SentForm, Unsaved } from './unsaved-forms.js';
import type { Needs, Visitor } from './visitor.js';

/** What the pages need. */
export interface Served {
  readonly db: Database;
  /** As it was read at the start. */
  readonly configuration: Configuration;
  /** That of now, asked for once for each request; without it, the one of the start is. */
  readonly current?: () => Current;
  readonly now: () => Date;
  /** What the extracts say of those who do not come through, if extracts are given. */
  readonly lookUps?: LookUps;
  /** The host names of the pages: a browser that comes by another name is refused. */
  readonly hosts: readonly string[];
  /** Those host names that browsers ask for by https. */
  readonly secureHosts?: readonly string[];
  /** Whether people on other machines may reach the pages: then nobody sees one without signing in. */
  readonly mustSignIn?: boolean;
  /** The address of the proxy that is believed when it says for whom it asks. */
  readonly proxy?: string;
  /** For the codes that `serve.secondFactor` of the pipeline asks for. */
  readonly secondFactor?: SecondFactor;
  /** Who else signs people in, if `serve.signIn` of the pipeline names somebody. */
  readonly providers?: Providers;
  /** Hears why a page could not be made, for the person who runs the program. */
  readonly complain?: (line: string) => void;
  /** Hears of each request that was answered, for those who watch. */
  readonly answered?: (request: AnsweredRequest) => void;
}

/** The same by the configuration that a request is answered with, whatever changes meanwhile. */
export interface ServedNow extends Served {
  /** When the configuration was read, and why it is not that of now. */
  readonly howOld: HowOld;
}

/**
 * One address, or one form. Access is decided before it answers: a visitor without the role is refused, and a visitor
 * who does not see the school in its path (`:school`) gets no such page.
 */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: `/${string}`;
  readonly needs: Needs;
  /** Whether it is about all schools, so only people who see all of them may ask for it. */
  readonly ofAllSchools?: true;
  /** What its form would have done: sent after the session ended, that comes back to who sent it. Null if nothing. */
  readonly unsaved?: (sent: SentForm) => Unsaved | null;
  /** @returns null if there is no such page */
  readonly answer: (visit: Visit) => Promise<Answer | null>;
}

/** One request for a route. */
export interface Visit extends ServedNow {
  readonly pipeline: Pipeline;
  readonly visitor: Visitor;
  /** The digest of the session's token; null if nobody is signed in. */
  readonly session: string | null;
  /** The digest of the token of a sign-in whose code is still to come; null if there is none. */
  readonly begun: string | null;
  readonly throttle: Throttle;
  /** The address of the browser, or of a proxy that is not believed. */
  readonly address: string;
  /** What the browser keeps while somebody is at a provider; null if nobody is. */
  readonly away: string | null;
  /** What the browser keeps that was typed and not saved before they went there; blank if nothing. */
  readonly unsaved: string;
  /** The path and query that were asked for. */
  readonly url: string;
  /** By which the browser asks: `https://data.example.org`. */
  readonly origin: string;
  /** The parameters of the path, by name. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  /** What a form sent; its token has been checked. */
  readonly form: Readonly<Record<string, unknown>>;
  /** A choice that the browser keeps; undefined if there is none. */
  readonly kept: (name: string) => string | undefined;
  /** The token that a form of the page sends along. */
  readonly token: () => string;
  /** Notes in the audit what the visitor does, before the answer is sent; also within a transaction. */
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
  /** An id of its own, if another table has it too; in the form of `newRunId` or `newEditId`. */
  readonly id?: string;
}

/** What the browser keeps from then on: a token, or null if it ends. */
export interface Keeps {
  readonly session?: string | null;
  /** Of a sign-in whose code is still to come. */
  readonly begun?: string | null;
  /** While somebody is at a sign-in provider. */
  readonly away?: string | null;
  /** What they typed before, which no longer has to go along. */
  readonly unsaved?: null;
  /** What a form saved, for the page that it leads to, or null once that has said it. */
  readonly saved?: string | null;
}

/** A choice that a browser keeps for its user: how lists look, and nothing of a person. */
export interface Kept {
  readonly name: string;
  readonly value: string;
}

export type Answer =
  | ({
      readonly page: VNode;
      /** 200 by default. */
      readonly status?: number;
      /** In seconds: when it is worth asking again. */
      readonly retryAfter?: number;
      /** A choice that the browser keeps from now on. */
      readonly keep?: Kept;
    } & Keeps)
  /** Where a form leads when it is done. */
  | ({ readonly to: string } & Keeps)
  | { readonly download: Readable; readonly name: string; readonly type: string };
