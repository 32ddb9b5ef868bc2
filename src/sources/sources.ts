import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { endingsInWords } from '../extract/bytes/input-formats.js';
import { findInputs, type Input } from '../extract/bytes/input.js';
import type { PassedOverFiles } from '../extract/bytes/files-of.js';
import { NoInputError } from '../extract/bytes/no-input-error.js';
import type { Limits } from '../pipeline/limits.js';
import type { Credential, Fetching } from '../pipeline/source/fetching.js';
import type { ListedSource, PartSource } from '../pipeline/source/source-list.js';
import { namesSource, ofSchool } from '../pipeline/source/source-input.js';
import { faultOfUrl, isUrl, shownUrl } from '../pipeline/source/source-url.js';
import { nearest } from '../pipeline/text/did-you-mean.js';
import { Addresses } from './addresses.js';
import { Authorities } from './authorities.js';
import { Client, type Asked } from './client.js';
import { arePaged, PartFetch } from './fetch-parts.js';
import { FetchFailure } from './failure.js';
import { fetchDocument } from './fetch-document.js';
import { Network, type Machine } from './network.js';
import type { S3 } from './s3.js';
import { RemoteInputs, type Fetch } from './remote-input.js';

/** What fetching goes by. */
export interface FetchTerms {
  readonly fetching: Fetching;
  readonly limits: Limits;
  readonly machine: Machine;
  readonly interrupted: AbortSignal;
  /** The folder of the lists of sources, and what is in them by the path of each; read when an input needs it. */
  readonly folder: string;
  readonly lists: () => ReadonlyMap<string, readonly ListedSource[]>;
  /** Those of the listed schools that are asked for; none for all. */
  readonly schools: readonly string[];
}

/** Extracts from where they are: files, and what is fetched. Nothing is asked before somebody reads it. */
export class Sources {
  readonly #network: Network;
  readonly #client: Client;
  readonly #authorities: Authorities;
  readonly #remotes: RemoteInputs;
  #lists: ReturnType<FetchTerms['lists']> | null = null;

  constructor(private readonly terms: FetchTerms) {
    const { fetching, limits, machine, interrupted } = terms;
    this.#network = new Network(machine, new Addresses(fetching.allow), fetching.patience);
    this.#client = new Client(machine, this.#network, fetching.patience, interrupted);
    this.#authorities = new Authorities(machine, this.#client);
    this.#remotes = new RemoteInputs(limits);
  }

