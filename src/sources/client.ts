import { setTimeout as wait } from 'node:timers/promises';
import { SyntaxProblem } from '../extract/json/syntax-problem.js';
import { errors, request, type Dispatcher } from 'undici';
import { counted } from '../pipeline/text/counted.js';
import type { FetchLimits } from '../pipeline/source/fetching.js';
import { faultOfUrl, isLoopbackName, shownUrl } from '../pipeline/source/source-url.js';
import { FetchFailure, Passing, RefusedAddress } from './failure.js';
import type { Machine, Network } from './network.js';
import { retryAfter, waitBefore } from './retry-after.js';

/** What is asked for. */
export interface Asked {
  readonly url: URL;
  readonly method?: 'GET' | 'POST';
  readonly body?: string;
  /**
   * The headers for one place, made anew for each: what says who asks goes only where it may.
   * @param isAnew whether the source refused what it was sent before
   */
  readonly headers: (url: URL, isAnew: boolean) => Promise<Readonly<Record<string, string>>>;
  /** As messages name it already. */
  readonly name: string;
  /** Whether a redirect is followed. */
  readonly follows: boolean;
  /** Whether another try with headers made anew may help if the source says 401. */
  readonly renews?: boolean;
}

export type Headers = Readonly<Record<string, string | string[] | undefined>>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Where it came from, after all redirects. */
  readonly url: URL;
}

/** Takes the body of an answer, from its beginning: again if the first try broke off. */
export type TakeBody = (body: AsyncIterable<Uint8Array>, answer: Answer) => Promise<void>;

const maybeLater = new Set([408, 425, 429, 500, 502, 503, 504]);
const redirects = new Set([301, 302, 303, 307, 308]);

/** Asks sources, again if that may help. Whatever goes wrong is said without anything that was sent or received. */
export class Client {
  constructor(
    private readonly machine: Machine,
    private readonly network: Network,
    private readonly limits: FetchLimits,
    private readonly interrupted: AbortSignal,
  ) {}

  /**
   * @param take is not called for an answer without a body (304)
   * @throws FetchFailure
   */
  async ask(asked: Asked, take: TakeBody): Promise<Answer> {
    for (let tried = 1; ; tried++) {
      try {
        return await this.#try(asked, take);
      } catch (error) {
        if (!(error instanceof Passing)) throw error;
        const most = this.limits.waitSeconds * 1000;
        const where = whereOf(asked, asked.url);
        if (error.after !== null && error.after > most) {
          const seconds = Math.ceil(error.after / 1000);
          throw failure(`${where} ${error.message}, and asks to wait ${counted(seconds, 'second')}`);
        }
        if (tried >= this.limits.tries || this.interrupted.aborted)
          throw failure(`${where} ${error.message}${tried > 1 ? ` (tried ${String(tried)} times)` : ''}`);
        await this.#wait(Math.max(error.after ?? 0, waitBefore(tried, most)));
      }
    }
  }

