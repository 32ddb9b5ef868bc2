import { isIP } from 'node:net';
import { isSeq } from 'yaml';
import { keyMap, needed, optional, usually, type MapValues } from '../keys/key-map.js';
import { byName, count, listOf, text } from '../keys/types.js';
import { named, type YamlType } from '../keys/yaml-type.js';
import { secret, unshown, type Secret } from '../secret.js';
import type { YamlFile } from '../yaml/yaml-file.js';
import { faultOfUrl } from './source-url.js';

/** How to say to a source who asks. */
export type Proof =
  | { readonly type: 'bearer'; readonly token: Secret }
  | { readonly type: 'basic'; readonly user: string; readonly password: Secret }
  | {
      readonly type: 'client';
      readonly token: string;
      readonly id: string;
      readonly secret: Secret;
      readonly scope: string | null;
      readonly inBody: boolean;
    };

export interface Credential {
  readonly name: string;
  /** The origins that may see it, and no other. */
  readonly to: readonly string[];
  readonly proof: Proof;
}

/** How S3 is reached, if the environment does not say it. */
export interface S3Setting {
  readonly endpoint: string | null;
  readonly region: string | null;
  readonly accessKey: Secret | null;
  readonly secretKey: Secret | null;
}

/** What the pipeline says of fetching extracts. */
export interface Fetching {
  /** Networks that are not public, in which sources may be. */
  readonly allow: readonly string[];
  readonly credentials: ReadonlyMap<string, Credential>;
  readonly patience: FetchLimits;
  readonly s3: S3Setting;
}

/** The origin of an https URL (or of this machine). */
const origin: YamlType<string> = {
  schema: text.schema,
  read(file, node, what) {
    const written = file.readText(node, what);
    if (written === '') return '';
    const fault = faultOfUrl(written);
    if (fault !== null || written.startsWith('s3:')) {
      file.problem(node, 'unfit-url', fault?.message ?? 'This is no origin.', fault?.hint ?? 'Write https://HOST.');
      return '';
    }
    const url = new URL(written);
    if (url.pathname !== '/' || url.search !== '')
      file.problem(node, 'unfit-url', `${what} is a host, without a path.`, `Write ${url.origin}.`);
    return url.origin;
  },
};

export const sourceUrl: YamlType<string> = {
  schema: text.schema,
  read(file, node, what) {
    const written = file.readText(node, what);
    const fault = written === '' ? null : faultOfUrl(written);
    if (fault === null) return written;
    file.problem(node, 'unfit-url', fault.message, fault.hint);
    return '';
  },
};

const origins: YamlType<string[]> = {
  schema: { anyOf: [text.schema, listOf(text.schema)] },
  read: (file, node, what, key) =>
    (isSeq(node) ? file.readList(node, what) : [node]).map((one) => origin.read(file, one, what, key)),
};

const basicKeys = keyMap({
  user: needed(text, 'The name of the user.', 'pullthrough'),
  password: needed(secret, 'Where the password is.'),
});

const clientKeys = keyMap({
  token: needed(sourceUrl, 'Where tokens are given.', 'https://login.example.org/oauth/token'),
  id: needed(text, "The client's id.", 'pullthrough'),
  secret: needed(secret, "Where the client's secret is."),
  scope: optional(text, 'What to ask for.', 'extracts.read'),
  inBody: usually(
    { schema: { type: 'boolean' }, read: (file, node, what) => file.readBoolean(node, what) },
    false,
    'Whether id and secret are sent in the form, not by basic authentication.',
  ),
});

const credentialKeys = keyMap(
  {
    to: needed(
      origins,
      'The hosts that may see it: sources elsewhere cannot name it, and no redirect takes it along.',
      'https://mis.example.org',
    ),
    bearer: optional(secret, 'A token that is sent as it is.', { env: 'OAK_TOKEN' }),
    basic: optional(
      named('basic', 'A user with a password', 'Basic authentication.', basicKeys),
      'A user with a password.',
      { user: 'pullthrough', password: { env: 'OAK_PASSWORD' } },
    ),
    client: optional(
      named(
        'client',
        'OAuth client credentials',
        'A token is fetched with them, and kept until it expires.',
        clientKeys,
      ),
      'OAuth client credentials.',
      { token: 'https://login.example.org/oauth/token', id: 'pullthrough', secret: { env: 'OAK_SECRET' } },
    ),
  },
  { oneOf: [{ required: ['bearer'] }, { required: ['basic'] }, { required: ['client'] }] },
);

const credential = named(
  'credential',
  'Credentials',
  'How to say to a source who asks. The secrets themselves are in the environment or in files.',
  credentialKeys,
  { to: 'https://mis.example.org', bearer: { env: 'OAK_TOKEN' } },
);

