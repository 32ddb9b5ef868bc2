import type { Readable } from 'node:stream';
import { createHash } from 'node:crypto';
import { findInputs, type Input } from '../extract/bytes/input.js';
import type { PassedOverFiles } from '../extract/bytes/files-of.js';
import { NoInputError } from '../extract/bytes/no-input-error.js';
import type { Limits } from '../pipeline/limits.js';
import type { Credential, Fetching } from '../pipeline/source/fetching.js';
import { faultOfUrl, isUrl, shownUrl } from '../pipeline/source/source-url.js';
import { Addresses } from './addresses.js';
import { Authorities } from './authorities.js';
import { Client } from './client.js';
import { fetchDocument } from './fetch-document.js';
import { Network, type Machine } from './network.js';
import { RemoteInputs, type Fetch } from './remote-input.js';

/** What fetching goes by. */
export interface FetchTerms {
  readonly fetching: Fetching;
  readonly limits: Limits;
  readonly machine: Machine;
  readonly interrupted: AbortSignal;
}

/** Extracts from where they are: files, and what is fetched. Nothing is asked before somebody reads it. */
export class Sources {
  readonly #network: Network;
  readonly #client: Client;
  readonly #authorities: Authorities;
  readonly #remotes: RemoteInputs;

  constructor(private readonly terms: FetchTerms) {
    const { fetching, limits, machine, interrupted } = terms;
    this.#network = new Network(machine, new Addresses(fetching.allow), fetching.patience);
    this.#client = new Client(machine, this.#network, fetching.patience, interrupted);
    this.#authorities = new Authorities(machine, this.#client);
    this.#remotes = new RemoteInputs(limits);
  }

  /**
   * The inputs that arguments name: what `findInputs` finds, and URLs.
   * @throws NoInputError if one of them gives none, or may not be fetched
   */
  async find(
    args: readonly string[],
    stdin: Readable,
    passedOver?: (files: PassedOverFiles) => void,
  ): Promise<Input[]> {
    const found: Input[] = [];
    for (const arg of args) {
      if (isUrl(arg)) found.push(this.#remotes.input(this.#ofUrl(arg)));
      else found.push(...(await findInputs([arg], stdin, passedOver)));
    }
    return found;
  }

  /** Ends all connections, and removes what was fetched. */
  async close(): Promise<void> {
    await this.#remotes.close();
    await this.#network.close();
  }

  #ofUrl(arg: string): Fetch {
    const fault = faultOfUrl(arg);
    if (fault !== null) throw new NoInputError(`${shownUrl(arg)}: ${fault.message} ${fault.hint}`);
    const url = new URL(arg);
    const credential = this.#credentialFor(url);
    const [client, authorities, { limits }] = [this.#client, this.#authorities, this.terms];
    const headers = (place: URL, isAnew: boolean) => authorities.headers(credential, place, isAnew);
    const name = shownUrl(url);
    const asked = { url, name, headers, follows: true, renews: credential?.proof.type === 'client' };
    return {
      name,
      // What stands after ? may be a secret, so no table has a trace of it.
      key: url.search === '' ? keyOf([url.href]) : null,
      fetch: (spool, known) => fetchDocument(client, asked, spool, { known, limits }),
    };
  }

  /** The only credentials that a place may see. */
  #credentialFor({ origin }: URL): Credential | null {
    const fitting = [...this.terms.fetching.credentials.values()].filter(({ to }) => to.includes(origin));
    const [only, ...others] = fitting;
    if (others.length > 0)
      throw new NoInputError(
        `Several credentials of the pipeline are for ${origin}: describe the source in sources/*.yaml, and name one there.`,
      );
    return only ?? null;
  }
}

export function keyOf(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
