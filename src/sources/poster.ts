import { request } from 'undici';
import type { FetchLimits } from '../pipeline/source/fetching.js';
import { Addresses } from './addresses.js';
import { isLoopbackName } from '../pipeline/source/source-url.js';
import { Network, type Machine } from './network.js';

/** Sends documents to URLs that a person wrote down, under the same rules about addresses as sources are asked. */
export class Poster {
  readonly #network: Network;

  /**
   * @param allow networks that are not public, and may be connected to all the same
   * @param timeout in milliseconds, until a server is given up
   */
  constructor(
    machine: Machine,
    allow: readonly string[],
    private readonly timeout: number,
  ) {
    this.#network = new Network(machine, new Addresses(allow), limitsOf(timeout));
  }

  /**
   * Sends it once, and follows no redirect.
   * @returns the status of the answer
   * @throws RefusedAddress
   * @throws the error of the connection, or a TimeoutError
   */
  async post(url: URL, body: string, headers: Readonly<Record<string, string>>): Promise<number> {
    const { statusCode, body: answer } = await request(url, {
      method: 'POST',
      body,
      headers,
      dispatcher: this.#network.dispatcher(isLoopbackName(url.hostname)),
      signal: AbortSignal.timeout(this.timeout),
    });
    await answer.dump({ limit: mostRead }).catch(() => undefined);
    return statusCode;
  }

  close(): Promise<void> {
    return this.#network.close();
  }
}

/** Of an answer that nobody reads, so that the connection can be used again. */
const mostRead = 128 * 1024;

function limitsOf(timeout: number): FetchLimits {
  const seconds = Math.max(1, Math.ceil(timeout / 1000));
  const waits = { connectSeconds: seconds, answerSeconds: seconds, idleSeconds: seconds, wholeSeconds: seconds };
  return { ...waits, tries: 1, waitSeconds: 0, redirects: 0, pages: 1 };
}
