import { randomBytes } from 'node:crypto';
import * as openid from 'openid-client';
import type { SignInProvider } from '../pipeline/sign-in-keys.js';
import { knownBy, type Claims, type Known } from './known-by.js';
import { open, seal } from './sealed.js';
import { digestOf } from './session-token.js';

/** A provider with the secret itself. */
export interface TrustedProvider extends Omit<SignInProvider, 'secret'> {
  readonly secret: string;
}

/** How long somebody may take at the provider, in milliseconds. */
export const awayEnds = 10 * 60 * 1000;

/** How far a provider's clock may be off, in seconds. */
const drift = 30;

/** How long what a provider says of itself holds, in milliseconds. */
const metadataEnds = 60 * 60 * 1000;

/** Longer addresses are not come back to: a cookie has no room for them. */
const longestTo = 1000;

const mostUsed = 20_000;

/** What the browser keeps is sealed for. */
const use = 'away';

/** Somebody cannot be signed in by a provider: a word for the audit, never what the provider said of them. */
export class NotKnown extends Error {}

/** What the browser keeps while somebody is at the provider. */
interface Away {
  readonly provider: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly to: string;
  readonly until: number;
}

/** Signs people in by providers of OpenID Connect: code flow with PKCE, state and nonce, and signed tokens. */
export class Providers {
  /** What a browser keeps is of no use to others, nor after a restart. */
  readonly #key = randomBytes(32);
  readonly #metadata = new Map<string, { readonly config: openid.Configuration; readonly until: number }>();
  readonly #used = new Set<string>();

  constructor(
    readonly all: readonly TrustedProvider[],
    private readonly fetch?: openid.CustomFetch,
  ) {}

  /**
   * @param back where the provider leads back to
   * @returns where to send the browser, and what it keeps meanwhile
   */
  async begin(
    provider: TrustedProvider,
    { back, to, now }: { readonly back: string; readonly to: string; readonly now: Date },
  ): Promise<{ readonly url: string; readonly away: string }> {
    const config = await this.#configOf(provider, now);
    const [state, nonce, verifier] = [openid.randomState(), openid.randomNonce(), openid.randomPKCECodeVerifier()];
    const url = openid.buildAuthorizationUrl(config, {
      redirect_uri: back,
      scope: 'openid email',
      ...{ state, nonce, response_type: 'code' },
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      // Whoever has several accounts there chooses. A provider may refuse a word that it does not know.
      ...(maySelect(provider, config) && { prompt: 'select_account' }),
    });
    const until = now.getTime() + awayEnds;
    const kept = { provider: provider.name, state, nonce, verifier, to: to.length > longestTo ? '/' : to, until };
    return { url: url.href, away: seal(this.#key, JSON.stringify(kept), use).toString('base64url') };
  }

  /**
   * Who came back from a provider, and where they were going.
   * @param url the whole address that they came back to
   * @throws NotKnown
   */
  async end(
    provider: TrustedProvider,
    { url, away, now }: { readonly url: URL; readonly away: string; readonly now: Date },
  ): Promise<{ readonly known: Known; readonly to: string }> {
    const opened = open(this.#key, Buffer.from(away, 'base64url'), use);
    const kept = opened === null ? null : (JSON.parse(opened) as Away);
    if (kept === null || kept.provider !== provider.name || kept.until < now.getTime())
      throw new NotKnown('no-sign-in');
    const digest = digestOf(away);
    if (this.#used.has(digest)) throw new NotKnown('used-again');
    this.#use(digest);
    const config = await this.#configOf(provider, now);
    const { state: expectedState, nonce: expectedNonce, verifier: pkceCodeVerifier } = kept;
    const checks = { expectedState, expectedNonce, pkceCodeVerifier, idTokenExpected: true };
    const tokens = await openid.authorizationCodeGrant(config, url, checks).catch((error: unknown) => {
      throw new NotKnown(codeOf(error));
    });
    const claims = tokens.claims();
    const known = claims === undefined ? null : knownBy(provider, await withAddress(config, provider, tokens, claims));
    if (known === null) throw new NotKnown('other-organisation');
    return { known, to: kept.to };
  }

  /** @throws NotKnown if the provider cannot be asked, or is not the one that was meant */
  async #configOf(provider: TrustedProvider, now: Date): Promise<openid.Configuration> {
    const { name, issuer, client, secret } = provider;
    const known = this.#metadata.get(name);
    if (known !== undefined && known.until > now.getTime()) return known.config;
    const isHere = issuer.startsWith('http:');
    const config = await openid
      .discovery(new URL(issuer), client, { client_secret: secret, [openid.clockTolerance]: drift }, undefined, {
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- it warns; only a provider on this machine is asked so
        execute: [openid.enableNonRepudiationChecks, ...(isHere ? [openid.allowInsecureRequests] : [])],
        ...(this.fetch !== undefined && { [openid.customFetch]: this.fetch }),
      })
      .catch((error: unknown) => {
        throw new NotKnown(codeOf(error));
      });
    this.#metadata.set(name, { config, until: now.getTime() + metadataEnds });
    return config;
  }

  #use(digest: string): void {
    this.#used.add(digest);
    const [first = ''] = this.#used;
    if (this.#used.size > mostUsed) this.#used.delete(first);
  }
}

function maySelect({ type }: TrustedProvider, config: openid.Configuration): boolean {
  const prompts = config.serverMetadata().prompt_values_supported;
  return type !== 'openid' || (Array.isArray(prompts) && prompts.includes('select_account'));
}

/** A provider may say the email address only when it is asked for it (OpenID Connect Core, 5.4), and of the same person. */
async function withAddress(
  config: openid.Configuration,
  { type }: TrustedProvider,
  { access_token: token }: openid.TokenEndpointResponse,
  claims: openid.IDToken,
): Promise<Claims> {
  if (type !== 'openid' || claims.email !== undefined || config.serverMetadata().userinfo_endpoint === undefined)
    return claims;
  const said = await openid.fetchUserInfo(config, token, claims.sub).catch((error: unknown) => {
    throw new NotKnown(codeOf(error));
  });
  return { ...claims, email: said.email, email_verified: said.email_verified };
}

/** A word of the library or the protocol; its message might have what somebody sent. */
function codeOf(error: unknown): string {
  const { code, error: said } = error as { code?: unknown; error?: unknown };
  const word = typeof said === 'string' ? said : code;
  return typeof word === 'string' && /^[\w-]{1,60}$/.test(word) ? word : 'no-answer';
}
