import { inflate, type Validators } from '../extract/bytes/input.js';
import { PageScan, type ScannedPage } from '../extract/json/page-scan.js';
import { tooLarge } from '../extract/limits.js';
import type { Limits } from '../pipeline/limits.js';
import { ownKey, type Pages, type PartSource } from '../pipeline/source/source-list.js';
import { faultOfUrl } from '../pipeline/source/source-url.js';
import { counted } from '../pipeline/text/counted.js';
import type { Asked, Client, Headers } from './client.js';
import { FetchFailure } from './failure.js';
import { fetchDocument } from './fetch-document.js';
import { firstPage, nextPage } from './next-page.js';
import { gunzipped } from './remote-input.js';
import { Spool } from './spool.js';

export interface PartTerms {
  readonly client: Client;
  readonly ask: (url: URL) => Promise<Asked>;
  readonly limits: Limits;
  /** How many pages a part may have. */
  readonly mostPages: number;
}

/** One answer, decoded, and what is on it. */
interface Page extends ScannedPage {
  readonly bytes: () => AsyncIterable<Uint8Array>;
  readonly url: URL;
  readonly headers: Headers;
}

/** Puts the parts of a document together, each as it came, in one document. */
export class PartFetch {
  /** What the source said of the version of each answer. */
  readonly #validators: (Validators | null)[] = [];

  constructor(
    private readonly terms: PartTerms,
    private readonly spool: Spool,
    private readonly page: Spool,
  ) {}

  /**
   * Fetches the parts of a school's document into an empty spool: `{ "source": { "id": … }, <name>: <part>, … }`. A part in
   * pages is a list of these or, if each page is a list, one list.
   * @returns by what all of them are recognised together; null if that shows not every change
   * @throws FetchFailure, SyntaxProblem
   */
  static async fetch(
    school: string,
    parts: ReadonlyMap<string, PartSource>,
    spool: Spool,
    terms: PartTerms,
  ): Promise<Validators | null> {
    const page = await Spool.make();
    try {
      const fetch = new PartFetch(terms, spool, page);
      await fetch.#all(school, parts);
      return arePaged(parts) ? null : together(fetch.#validators);
    } finally {
      await page.close();
    }
  }

  /**
   * Whether the source says of each part that nothing of it is new. It is not asked further than to the first that is.
   * @param known what `fetch` gave
   * @throws FetchFailure
   */
  static async areKnown(
    parts: ReadonlyMap<string, PartSource>,
    known: Validators,
    { client, ask, limits }: PartTerms,
  ): Promise<boolean> {
    const each = eachOf(known);
    if (each.length !== parts.size) return false;
    const page = await Spool.make();
    try {
      for (const [at, { url }] of [...parts.values()].entries()) {
        const asked = await ask(new URL(url));
        if ((await fetchDocument(client, asked, page, { known: each[at] ?? null, limits })) !== null) return false;
      }
      return true;
    } finally {
      await page.close();
    }
  }

  async #all(school: string, parts: ReadonlyMap<string, PartSource>): Promise<void> {
    await this.#write(`{${JSON.stringify(ownKey)}:${JSON.stringify({ id: school })}`);
    for (const [name, { url, pages }] of parts) {
      await this.#write(`,${JSON.stringify(name)}:`);
      if (pages === null) await this.#copy(await this.#fetch(new URL(url), { list: null, values: [] }));
      else await this.#pages(name, new URL(url), pages);
    }
    await this.#write('}');
  }

  async #pages(name: string, start: URL, pages: Pages): Promise<void> {
    const { next, list, total } = pages;
    const lead = next.by === 'next' || next.by === 'cursor' ? next.path : null;
    const values = [lead, total].flatMap((path) => path ?? []);
    const seen = new SeenPages(name, this.terms.mostPages);
    await this.#write('[');
    let isFirst = true;
    for (let url: URL | null = firstPage(next, start); url !== null;) {
      seen.begin(url);
      const page = await this.#fetch(url, { list, values });
      const entries = seen.take(page, list);
      const all = total === null ? null : seen.total(page.values[lead === null ? 0 : 1]);
      if (list !== null || entries > 0) {
        if (!isFirst) await this.#write(',');
        isFirst = false;
        await (list === null ? this.#copy(page, 1) : this.#copy(page));
      }
      const said = lead === null ? undefined : page.values[0];
      const { number, entriesSoFar } = seen;
      url = seen.next(start, page.url, () =>
        nextPage(next, start, { ...page, said, entries, number, entriesSoFar, total: all }),
      );
    }
    seen.end();
    await this.#write(']');
  }

