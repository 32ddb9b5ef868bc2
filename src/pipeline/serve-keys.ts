import { keyMap, optional, usually, type MapValues } from './keys/key-map.js';
import { oneOf } from './keys/types.js';
import { named, type YamlType } from './keys/yaml-type.js';
import { secret, unquoted, unshown } from './secret.js';
import { signInProviders } from './sign-in-keys.js';

const most = 2;

/** How many people have to approve what is held. */
const approvals: YamlType<number> = {
  schema: { type: 'integer', minimum: 1, maximum: most },
  read(file, node, what) {
    const count = file.readCount(node, what, 1);
    if (count <= most) return count;
    file.problem(node, 'wrong-type', `${what} must be 1 or ${String(most)}.`);
    return most;
  },
};

export const serveKeys = keyMap({
  approvals: usually(
    approvals,
    1,
    'How many different people have to approve what is held before the next run lets it through, 1 or 2. `release` needs `--by NAME` if it is 2.',
    2,
  ),
  signIn: optional(signInProviders, 'Who else says who somebody is, beside a password: by OpenID Connect, by name.', {
    google: { type: 'google', client: '1234.apps.googleusercontent.com', secret: { env: 'GOOGLE_SECRET' } },
  }),
  secondFactor: usually(
    oneOf({
      off: 'Nobody is asked for a code.',
      several: 'People who see several schools are asked for one.',
      all: 'Everyone is asked for one.',
    }),
    'off',
    'Who has to give a code of an authenticator app at each sign-in, after the password; needs `key`.',
    'several',
  ),
  key: optional(
    unshown(secret),
    'Where the key is by which the secrets of second factors are encrypted in the database: a text of 32 characters or more.',
    { env: 'PULLTHROUGH_KEY' },
  ),
});

export type ServeTerms = MapValues<typeof serveKeys.keys>;

export const serve = named<ServeTerms>('serve', 'Data pages', 'What the Data pages ask of people.', {
  schema: serveKeys.schema,
  read: unquoted((file, node, what) => {
    const entries = serveKeys.enter(file, node, what);
    const said = serveKeys.readFrom(file, entries, node, what);
    const asking = entries.get('secondFactor');
    if (said.secondFactor !== 'off' && said.key === null && asking !== undefined)
      file.require(entries, 'key', asking.key, what, 'The secrets of second factors are encrypted with it.');
    return said;
  }),
});
