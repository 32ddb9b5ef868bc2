import { namesOfSchools } from '../../browse/schools-to-search.js';
import {
  addAccount,
  changeAccount,
  disableAccount,
  isAnyAccount,
  listAccounts,
  readAccount,
  type Account,
} from '../../load/people/accounts.js';
import { addIdentity, listIdentities, longestSubject, removeIdentities } from '../../load/people/identities.js';
import { resetSecondFactor } from '../../load/people/second-factors.js';
import { makeLink } from '../../load/people/password-links.js';
import { accountName, nameFault } from '../account-rules.js';
import { addresses } from '../addresses.js';
import { auditEntry } from '../audit-entry.js';
import { AccountsPage, type ListedAccount } from '../pages/accounts.js';
import { NewAccountPage } from '../pages/new-account.js';
import { OneAccountPage } from '../pages/one-account.js';
import { PasswordLinkPage } from '../pages/password-link.js';
import { partOf } from '../parts.js';
import { oneOf, textOf } from '../requests.js';
import type { Answer, Noted, Route, Visit } from '../route.js';
import { digestOf, newSessionToken } from '../session-token.js';
import { asTyped, readTyped, schoolsTyped, type TypedAccount } from '../typed-account.js';
import { providersOf, waysIn } from '../ways-in.js';

const hour = 60 * 60 * 1000;

/** How long a link to set a password holds, in milliseconds. */
export const linkEnds = 48 * hour;

/** Who looks after all schools looks after the accounts. */
const ofAdmins = { needs: 'admin', ofAllSchools: true } as const;

export const accounts: readonly Route[] = [
  { method: 'GET', path: '/accounts', ...ofAdmins, answer: list },
  {
    method: 'GET',
    path: '/accounts/new',
    ...ofAdmins,
    answer: async (visit) => {
      const isFirst = !(await isAnyAccount(visit.db));
      const typed = {
        role: isFirst ? 'admin' : 'viewer',
        seesAll: isFirst,
        schools: '',
        evenIfUnknown: false,
      } as const;
      return { page: asked(visit, { name: '', typed, fault: null }) };
    },
  },
  { method: 'POST', path: '/accounts/new', ...ofAdmins, answer: add },
  {
    method: 'GET',
    path: '/accounts/account',
    ...ofAdmins,
    answer: async (visit) => {
      const account = await readAccount(visit.db, visit.query.text('name'));
      const done = visit.query.isYes('done') ? 'It is done.' : null;
      return account === null ? null : { page: await shown(visit, account, { done }) };
    },
  },
  { method: 'POST', path: '/accounts/account', ...ofAdmins, answer: change },
  { method: 'POST', path: '/accounts/account/link', ...ofAdmins, answer: link },
  { method: 'POST', path: '/accounts/account/identity', ...ofAdmins, answer: identify },
  { method: 'POST', path: '/accounts/account/forget-identities', ...ofAdmins, answer: forgetIdentities },
  { method: 'POST', path: '/accounts/account/second-factor', ...ofAdmins, answer: resetFactor },
  {
    method: 'POST',
    path: '/accounts/account/disable',
    ...ofAdmins,
    answer: (visit) => able(visit, { what: 'account-disabled', at: visit.now().toISOString() }),
  },
  {
    method: 'POST',
    path: '/accounts/account/enable',
    ...ofAdmins,
    answer: (visit) => able(visit, { what: 'account-enabled', at: null }),
  },
];

async function list(visit: Visit): Promise<Answer> {
  const { db, pipeline, visitor, query } = visit;
  const search = query.text('search').trim().slice(0, 100);
  const found = (await listAccounts(db)).filter(({ name }) => name.includes(accountName(search)));
  const { page, pages, part } = partOf(query.page(), found.length);
  const place = { pipeline, visitor, school: null, at: addresses.accounts };
  const asked = found.slice(part.offset, part.offset + part.limit);
  const shownOnes = await listed(visit, asked);
  const names = await namesOfSchools(
    db,
    asked.flatMap(({ schools }) => [...(schools ?? [])]),
  );
  return { page: AccountsPage({ place, search, total: found.length, accounts: shownOnes, names, page, pages }) };
}

async function add(visit: Visit): Promise<Answer> {
  const { db, form } = visit;
  const { typed, fault: misread } = readTyped(form);
  const name = accountName(textOf(form.name));
  const refused = (fault: string): Answer => ({
    page: asked(visit, { name: name.slice(0, 100), typed, fault }),
    status: 400,
  });
  const fault = nameFault(name) ?? misread;
  if (fault !== null) return refused(fault);
  const named = await schoolsTyped(db, typed);
  if (named.fault !== null) return refused(named.fault);
  const isFirst = !(await isAnyAccount(db));
  const { role } = typed;
  const { schools } = named;
  if (isFirst && (role !== 'admin' || schools !== null))
    return refused('The first account is that of an admin of all schools: otherwise nobody could add others here.');
  const account = { name, role, schools, createdAt: visit.now().toISOString() };
  const added = await addAccount(db, { ...account, password: '' }, entry(visit, 'account-added', inWords(account)));
  if (!added) return refused('There is an account of that name already.');
  return (await shownLink(visit, name)) ?? refused('The account was removed in the meantime.');
}

