import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Backend, Before, Measure } from './measures.js';
import { reach, type Reached, type Server } from './servers.js';

/** Loads a night into a database, untimed. */
export type Load = (url: string, night: Before) => Promise<void>;

/** Databases for samples: makes each ready, and throws it away. */
export class Databases {
  /** By backend and night. */
  readonly #loaded = new Map<string, string>();
  readonly #reached = new Map<Backend, Reached>();
  readonly #kept: { server: Server; url: string }[] = [];
  #count = 0;

  constructor(
    private readonly folder: string,
    private readonly load: Load,
  ) {}

  /** Why a backend cannot be measured; null if it can. */
  async reasonAgainst(backend: Backend): Promise<string | null> {
    if (backend === 'sqlite' || backend === 'duckdb') return null;
    const reached = this.#reached.get(backend) ?? (await reach(backend));
    this.#reached.set(backend, reached);
    return 'reason' in reached ? reached.reason : null;
  }

  /** The SQLite file that has a night. */
  async sqliteAfter(night: Before): Promise<string> {
    const known = this.#loaded.get(`sqlite ${night}`);
    if (known !== undefined) return known;
    const url = `sqlite:${join(this.folder, `${night}.db`)}`;
    await this.load(url, night);
    this.#loaded.set(`sqlite ${night}`, url);
    return url;
  }

  async use<T>({ backend, after }: NonNullable<Measure['into']>, work: (url: string) => Promise<T>): Promise<T> {
    return backend === 'sqlite' || backend === 'duckdb'
      ? this.#useFile(backend, after, work)
      : this.#useServer(backend, after, work);
  }

  async #useFile<T>(backend: 'sqlite' | 'duckdb', after: Before | null, work: (url: string) => Promise<T>): Promise<T> {
    const file = join(this.folder, `${String(++this.#count)}.${backend}`);
    if (after !== null) copyFileSync((await this.sqliteAfter(after)).slice('sqlite:'.length), file);
    try {
      return await work(`${backend}:${file}`);
    } finally {
      for (const suffix of ['', '-wal', '-shm', '.wal']) rmSync(file + suffix, { force: true });
    }
  }

  async #useServer<T>(
    backend: 'postgres' | 'mariadb',
    after: Before | null,
    work: (url: string) => Promise<T>,
  ): Promise<T> {
    const reached = this.#reached.get(backend);
    if (reached === undefined || 'reason' in reached) throw new Error(`${backend} is not reached`);
    const { server } = reached;
    const url = await server.make(after === null ? null : await this.#loadedOn(backend, server, after));
    try {
      return await work(url);
    } finally {
      await server.drop(url);
    }
  }

  async #loadedOn(backend: Backend, server: Server, night: Before): Promise<string> {
    const known = this.#loaded.get(`${backend} ${night}`);
    if (known !== undefined) return known;
    const url = await server.make(null);
    this.#kept.push({ server, url });
    await this.load(url, night);
    this.#loaded.set(`${backend} ${night}`, url);
    return url;
  }

  async end(): Promise<void> {
    for (const { server, url } of this.#kept) await server.drop(url);
  }
}
