import type { FindingKey } from '../browse/finding-groups.js';
import type { Listing } from '../browse/list-records.js';
import type { Of } from '../explain/explanation.js';
import type { RecordKind } from '../pipeline/pipeline.js';

/** What is asked of the audit, as it is in an address: days are YYYY-MM-DD. Null for all. */
export interface AskedAudit {
  readonly school: string | null;
  readonly who: string | null;
  readonly what: string | null;
  readonly from: string | null;
  readonly to: string | null;
  /** Only entries before the one with this id. */
  readonly before: string | null;
}

/** Where each page is. An id may contain anything, and is one part of a path. */
export const addresses = {
  morning: '/',
  schools: '/schools',
  find: (text = ''): string => (text === '' ? '/find' : `/find?${new URLSearchParams({ q: text }).toString()}`),
  /** Signing in leads to a path of this site. */
  signIn: (to = '/', more: Readonly<Record<string, string>> = {}): string => {
    const query = new URLSearchParams({ ...(to !== '/' && { to }), ...more }).toString();
    return query === '' ? '/sign-in' : `/sign-in?${query}`;
  },
  code: (to = '/'): string =>
    to === '/' ? '/sign-in/code' : `/sign-in/code?${new URLSearchParams({ to }).toString()}`,
  signInWith: (provider: string, to = '/'): string =>
    `/sign-in/with/${encodeURIComponent(provider)}${to === '/' ? '' : `?${new URLSearchParams({ to }).toString()}`}`,
  signInBack: (provider: string): string => `${addresses.signInWith(provider)}/back`,
  signOut: '/sign-out',
  signOutEverywhere: '/sign-out-everywhere',
  account: '/account',
  ownPassword: '/account/password',
  unsaved: '/account/unsaved',
  ownRecoveryCodes: '/account/recovery-codes',
  ownAuthenticator: '/account/authenticator',
  nextAuthenticator: '/account/authenticator/new',
  accounts: '/accounts',
  newAccount: '/accounts/new',
  oneAccount: (name: string): string => `/accounts/account?${new URLSearchParams({ name }).toString()}`,
  changedAccount: '/accounts/account',
  accountLink: '/accounts/account/link',
  resetSecondFactor: '/accounts/account/second-factor',
  accountIdentity: '/accounts/account/identity',
  forgottenIdentities: '/accounts/account/forget-identities',
  disabledAccount: '/accounts/account/disable',
  enabledAccount: '/accounts/account/enable',
  setPassword: '/set-password',
  passwordLink: (link: string): string => `/set-password?${new URLSearchParams({ link }).toString()}`,
  audit: '/audit',
  audited: (asked: AskedAudit, at = '/audit'): string => {
    const said = Object.entries(asked).filter((part): part is [string, string] => part[1] !== null);
    return said.length === 0 ? at : `${at}?${new URLSearchParams(said).toString()}`;
  },
  exportedAudit: '/audit/export.csv',
  baseRules: '/rules',
  school: (school: string): string => `/schools/${encodeURIComponent(school)}`,
  rules: (school: string): string => `${addresses.school(school)}/rules`,
  notThrough: (school: string): string => `${addresses.school(school)}/not-coming-through`,
  runs: (school: string): string => `${addresses.school(school)}/runs`,
  run: (school: string, run: string): string => `${addresses.runs(school)}/${encodeURIComponent(run)}`,
  held: (school: string): string => `${addresses.school(school)}/held`,
  heldSchools: '/held',
  allRuns: '/runs',
  runOfAll: (run: string): string => `/runs/${encodeURIComponent(run)}`,
  found: (school: string, key: FindingKey, more: Readonly<Record<string, string>> = {}): string =>
    `${addresses.notThrough(school)}/records?${new URLSearchParams({ ...asQuery(key), ...more }).toString()}`,
  lookUp: (school: string): string => `${addresses.notThrough(school)}/search`,
  why: (school: string, of: Of, more: Readonly<Record<string, string>> = {}): string =>
    `${addresses.whyNot(school)}?${new URLSearchParams([
      ['kind', of.kind],
      ...[of.id].flat().map((id): [string, string] => ['id', id]),
      ...Object.entries(more),
    ]).toString()}`,
  whyNot: (school: string): string => `${addresses.school(school)}/why`,
  toCorrect: (school: string): string => `${addresses.school(school)}/to-correct`,
  list: (school: string, kind: RecordKind): string => `${addresses.school(school)}/${encodeURIComponent(kind.name)}`,
  record: (school: string, kind: RecordKind, id: string): string =>
    `${addresses.list(school, kind)}/record?${new URLSearchParams({ id }).toString()}`,
  typed: (school: string, kind: RecordKind): string => `${addresses.list(school, kind)}/type-all`,
  exported: (school: string, kind: RecordKind, ending = 'csv'): string =>
    `${addresses.list(school, kind)}/export.${ending}`,
};

/** A blank means null: neither a kind nor a rule has a blank name. */
function asQuery({ severity, among, kind, rule, causeKind }: FindingKey): Record<string, string> {
  return { severity, among: among ?? '', kind: kind ?? '', rule, waitsFor: causeKind ?? '' };
}

/** The address of a list. */
export function listQuery(listing: Listing, page = 1): string {
  const query = new URLSearchParams([...queryOf(listing)]);
  if (page > 1) query.set('page', String(page));
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** What a list's address asks, as the names and values of a form. */
export function queryOf({ search, filters, without, linked, linkedWith, sort }: Listing): [string, string][] {
  return [
    ...(search === '' ? [] : [['search', search] as [string, string]]),
    ...Array.from([...filters, ...linkedWith], ([field, value]): [string, string] => [field, value ?? blankValue]),
    ...(without === null ? [] : [['without', without] as [string, string]]),
    ...linked,
    ...(sort === null ? [] : [['sort', sortQuery(sort)] as [string, string]]),
  ];
}

/** The order of a list, as it is in its address. */
export function sortQuery({ field, descending }: NonNullable<Listing['sort']>): string {
  return `${descending ? '-' : ''}${field}`;
}

/** The address of a part of a list, with what else it asks for; all parts after the first are numbered. */
export function partQuery(asked: Readonly<Record<string, string | null>>, page = 1): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) if (value !== null) query.set(name, value);
  if (page > 1) query.set('page', String(page));
  return `?${query.toString()}`;
}

/** Stands for a blank in a filter; no value that is kept begins with white space. */
export const blankValue = ' ';