  async #wait(milliseconds: number): Promise<void> {
    if (this.machine.wait !== undefined) return this.machine.wait(milliseconds, this.interrupted);
    // Whoever interrupts waits for nothing more.
    await wait(milliseconds, undefined, { signal: this.interrupted }).catch(() => undefined);
  }

  /** @throws Passing, FetchFailure */
  async #try(asked: Asked, take: TakeBody): Promise<Answer> {
    const isLoopbackMeant = isLoopbackName(asked.url.hostname);
    const dispatcher = this.network.dispatcher(isLoopbackMeant);
    const signal = AbortSignal.any([this.interrupted, AbortSignal.timeout(this.limits.wholeSeconds * 1000)]);
    let url = asked.url;
    let isAnew = false;
    for (let passed = 0; ;) {
      const answered = await this.#request(asked, url, { dispatcher, signal }, isAnew);
      const { statusCode: status, headers, body } = answered;
      const answer = { status, headers, url };
      if (redirects.has(status) && asked.follows) {
        await this.#pass(body);
        if (passed === this.limits.redirects)
          throw failure(`${whereOf(asked, asked.url)} leads on more than ${String(passed)} times`);
        passed++;
        url = nextPlace(asked, url, headers, isLoopbackMeant);
        continue;
      }
      if (status === 401 && asked.renews === true && !isAnew) {
        await this.#pass(body);
        isAnew = true;
        continue;
      }
      if (status === 304) {
        await this.#pass(body);
        return answer;
      }
      if (status !== 200) {
        await this.#pass(body);
        throw this.#refusal(asked, answer);
      }
      await this.#take(body, answer, take, signal);
      return answer;
    }
  }

  async #request(
    asked: Asked,
    url: URL,
    how: { readonly dispatcher: Dispatcher; readonly signal: AbortSignal },
    isAnew: boolean,
  ): Promise<Dispatcher.ResponseData> {
    const headers = {
      'user-agent': 'pullthrough',
      accept: 'application/json, */*;q=0.1',
      ...(await asked.headers(url, isAnew)),
    };
    try {
      const { method = 'GET', body = null } = asked;
      const answered = await request(url, { ...how, method, body, headers, maxRedirections: 0 });
      // What breaks off before anybody reads it is told to who reads it.
      answered.body.on('error', () => undefined);
      return answered;
    } catch (error) {
      throw this.#inWords(error, how.signal);
    }
  }

  async #take(body: AsyncIterable<unknown>, answer: Answer, take: TakeBody, signal: AbortSignal): Promise<void> {
    try {
      await take(body as AsyncIterable<Uint8Array>, answer);
    } catch (error) {
      if (error instanceof SyntaxProblem || error instanceof Passing) throw error;
      throw this.#inWords(error, signal, 'broke off: ');
    }
  }

  /** Takes what nobody reads, so the connection can be used again; too much of it ends the connection. */
  async #pass(body: Dispatcher.ResponseData['body']): Promise<void> {
    await body.dump({ limit: 128 * 1024 }).catch(() => undefined);
  }

  #refusal(asked: Asked, { status, headers, url }: Answer): Passing | FetchFailure {
    const what = `answered ${String(status)}`;
    if (maybeLater.has(status)) return new Passing(what, retryAfter(first(headers['retry-after']), this.machine.now()));
    return failure(`${whereOf(asked, url)} ${what}`);
  }

  #inWords(error: unknown, signal: AbortSignal, prefix = ''): Passing | FetchFailure | Error {
    if (this.interrupted.aborted) return failure('fetching was interrupted');
    if (signal.aborted) return new Passing(`took longer than ${counted(this.limits.wholeSeconds, 'second')}`);
    const all: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
    if (all.some((one) => one instanceof RefusedAddress)) return refusedAddress();
    const code = all.map(codeOf).find((one) => one !== null) ?? null;
    if (code === null) return error instanceof Error ? error : new Error('no error');
    return new Passing(`${prefix}${causes[code] ?? `failed (${code})`}`);
  }
}

const causes: Readonly<Record<string, string>> = {
  ENOTFOUND: 'has a host that no address is known of',
  ECONNREFUSED: 'does not take connections',
  UND_ERR_CONNECT_TIMEOUT: 'could not be connected to in time',
  UND_ERR_HEADERS_TIMEOUT: 'did not begin to answer in time',
  UND_ERR_BODY_TIMEOUT: 'paused for too long',
  UND_ERR_SOCKET: 'closed the connection too early',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'had another length than it said',
};

function codeOf(error: unknown): string | null {
  if (error instanceof errors.UndiciError || (error instanceof Error && 'code' in error)) {
    const { code } = error as { readonly code: unknown };
    return typeof code === 'string' ? code : null;
  }
  return null;
}

function nextPlace(asked: Asked, url: URL, headers: Headers, isLoopbackMeant: boolean): URL {
  const from = whereOf(asked, url);
  let next: URL;
  try {
    next = new URL(first(headers.location) ?? '', url);
  } catch {
    throw failure(`${from} leads on to no URL`);
  }
  const fault = faultOfUrl(next.href);
  if (fault !== null || next.protocol === 's3:')
    throw failure(
      `${from} leads on to a URL that is not fetched: ${fault?.message ?? 'it is not https'}`.replace(/[.]$/, ''),
    );
  if (isLoopbackName(next.hostname) !== isLoopbackMeant) throw refusedAddress();
  return next;
}

/** A place in a message that has the name of the input before it. */
function whereOf({ name }: Asked, url: URL): string {
  const shown = shownUrl(url);
  return shown === name ? 'it' : shown;
}

export function first(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.[0];
}

function refusedAddress(): FetchFailure {
  return new FetchFailure(
    'refused-address',
    'it leads to an address that is not public and that the pipeline does not allow',
  );
}

export function failure(message: string): FetchFailure {
  return new FetchFailure('not-fetched', message);
}
