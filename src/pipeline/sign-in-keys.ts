import { isSeq } from 'yaml';
import { keyMap, needed, optional, type MapValues } from './keys/key-map.js';
import { byName, listOf, oneOf, text } from './keys/types.js';
import { named, type YamlType } from './keys/yaml-type.js';
import { secret, unshown, type Secret } from './secret.js';
import { isLoopbackName } from './source/source-url.js';
import type { YamlFile, Entries } from './yaml/yaml-file.js';

/** Whom the Data pages believe when it says who somebody is, by OpenID Connect. */
export interface SignInProvider {
  /** As in the pipeline, and in the address that the provider leads back to. */
  readonly name: string;
  readonly type: 'google' | 'microsoft' | 'openid';
  /** What people call it. */
  readonly label: string;
  readonly issuer: string;
  readonly client: string;
  readonly secret: Secret;
  /** Of Microsoft: the directory whose people it is for. */
  readonly tenant: string | null;
  /** Of Google: the organisations whose people it is for; null for any. */
  readonly domains: readonly string[] | null;
}

const issuerUrl: YamlType<string> = {
  schema: text.schema,
  read(file, node, what) {
    const written = file.readText(node, what);
    const url = URL.canParse(written) ? new URL(written) : null;
    const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackName(url.hostname));
    if (written !== '' && (!isSafe || url.username !== '' || url.search !== '' || url.hash !== ''))
      file.problem(
        node,
        'wrong-type',
        `${what} must be the https:// URL of a provider.`,
        'Write it as its documentation does.',
      );
    return written;
  },
};

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** One directory by its id: `common` and the like would let in people whom nobody here knows. */
const tenantId: YamlType<string> = {
  schema: { type: 'string', pattern: guid.source },
  read(file, node, what) {
    const written = file.readText(node, what).toLowerCase();
    if (written !== '' && !guid.test(written)) {
      const hint = 'Microsoft Entra shows it as "Tenant ID", for example 6babcaad-604b-40ac-a9d7-9fd97c0b779f.';
      file.problem(node, 'wrong-type', `${what} must be the id of one directory.`, hint);
    }
    return written;
  },
};

const domains: YamlType<string[]> = {
  schema: { anyOf: [text.schema, listOf(text.schema)] },
  read: (file, node, what) =>
    (isSeq(node) ? file.readNames(node, what).map(({ name }) => name) : [file.readText(node, what)]).map((one) =>
      one.toLowerCase(),
    ),
};

const providerKeys = keyMap({
  type: needed(
    oneOf({
      google: 'Work accounts of Google.',
      microsoft: 'Work accounts of Microsoft, of one directory.',
      openid: 'Any other provider of OpenID Connect that says who somebody is.',
    }),
    'Which provider it is.',
    'google',
  ),
  client: needed(text, 'The client id that the provider gave.', '1234.apps.googleusercontent.com'),
  secret: needed(unshown(secret), "Where the client's secret is.", { env: 'GOOGLE_SECRET' }),
  label: optional(text, 'What people call it: "Sign in with …". Without it, Google, Microsoft, or the name.', 'Trust'),
  issuer: optional(
    issuerUrl,
    'For `openid`: its issuer, with https; http only on this machine.',
    'https://id.example.org',
  ),
  tenant: optional(
    tenantId,
    'For `microsoft`: the id of the directory whose people may sign in.',
    '6babcaad-604b-40ac-a9d7-9fd97c0b779f',
  ),
  domains: optional(domains, 'For `google`: the organisations whose people may sign in. Without it, those of any.', [
    'example.org',
  ]),
});

const provider = named(
  'provider',
  'Sign-in provider',
  'Who says who somebody is, by OpenID Connect. Only people whose account an admin has added come in.',
  providerKeys,
  { type: 'google', client: '1234.apps.googleusercontent.com', secret: { env: 'GOOGLE_SECRET' } },
);

type Said = MapValues<typeof providerKeys.keys>;

/** Which key only one type has, and needs or not. */
const own = [
  { key: 'issuer', type: 'openid', isNeeded: true },
  { key: 'tenant', type: 'microsoft', isNeeded: true },
  { key: 'domains', type: 'google', isNeeded: false },
] as const;

const labels = { google: 'Google', microsoft: 'Microsoft', openid: null } as const;

/** Sign-in providers, by name. */
export const signInProviders: YamlType<SignInProvider[]> = {
  schema: byName(provider.schema),
  read(file, node, what) {
    const found: SignInProvider[] = [];
    for (const [name, { key, node: one }] of file.readMap(node, what)) {
      const about = `The provider ${name}`;
      if (!/^[a-z][a-z0-9-]{0,39}$/.test(name)) {
        const hint = 'It is in the address that the provider leads back to.';
        file.problem(key, 'wrong-type', `"${name}" must be small letters and digits, a letter first.`, hint);
      }
      const entries = providerKeys.enter(file, one, about);
      const said = providerKeys.readFrom(file, entries, one ?? key, about);
      if (said.type !== null) {
        checkOwn(file, entries, said.type, about);
        found.push(asProvider(name, said.type, said));
      }
    }
    return found;
  },
};

function checkOwn(file: YamlFile, entries: Entries, type: SignInProvider['type'], about: string): void {
  for (const { key, type: of, isNeeded } of own) {
    const entry = entries.get(key);
    if (of !== type && entry !== undefined)
      file.problem(entry.key, 'excludes', `"${key}" is for the type ${of}.`, 'Remove it.');
    if (of === type && isNeeded && entry === undefined)
      file.require(entries, key, entries.get('type')?.key ?? null, about, `The type ${type} needs it.`);
  }
}

function asProvider(name: string, type: SignInProvider['type'], said: Said): SignInProvider {
  const { client, secret: place, tenant } = said;
  const issuers = {
    google: 'https://accounts.google.com',
    microsoft: `https://login.microsoftonline.com/${tenant ?? ''}/v2.0`,
    openid: said.issuer ?? '',
  };
  const label = said.label ?? labels[type] ?? name;
  return { name, type, label, issuer: issuers[type], client, secret: place, tenant, domains: said.domains };
}
