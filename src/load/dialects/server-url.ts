import { readFileSync } from 'node:fs';
import { DatabaseError } from '../database-error.js';

export interface Server {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string;
  readonly database: string;
  readonly ssl: false | { readonly rejectUnauthorized: boolean; readonly ca?: string };
}

/** Both ways of writing it: sslmode of PostgreSQL, ssl-mode of MySQL. */
const tlsModes: Readonly<Record<string, 'off' | 'encrypted' | 'verified'>> = {
  disable: 'off',
  disabled: 'off',
  require: 'encrypted',
  required: 'encrypted',
  'verify-full': 'verified',
  verify_identity: 'verified',
};

/**
 * Takes `scheme://user:password@host:port/database?sslmode=…&sslrootcert=FILE` apart.
 * @throws DatabaseError that quotes only what cannot be a password
 */
export function readServerUrl(given: string, example: string, defaultPort: number): Server {
  const refuse = (what: string) =>
    new DatabaseError('bad-url', `The database's URL ${what}. It looks like ${example}.`);
  if (!/^[a-z]+:\/\//.test(given)) throw refuse('has no // before its host');
  const { url, parts } = readParts(given, refuse);
  const { database, host, user, password } = parts;
  if (database === '') throw refuse('names no database');
  const { mode = 'disable', certificate } = readParameters(url, refuse);
  const tls = tlsModes[mode.toLowerCase()];
  if (tls === undefined) throw refuse('has an sslmode that is none of disable, require, verify-full');
  return {
    host: host.replace(/^\[(.*)\]$/, '$1') || '127.0.0.1',
    port: url.port === '' ? defaultPort : Number(url.port),
    user,
    ...(password === '' ? {} : { password }),
    database,
    ssl:
      tls === 'off'
        ? false
        : {
            rejectUnauthorized: tls === 'verified',
            ...(certificate === undefined ? {} : { ca: readCertificate(certificate, refuse) }),
          },
  };
}

type Refuse = (what: string) => DatabaseError;

function readParts(given: string, refuse: Refuse) {
  try {
    const url = new URL(given);
    // If a special character ends the host too early, the rest of the password is behind it.
    if (`${url.pathname}${url.search}${url.hash}`.includes('@')) throw new Error('not as intended');
    const database = decodeURIComponent(url.pathname.slice(1));
    const [host, user, password] = [url.hostname, url.username, url.password].map(decodeURIComponent);
    return { url, parts: { database, host, user, password } };
  } catch {
    throw refuse('cannot be read (a special character in a password is written as %XX)');
  }
}

function readParameters(url: URL, refuse: Refuse): { mode?: string; certificate?: string } {
  const read: { mode?: string; certificate?: string } = {};
  for (const [name, value] of url.searchParams) {
    if (name === 'sslmode' || name === 'ssl-mode') read.mode = value;
    else if (name === 'sslrootcert' || name === 'ssl-ca') read.certificate = value;
    else throw refuse(`has a parameter "${name}", which is none of sslmode, sslrootcert`);
  }
  return read;
}

function readCertificate(file: string, refuse: Refuse): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw refuse(`names a certificate that cannot be read: ${file}`);
  }
}

/** How messages name a database on a server. */
export function serverName(scheme: string, { host, port, database }: Server): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${String(port)}/${database}`;
}
