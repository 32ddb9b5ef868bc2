import { AwsV4Signer } from 'aws4fetch';
import { isExtractName } from '../extract/bytes/input-formats.js';
import type { Secret } from '../pipeline/secret.js';
import type { S3Setting } from '../pipeline/source/fetching.js';
import { faultOfUrl } from '../pipeline/source/source-url.js';
import { byCodeUnit } from '../pipeline/text/text.js';
import { failure, type Asked, type Client } from './client.js';
import type { Machine } from './network.js';
import { readSecret } from './secrets.js';

/** What is directly under a prefix, by name in code-unit order. */
export interface S3Listing {
  /** The URLs of the extracts, `s3://bucket/key`. */
  readonly extracts: readonly string[];
  /** What else is there; the name of what is like a folder ends with a slash. */
  readonly others: readonly string[];
}

const longestPage = 16 * 1024 * 1024;

/** Objects of S3, or of what speaks as it does. */
export class S3 {
  constructor(
    private readonly client: Client,
    private readonly machine: Machine,
    private readonly setting: S3Setting,
  ) {}

  /** Whether a URL names one object, not a prefix: by the same names that files have. */
  isObject(url: URL): boolean {
    return isExtractName(keyOf(url));
  }

  /** @throws FetchFailure */
  object(name: string, url: URL): Asked {
    return this.#asked(name, this.#place(url.hostname, keyOf(url)));
  }

  /**
   * What is under a prefix, as under a folder.
   * @throws FetchFailure
   */
  async list(url: URL): Promise<S3Listing> {
    const [bucket, given] = [url.hostname, keyOf(url)];
    const prefix = given === '' || given.endsWith('/') ? given : `${given}/`;
    const names: string[] = [];
    for (let token: string | null = null, isMore = true; isMore; isMore = token !== null) {
      const page = await this.#page(bucket, prefix, token);
      names.push(...page.names);
      if (page.next !== null && page.next === token) throw failure('the list of objects goes round in circles');
      token = page.next;
    }
    const shown = names.filter((name) => name !== '' && !name.startsWith('.')).sort(byCodeUnit);
    return {
      extracts: shown.filter(isExtractName).map((name) => `s3://${bucket}/${encodedPath(prefix + name)}`),
      others: shown.filter((name) => !isExtractName(name)),
    };
  }

  async #page(bucket: string, prefix: string, token: string | null): Promise<{ names: string[]; next: string | null }> {
    const url = this.#place(bucket, '');
    const asked = { 'list-type': '2', 'encoding-type': 'url', delimiter: '/', prefix };
    // Signed as it is sent: a + would be taken for a space.
    url.search = Object.entries({ ...asked, ...(token === null ? {} : { 'continuation-token': token }) })
      .map(([name, value]) => `${name}=${encoded(value)}`)
      .join('&');
    const parts: Uint8Array[] = [];
    await this.client.ask(this.#asked(`s3://${bucket}/${prefix}`, url), async (body) => {
      parts.length = 0;
      let length = 0;
      for await (const bytes of body) {
        length += bytes.length;
        if (length > longestPage) throw failure('the list of objects is too long');
        parts.push(bytes);
      }
    });
    return namesIn(Buffer.concat(parts).toString('utf8'), prefix);
  }

  #asked(name: string, url: URL): Asked {
    return { name, url, follows: false, headers: (place) => this.#signed(place) };
  }

  async #signed(url: URL): Promise<Readonly<Record<string, string>>> {
    const { env } = this.machine;
    const { accessKey, secretKey } = this.setting;
    const signer = new AwsV4Signer({
      url: url.href,
      accessKeyId: await this.#secret('AWS_ACCESS_KEY_ID', accessKey),
      secretAccessKey: await this.#secret('AWS_SECRET_ACCESS_KEY', secretKey),
      ...(env.AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: env.AWS_SESSION_TOKEN }),
      service: 's3',
      region: this.#region,
      datetime: this.machine
        .now()
        .toISOString()
        .replace(/[:-]|\.\d{3}/g, ''),
    });
    const signed: Record<string, string> = {};
    (await signer.sign()).headers.forEach((value, name) => {
      if (name !== 'host') signed[name] = value;
    });
    return signed;
  }

  #secret(variable: string, other: Secret | null): Promise<string> {
    const { env } = this.machine;
    return readSecret(env[variable] === undefined && other !== null ? other : { env: variable }, 's3', env);
  }

  get #region(): string {
    const { env } = this.machine;
    return env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? this.setting.region ?? 'us-east-1';
  }

  #place(bucket: string, key: string): URL {
    const endpoint = this.machine.env.AWS_ENDPOINT_URL_S3 ?? this.setting.endpoint;
    if (endpoint !== null) {
      const fault = faultOfUrl(endpoint);
      if (fault !== null) throw failure(`AWS_ENDPOINT_URL_S3: ${fault.message}`.replace(/\.$/, ''));
      return new URL(`${endpoint.replace(/\/$/, '')}/${bucket}/${encodedPath(key)}`);
    }
    const host = `s3.${this.#region}.amazonaws.com`;
    // The certificate is for one name before that.
    const isPart = bucket.includes('.');
    return new URL(
      isPart ? `https://${host}/${bucket}/${encodedPath(key)}` : `https://${bucket}.${host}/${encodedPath(key)}`,
    );
  }
}

function keyOf({ pathname }: URL): string {
  try {
    return decodeURIComponent(pathname.slice(1));
  } catch {
    // A % that encodes nothing stands for itself.
    return pathname.slice(1);
  }
}

/** As RFC 3986 has it, and signatures. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

function encodedPath(key: string): string {
  return key.split('/').map(encoded).join('/');
}

/** @throws FetchFailure if it is no list */
function namesIn(xml: string, prefix: string): { names: string[]; next: string | null } {
  if (!xml.includes('<ListBucketResult')) throw failure('the answer is no list of objects');
  const isEncoded = /<EncodingType>url<\/EncodingType>/.test(xml);
  const textOf = (text: string): string => {
    const plain = unescaped(text);
    return isEncoded ? decodeURIComponent(plain.replaceAll('+', ' ')) : plain;
  };
  const keys = [...xml.matchAll(/<Contents>(?:(?!<\/Contents>)[\s\S])*?<Key>([^<]*)<\/Key>/g)].map(([, key = '']) =>
    textOf(key),
  );
  const folders = [...xml.matchAll(/<CommonPrefixes>\s*<Prefix>([^<]*)<\/Prefix>/g)].map(([, folder = '']) =>
    textOf(folder),
  );
  const next = /<NextContinuationToken>([^<]*)<\/NextContinuationToken>/.exec(xml)?.[1];
  const isMore = /<IsTruncated>true<\/IsTruncated>/.test(xml);
  if (isMore && next === undefined) throw failure('the list of objects breaks off');
  const names = [...keys, ...folders].map((key) => (key.startsWith(prefix) ? key.slice(prefix.length) : ''));
  return { names, next: isMore && next !== undefined ? unescaped(next) : null };
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(
    /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([\da-f]{1,6}));/gi,
    (whole, name?: string, ten?: string, hex?: string) => {
      if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
      const code = ten === undefined ? Number.parseInt(hex ?? '', 16) : Number(ten);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
