import type { Credential } from '../pipeline/source/fetching.js';
import { failure, type Client } from './client.js';
import type { Machine } from './network.js';
import { readSecret } from './secrets.js';

type ClientProof = Extract<Credential['proof'], { type: 'client' }>;

interface Token {
  readonly value: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** A token is not used in its last seconds: the request may take that long. */
const spare = 60_000;
const usualSeconds = 300;
const longestAnswer = 64 * 1024;

/** What says to sources who asks. Tokens are kept until they expire. */
export class Authorities {
  readonly #tokens = new Map<string, Promise<Token>>();

  constructor(
    private readonly machine: Machine,
    private readonly client: Client,
  ) {}

  /**
   * The header that says who asks; none for a place that may not see it.
   * @param isAnew whether the source refused what it was sent before
   * @throws FetchFailure
   */
  async headers(credential: Credential | null, url: URL, isAnew: boolean): Promise<Readonly<Record<string, string>>> {
    if (credential === null || !credential.to.includes(url.origin)) return {};
    return { authorization: await this.#authorization(credential, isAnew) };
  }

  async #authorization({ name, proof }: Credential, isAnew: boolean): Promise<string> {
    const of = `credentials ${name}`;
    switch (proof.type) {
      case 'bearer':
        return `Bearer ${await readSecret(proof.token, of, this.machine.env)}`;
      case 'basic':
        return basic(proof.user, await readSecret(proof.password, of, this.machine.env));
      case 'client':
        return `Bearer ${await this.#token(name, proof, isAnew)}`;
    }
  }

  /** Those who ask at the same time wait for one token. */
  async #token(name: string, proof: ClientProof, isAnew: boolean): Promise<string> {
    const before = this.#tokens.get(name);
    const known = isAnew ? null : ((await before?.catch(() => null)) ?? null);
    if (known !== null && this.machine.now().getTime() < known.until - spare) return known.value;
    let asked = this.#tokens.get(name);
    if (asked === undefined || asked === before) {
      asked = this.#fetchToken(name, proof);
      this.#tokens.set(name, asked);
    }
    return (await asked).value;
  }

  async #fetchToken(name: string, { token, id, secret, scope, inBody }: ClientProof): Promise<Token> {
    const of = `credentials ${name}`;
    const value = await readSecret(secret, of, this.machine.env);
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      ...(scope === null ? {} : { scope }),
      ...(inBody ? { client_id: id, client_secret: value } : {}),
    });
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      ...(inBody ? {} : { authorization: basic(encodeURIComponent(id), encodeURIComponent(value)) }),
    };
    const parts: Uint8Array[] = [];
    const asked = { url: new URL(token), method: 'POST', name: of, body: form.toString(), follows: false } as const;
    await this.client.ask({ ...asked, headers: () => Promise.resolve(headers) }, async (body) => {
      parts.length = 0;
      let length = 0;
      for await (const bytes of body) {
        length += bytes.length;
        if (length > longestAnswer) throw failure(`${of}: the answer with the token is too long`);
        parts.push(bytes);
      }
    });
    return tokenIn(Buffer.concat(parts).toString('utf8'), of, this.machine.now().getTime());
  }
}

function tokenIn(text: string, of: string, now: number): Token {
  let said: unknown = null;
  try {
    said = JSON.parse(text);
  } catch {
    // What is no JSON has no token.
  }
  const { access_token: value, expires_in: seconds } = (said ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value)) throw failure(`${of}: the answer has no token`);
  const lasts = Number(seconds ?? usualSeconds);
  return { value, until: now + (Number.isFinite(lasts) ? lasts : usualSeconds) * 1000 };
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