function proofsIn({ bearer, basic, client }: MapValues<typeof credentialKeys.keys>): Proof[] {
  return [
    ...(bearer === null ? [] : [{ type: 'bearer', token: bearer } as const]),
    ...(basic === null ? [] : [{ type: 'basic', ...basic } as const]),
    ...(client === null ? [] : [{ type: 'client', ...client } as const]),
  ];
}

const credentialsByName: YamlType<ReadonlyMap<string, Credential>> = unshown({
  schema: byName(credential.schema),
  read(file, node, what) {
    const found = new Map<string, Credential>();
    for (const [name, { key, node: one }] of file.readMap(node, what)) {
      const said = credential.read(file, one, `The credentials ${name}`, key);
      const [proof, ...more] = proofsIn(said);
      if (proof === undefined || more.length > 0) {
        const hint = 'Give one of bearer, basic and client.';
        file.problem(key, 'excludes', `The credentials ${name} say in no way, or in several, who asks.`, hint);
      } else found.set(name, { name, to: said.to, proof });
    }
    return found;
  },
});

/** Whether a text is an address, or a network in CIDR notation. */
export function isNetwork(written: string): boolean {
  const [address = '', length, ...more] = written.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= (family === 4 ? 32 : 128));
}

const networks: YamlType<string[]> = {
  schema: listOf(text.schema),
  read(file, node, what) {
    return file.readNames(node, what).flatMap(({ name, node: item }) => {
      if (isNetwork(name)) return [name];
      file.problem(item, 'wrong-type', `"${name}" is no network.`, 'Write it as in 10.2.0.0/16.');
      return [];
    });
  },
};

const limitKeys = keyMap({
  tries: usually(count(1), 4, 'How often a request is made that fails by what may pass by itself.'),
  waitSeconds: usually(
    count(0),
    120,
    'The longest wait before the next try: who asks for a longer one (Retry-After) fails.',
  ),
  connectSeconds: usually(count(1), 10, 'How long connecting may take.'),
  answerSeconds: usually(count(1), 120, 'How long a source may take until its answer begins.'),
  idleSeconds: usually(count(1), 60, 'How long an answer may pause.'),
  wholeSeconds: usually(count(1), 1800, 'How long one answer may take.'),
  redirects: usually(count(0), 5, 'How many redirects are followed.'),
  pages: usually(count(1), 10_000, 'How many pages a section may have.'),
});

/** How long to wait for a source, and how often to ask it. */
export type FetchLimits = MapValues<typeof limitKeys.keys>;

const s3Keys = keyMap({
  endpoint: optional(
    sourceUrl,
    'Where S3 is, if not at Amazon; AWS_ENDPOINT_URL_S3 goes before it.',
    'https://s3.example.org',
  ),
  region: optional(text, 'The region; AWS_REGION goes before it.', 'eu-west-2'),
  accessKey: optional(secret, 'Where the id of the access key is, if not in AWS_ACCESS_KEY_ID.'),
  secretKey: optional(secret, 'Where the secret of the access key is, if not in AWS_SECRET_ACCESS_KEY.'),
});

const noS3: S3Setting = { endpoint: null, region: null, accessKey: null, secretKey: null };

/** The keys of `source:` about fetching. */
export const fetchingKeys = {
  allow: optional(
    networks,
    'Networks that are not public, in which sources may be. Without it, no private address is ever connected to.',
    ['10.2.0.0/16'],
  ),
  credentials: optional(credentialsByName, 'How to say to sources who asks, by name.', {
    oak: { to: 'https://mis.example.org', bearer: { env: 'OAK_TOKEN' } },
  }),
  fetch: optional(
    named('fetch', 'Patience with sources', 'How long to wait for a source, and how often to ask it.', limitKeys),
    'How long to wait for a source, and how often to ask it.',
    { tries: 2, wholeSeconds: 600 },
  ),
  s3: optional(
    named('s3', 'S3', 'How S3 is reached, if the environment does not say it.', s3Keys),
    'How S3 is reached, if the environment does not say it.',
    { endpoint: 'https://s3.example.org', region: 'eu-west-2' },
  ),
};

interface SaidOfFetching {
  readonly allow: readonly string[] | null;
  readonly credentials: ReadonlyMap<string, Credential> | null;
  readonly fetch: FetchLimits | null;
  readonly s3: S3Setting | null;
}

export function fetchingOf(file: YamlFile, { allow, credentials, fetch, s3 }: SaidOfFetching): Fetching {
  return {
    allow: allow ?? [],
    credentials: credentials ?? new Map(),
    patience: fetch ?? limitKeys.readFrom(file, new Map(), null, 'fetch'),
    s3: s3 ?? noS3,
  };
}
