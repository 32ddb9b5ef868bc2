import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import type { CustomFetch } from 'openid-client';

export type Claims = Readonly<Record<string, unknown>>;

/** What went wrong on purpose: claims instead of the right ones, or a token that another key signed. */
export interface Granted {
  readonly claims?: Claims;
  readonly forged?: boolean;
}

const keys = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A provider of OpenID Connect, without a server: what a program would ask of it goes by `fetch`. */
export class OpenidProvider {
  readonly #own = keys();
  readonly #others = keys();
  readonly #codes = new Map<string, { readonly asked: URLSearchParams; readonly granted: Granted }>();
  /** As clients asked: method and URL. */
  readonly requests: string[] = [];
  isDown = false;

  constructor(
    readonly issuer: string,
    readonly client: { readonly id: string; readonly secret: string },
  ) {}

  /** Somebody signs in there. @returns the query with which the browser is led back */
  grant(authorization: string, granted: Granted): URLSearchParams {
    const asked = new URL(authorization).searchParams;
    const code = `code-${String(this.#codes.size)}`;
    this.#codes.set(code, { asked, granted });
    return new URLSearchParams({ code, state: asked.get('state') ?? '' });
  }

  readonly fetch: CustomFetch = async (url, { method = 'GET', body, headers }) => {
    this.requests.push(`${method} ${url}`);
    if (this.isDown) throw new TypeError('fetch failed');
    const { issuer } = this;
    if (url === `${issuer}/.well-known/openid-configuration`)
      return Response.json({
        ...{ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` },
        ...{ jwks_uri: `${issuer}/keys`, response_types_supported: ['code'], subject_types_supported: ['pairwise'] },
        id_token_signing_alg_values_supported: ['RS256'],
      });
    if (url === `${issuer}/keys`)
      return Response.json({
        keys: [{ ...this.#own.publicKey.export({ format: 'jwk' }), kid: '1', use: 'sig', alg: 'RS256' }],
      });
    return Promise.resolve(
      this.#token(
        typeof body === 'string' || body instanceof URLSearchParams ? new URLSearchParams(body) : new URLSearchParams(),
        new Headers(headers),
      ),
    );
  };

  /** Each code once, to whom it was given for. It minds the client's secret and the challenge, as all do. */
  #token(form: URLSearchParams, headers: Headers): Response {
    const found = this.#codes.get(form.get('code') ?? '');
    const verifier = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const basic = Buffer.from((headers.get('authorization') ?? '').replace('Basic ', ''), 'base64').toString();
    const isClient =
      (form.get('client_id') === this.client.id && form.get('client_secret') === this.client.secret) ||
      basic === `${this.client.id}:${this.client.secret}`;
    if (!isClient) return Response.json({ error: 'invalid_client' }, { status: 401 });
    if (found === undefined || verifier !== found.asked.get('code_challenge'))
      return Response.json({ error: 'invalid_grant' }, { status: 400 });
    if (form.get('redirect_uri') !== found.asked.get('redirect_uri'))
      return Response.json({ error: 'invalid_grant' }, { status: 400 });
    const { asked, granted } = found;
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      ...{ iss: this.issuer, aud: this.client.id, sub: 'subject', iat: now, exp: now + 300 },
      nonce: asked.get('nonce'),
      ...granted.claims,
    };
    const signed = `${base64({ alg: 'RS256', kid: '1', typ: 'JWT' })}.${base64(claims)}`;
    const key = granted.forged === true ? this.#others.privateKey : this.#own.privateKey;
    const idToken = `${signed}.${createSign('sha256').update(signed).sign(key, 'base64url')}`;
    return Response.json({ access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token: idToken });
  }
}