  /**
   * The inputs that arguments name: what `findInputs` finds, URLs, `source:SCHOOL`, and lists of sources.
   * @throws NoInputError if one of them gives none, or may not be fetched
   * @throws ConfigurationError if a list of sources cannot be read
   */
  async find(
    args: readonly string[],
    stdin: Readable,
    passedOver?: (files: PassedOverFiles) => void,
  ): Promise<Input[]> {
    const found: Input[] = [];
    for (const arg of args) {
      if (isUrl(arg)) found.push(...(await this.#ofUrl(arg, passedOver)).map((fetch) => this.#remotes.input(fetch)));
      else if (namesSource(arg, this.terms.folder)) found.push(...this.#listed(arg));
      else found.push(...(await findInputs([arg], stdin, passedOver)));
    }
    return found;
  }

  /** Ends all connections, and removes what was fetched. */
  async close(): Promise<void> {
    await this.#remotes.close();
    await this.#network.close();
  }

  #listed(arg: string): Input[] {
    const sources = this.#sourcesNamed(arg);
    const { schools } = this.terms;
    const asked = schools.length === 0 ? sources : sources.filter(({ id }) => schools.includes(id));
    return asked.map((source) => this.#remotes.input({ ...this.#ofSource(source), list: source.place.file }));
  }

  /** @throws NoInputError if there is none */
  #sourcesNamed(arg: string): readonly ListedSource[] {
    const { folder } = this.terms;
    const lists = (this.#lists ??= this.terms.lists());
    const all = [...lists.values()].flat();
    if (arg.startsWith(ofSchool)) {
      const school = arg.slice(ofSchool.length);
      const found = all.filter(({ id }) => id === school);
      if (found.length > 0) return found;
      // There may be thousands: only one that is near is named.
      const meant = nearest(
        school,
        all.map(({ id }) => id),
      );
      const hint = meant === null ? '' : ` Did you mean "${meant}"?`;
      throw new NoInputError(`No list in ${folder} has a source of school ${school}.${hint}`);
    }
    if (lists.size === 0) throw new NoInputError(`There is no list of sources in ${folder}.`);
    const isAll = resolve(arg) === resolve(folder);
    const named = isAll ? all : [...lists].find(([path]) => resolve(path) === resolve(arg))?.[1];
    if (named === undefined || named.length === 0) throw new NoInputError(`${arg} lists no source.`);
    return named;
  }

  async #ofUrl(arg: string, passedOver?: (files: PassedOverFiles) => void): Promise<Fetch[]> {
    const fault = faultOfUrl(arg);
    if (fault !== null) throw new NoInputError(`${shownUrl(arg)}: ${fault.message} ${fault.hint}`);
    const url = new URL(arg);
    const name = shownUrl(url);
    // What stands after ? may be a secret, so no table has a trace of it.
    const key = url.search === '' ? keyOf([url.href]) : null;
    if (url.protocol === 's3:' && !(await this.#s3()).isObject(url)) return this.#ofPrefix(arg, url, passedOver);
    const credential = url.protocol === 's3:' ? null : this.#credentialFor(url);
    return [{ name, key, ...this.#whole(name, url, credential) }];
  }

  /** @throws NoInputError if nothing is there, or that cannot be found out */
  async #ofPrefix(arg: string, url: URL, passedOver?: (files: PassedOverFiles) => void): Promise<Fetch[]> {
    let listing;
    try {
      listing = await (await this.#s3()).list(url);
    } catch (error) {
      if (error instanceof FetchFailure) throw new NoInputError(`${arg} cannot be listed: ${error.message}.`);
      throw error;
    }
    const { extracts, others } = listing;
    if (extracts.length === 0) throw new NoInputError(`${arg} has no object ending in ${endingsInWords}.`);
    if (others.length > 0) passedOver?.({ of: arg, names: others });
    return extracts.map((name) => ({ name, key: keyOf([name]), ...this.#whole(name, new URL(name), null) }));
  }

  /** Loaded for those who use it. */
  async #s3(): Promise<S3> {
    const { S3 } = await import('./s3.js');
    return new S3(this.#client, this.terms.machine, this.terms.fetching.s3);
  }

  #ofSource({ id, credential, from }: ListedSource): Fetch {
    const name = `${ofSchool}${id}`;
    const key = keyOf([id, isPart(from) ? from.url : null]);
    if (isPart(from) && from.pages === null)
      return { name, school: id, key, ...this.#whole(name, new URL(from.url), credential) };
    const parts = isPart(from) ? new Map([[pagesKey, from]]) : from;
    const [client, { limits, fetching }] = [this.#client, this.terms];
    const ask = (url: URL) => this.#asked(name, url, credential);
    const terms = { client, ask, limits, mostPages: fetching.patience.pages };
    const fetch: Fetch['fetch'] = async (spool, known) => {
      if (known !== null && (await PartFetch.areKnown(parts, known, terms))) return null;
      return { validators: await PartFetch.fetch(id, parts, spool, terms), isGzipped: false };
    };
    // No page shows that all of them are as they were.
    const places = arePaged(parts) ? null : keyOf([id, [...parts].map(([section, { url }]) => [section, url])]);
    return { name, school: id, key: places, fetch };
  }

  #whole(name: string, url: URL, credential: Credential | null): Pick<Fetch, 'fetch'> {
    const [client, { limits }] = [this.#client, this.terms];
    return {
      fetch: async (spool, known) =>
        fetchDocument(client, await this.#asked(name, url, credential), spool, { known, limits }),
    };
  }

  async #asked(name: string, url: URL, credential: Credential | null): Promise<Asked> {
    if (url.protocol === 's3:') return (await this.#s3()).object(name, url);
    const headers: Asked['headers'] = (place, isAnew) => this.#authorities.headers(credential, place, isAnew);
    return { url, name, headers, follows: true, renews: credential?.proof.type === 'client' };
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

/** The key of a document that is nothing but pages. */
const pagesKey = 'pages';

function isPart(from: ListedSource['from']): from is PartSource {
  return 'url' in from;
}

/** The same every night, and no longer than a key may be. */
function keyOf(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