async function change(visit: Visit): Promise<Answer | null> {
  const account = await anothers(visit);
  if (account === null) return null;
  const { typed, fault } = readTyped(visit.form);
  const refused = async (why: string): Promise<Answer> => ({
    page: await shown(visit, account, { typed, fault: why }),
    status: 400,
  });
  if (fault !== null) return refused(fault);
  const named = await schoolsTyped(visit.db, typed);
  if (named.fault !== null) return refused(named.fault);
  const { role } = typed;
  const { schools } = named;
  const detail = inWords({ name: account.name, role, schools });
  const changed = await changeAccount(
    visit.db,
    account.name,
    { role, schools },
    entry(visit, 'account-changed', detail),
  );
  return changed === null ? null : { to: `${addresses.oneAccount(account.name)}&done=yes` };
}

async function link(visit: Visit): Promise<Answer | null> {
  const account = await anothers(visit);
  return account === null ? null : shownLink(visit, account.name);
}

/** Says how a provider calls somebody, where no email address does. */
async function identify(visit: Visit): Promise<Answer | null> {
  const account = await anothers(visit);
  if (account === null) return null;
  const { name } = account;
  const provider = oneOf(
    providersOf(visit).map((one) => one.name),
    visit.form.provider,
  );
  const subject = textOf(visit.form.subject).trim();
  const refused = async (fault: string): Promise<Answer> => ({
    page: await shown(visit, account, { fault }),
    status: 400,
  });
  if (provider === null) return refused('There is no such sign-in provider.');
  if (subject === '' || subject.length > longestSubject)
    return refused('Which id does the provider know them by? Of Microsoft it is the object id.');
  const audit = entry(visit, 'account-identity', `${name}: ${provider} ${subject}`);
  const isAdded = await addIdentity(visit.db, name, { provider, subject }, audit);
  if (isAdded) return { to: `${addresses.oneAccount(name)}&done=yes` };
  return refused('That id is known already, or the account has one of that provider: remove it first.');
}

async function forgetIdentities(visit: Visit): Promise<Answer | null> {
  const account = await anothers(visit);
  if (account === null) return null;
  const { name } = account;
  await removeIdentities(visit.db, name, entry(visit, 'account-identities-removed', name));
  return { to: `${addresses.oneAccount(name)}&done=yes` };
}

async function resetFactor(visit: Visit): Promise<Answer | null> {
  const account = await anothers(visit);
  if (account === null) return null;
  const { name } = account;
  const isDone = await resetSecondFactor(visit.db, name, entry(visit, 'account-second-factor', name));
  return isDone ? { to: `${addresses.oneAccount(name)}&done=yes` } : null;
}

async function able(visit: Visit, { what, at }: { readonly what: string; readonly at: string | null }) {
  const account = await anothers(visit);
  if (account === null) return null;
  const { name } = account;
  const isDone = await disableAccount(visit.db, name, at, entry(visit, what, name));
  return isDone ? { to: `${addresses.oneAccount(name)}&done=yes` } : null;
}

/** The account that a form is about; null for one's own, so an admin of all schools is always left. */
async function anothers({ db, form, visitor }: Visit): Promise<Account | null> {
  const name = accountName(textOf(form.name));
  return name === visitor.name ? null : readAccount(db, name);
}

async function shownLink(visit: Visit, name: string): Promise<Answer | null> {
  const { db, pipeline, visitor, origin } = visit;
  const token = newSessionToken();
  const endsAt = new Date(visit.now().getTime() + linkEnds).toISOString();
  const made = await makeLink(
    db,
    { account: name, digest: digestOf(token), endsAt },
    entry(visit, 'account-link', name),
  );
  if (!made) return null;
  const place = { pipeline, visitor, school: null, at: addresses.accounts };
  return { page: PasswordLinkPage({ place, name, link: `${origin}${addresses.passwordLink(token)}`, endsAt }) };
}

function entry(visit: Visit, what: Noted['what'], detail: string) {
  const { visitor, address } = visit;
  return auditEntry(visit.now(), { who: visitor.name, address }, { what, detail });
}

function inWords({ name, role, schools }: Pick<Account, 'name' | 'role' | 'schools'>): string {
  return `${name}: ${role} of ${schools === null ? 'all schools' : `school ${[...schools].join(', ')}`}`;
}

function asked(
  visit: Visit,
  of: { readonly name: string; readonly typed: TypedAccount; readonly fault: string | null },
) {
  const { pipeline, visitor } = visit;
  const place = { pipeline, visitor, school: null, at: addresses.accounts };
  return NewAccountPage({ place, token: visit.token(), ...of });
}

/** With how they sign in, in words. */
async function listed(visit: Visit, accounts: readonly Account[]): Promise<ListedAccount[]> {
  const identities = await listIdentities(
    visit.db,
    accounts.map(({ name }) => name),
  );
  return accounts.map((account) => {
    const known = identities.get(account.name) ?? [];
    const ways = waysIn(visit, account, known);
    const factor = account.secondFactorAt === null ? '' : ', with a second factor';
    const signsIn = ways.length === 0 ? 'nothing yet' : `${ways.join(' or ')}${factor}`;
    return { ...account, identities: known, signsIn };
  });
}

interface Said {
  readonly typed?: TypedAccount;
  readonly fault?: string | null;
  readonly done?: string | null;
}

async function shown(visit: Visit, account: Account, { typed, fault = null, done = null }: Said) {
  const { pipeline, visitor } = visit;
  const place = { pipeline, visitor, school: null, at: addresses.accounts };
  const [one] = await listed(visit, [account]);
  return OneAccountPage({
    place,
    token: visit.token(),
    account: one,
    providers: providersOf(visit),
    typed: typed ?? asTyped(account, await namesOfSchools(visit.db, [...(account.schools ?? [])])),
    fault,
    done,
    isOwn: account.name === visitor.name,
  });
}
