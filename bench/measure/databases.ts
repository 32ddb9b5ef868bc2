import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Backend, Measure } from './measures.js';
import { reach, type Reached, type Server } from './servers.js';

/** Loads the first night into a database, untimed. */
export type LoadFirst = (url: string) => Promise<void>;

/** Databases for samples, each made ready and thrown away. */
export class Databases {
  readonly #loaded = new Map<Backend, string>();
  readonly #reached = new Map<Backend, Reached>();
  readonly #kept: { server: Server; url: string }[] = [];
  #count = 0;

  constructor(
    private readonly folder: string,
    private readonly loadFirst: LoadFirst,
  ) {}

  /** Why a backend cannot be measured; null where it can. */
  async reasonAgainst(backend: Backend): Promise<string | null> {
    if (backend === 'sqlite' || backend === 'duckdb') return null;
    const reached = this.#reached.get(backend) ?? (await reach(backend));
    this.#reached.set(backend, reached);
    return 'reason' in reached ? reached.reason : null;
  }

  /** The SQLite file that has the first night. */
  async loadedSqlite(): Promise<string> {
    const known = this.#loaded.get('sqlite');
    if (known !== undefined) return known;
    const url = `sqlite:${join(this.folder, 'loaded.db')}`;
    await this.loadFirst(url);
    this.#loaded.set('sqlite', url);
    return url;
  }

  async use<T>({ backend, is }: NonNullable<Measure['into']>, work: (url: string) => Promise<T>): Promise<T> {
    return backend === 'sqlite' || backend === 'duckdb'
      ? this.#useFile(backend, is, work)
      : this.#useServer(backend, is, work);
  }

  async #useFile<T>(
    backend: 'sqlite' | 'duckdb',
    is: 'empty' | 'loaded',
    work: (url: string) => Promise<T>,
  ): Promise<T> {
    const file = join(this.folder, `${String(++this.#count)}.${backend}`);
    if (is === 'loaded') copyFileSync((await this.loadedSqlite()).slice('sqlite:'.length), file);
    try {
      return await work(`${backend}:${file}`);
    } finally {
      for (const suffix of ['', '-wal', '-shm', '.wal']) rmSync(file + suffix, { force: true });
    }
  }

  async #useServer<T>(
    backend: 'postgres' | 'mariadb',
    is: 'empty' | 'loaded',
    work: (url: string) => Promise<T>,
  ): Promise<T> {
    const reached = this.#reached.get(backend);
    if (reached === undefined || 'reason' in reached) throw new Error(`${backend} is not reached`);
    const { server } = reached;
    const url = await server.make(is === 'loaded' ? await this.#loadedOn(backend, server) : null);
    try {
      return await work(url);
    } finally {
      await server.drop(url);
    }
  }

  async #loadedOn(backend: Backend, server: Server): Promise<string> {
    const known = this.#loaded.get(backend);
    if (known !== undefined) return known;
    const url = await server.make(null);
    this.#kept.push({ server, url });
    await this.loadFirst(url);
    this.#loaded.set(backend, url);
    return url;
  }

  async end(): Promise<void> {
    for (const { server, url } of this.#kept) await server.drop(url);
  }
}