  async #fetch(url: URL, paths: ConstructorParameters<typeof PageScan>[0]): Promise<Page> {
    const { client, ask, limits } = this.terms;
    const fetched = await fetchDocument(client, await ask(url), this.page, { known: null, limits });
    if (fetched === null) throw new Error('an answer to no condition');
    const bytes = () => {
      const stored = this.page.read();
      return inflate(fetched.isGzipped ? gunzipped(stored) : stored, null, undefined);
    };
    this.#validators.push(fetched.validators);
    const scan = new PageScan(paths);
    let length = this.spool.length;
    for await (const part of bytes()) {
      length += part.length;
      if (length > limits.bytes) throw tooLarge(limits);
      scan.feed(part);
    }
    return { ...scan.end(), bytes, url: fetched.answer.url, headers: fetched.answer.headers };
  }

  /** @param margin how many bytes to leave off at either end */
  async #copy({ bytes, from, until }: Page, margin = 0): Promise<void> {
    const [first, last] = [from + margin, until - margin];
    let at = 0;
    for await (const part of bytes()) {
      await this.#write(part.subarray(Math.max(0, first - at), Math.max(0, last - at)));
      at += part.length;
    }
  }

  async #write(bytes: string | Uint8Array): Promise<void> {
    const { limits } = this.terms;
    const written = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
    if (this.spool.length + written.length > limits.bytes) throw tooLarge(limits);
    await this.spool.add(written);
  }
}

/** Whether any part comes in pages: which these are shows only on the pages themselves. */
export function arePaged(parts: ReadonlyMap<string, PartSource>): boolean {
  return [...parts.values()].some(({ pages }) => pages !== null);
}

/** Of several answers one: what each of them said, in their order. */
function together(each: readonly (Validators | null)[]): Validators | null {
  return each.includes(null) ? null : { etag: JSON.stringify(each), lastModified: null };
}

function eachOf({ etag }: Validators): readonly Validators[] {
  return JSON.parse(etag ?? '[]') as Validators[];
}

/** The pages of one part until now, and what is wrong with them. */
class SeenPages {
  readonly #urls = new Set<string>();
  readonly #digests = new Map<string, number>();
  #total: number | null = null;
  entriesSoFar = 0;

  constructor(
    private readonly name: string,
    private readonly most: number,
  ) {}

  get number(): number {
    return this.#urls.size;
  }

  /** @throws FetchFailure */
  begin(url: URL): void {
    if (this.#urls.has(url.href)) throw this.#bad(`page ${String(this.number)} leads back to an earlier one`);
    if (this.number === this.most) throw this.#bad(`there are more than ${counted(this.most, 'page')}`);
    this.#urls.add(url.href);
  }

  /** @returns how many entries it has */
  take({ entries, digest }: ScannedPage, list: string | null): number {
    const { number } = this;
    if (entries === null)
      throw this.#bad(
        list === null ? `page ${String(number)} is no list` : `page ${String(number)} has no list at ${list}`,
      );
    const earlier = this.#digests.get(digest);
    if (earlier !== undefined && entries > 0)
      throw this.#bad(`page ${String(number)} is page ${String(earlier)} once more`);
    this.#digests.set(digest, number);
    this.entriesSoFar += entries;
    return entries;
  }

  /** How many entries a page says that there are in all. */
  total(said: string | boolean | null | undefined): number {
    if (typeof said !== 'string' || !/^\d{1,15}$/.test(said))
      throw this.#bad(`page ${String(this.number)} does not say how many entries there are`);
    const total = Number(said);
    if (this.#total !== null && this.#total !== total)
      throw this.#bad(
        `page ${String(this.number)} says that there are ${said} entries, and an earlier one ${String(this.#total)}`,
      );
    this.#total = total;
    return total;
  }

  /** @throws FetchFailure if the next page is nowhere, or elsewhere */
  next(start: URL, url: URL, find: () => URL | null): URL | null {
    let next: URL | null;
    try {
      next = find();
    } catch {
      throw this.#bad(`page ${String(this.number)} leads on to no URL`);
    }
    if (next === null) return null;
    const isNear = next.origin === start.origin || next.origin === url.origin;
    if (!isNear || faultOfUrl(next.href) !== null)
      throw this.#bad(`page ${String(this.number)} leads on to another host`);
    return next;
  }

  end(): void {
    if (this.#total !== null && this.entriesSoFar !== this.#total)
      throw this.#bad(`the pages have ${String(this.entriesSoFar)} entries, and say ${String(this.#total)}`);
  }

  #bad(what: string): FetchFailure {
    return new FetchFailure('bad-pages', `${this.name}: ${what}`);
  }
}
