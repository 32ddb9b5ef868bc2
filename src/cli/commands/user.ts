import { randomBytes } from 'node:crypto';
import { didYouMean } from '../../pipeline/text/did-you-mean.js';
import {
  addAccount,
  changeAccount,
  isAnyAccount,
  listAccounts,
  readAccount,
  removeAccount,
  setPassword,
  type Account,
} from '../../load/people/accounts.js';
import { resetSecondFactor } from '../../load/people/second-factors.js';
import type { AuditEntry } from '../../load/people/audit.js';
import { openDatabase, type Database } from '../../load/database.js';
import { unknownSchools } from '../../load/runs/known-schools.js';
import { roles, type Role } from '../../load/people/role.js';
import { newRunId } from '../../load/runs/run-ids.js';
import { accountAsJson, accountsAsText } from '../../report/accounts/text.js';
import { noun } from '../../pipeline/text/counted.js';
import { printable, schoolsInWords } from '../../words/words.js';
import { accountName, nameFault, passwordFault } from '../../serve/account-rules.js';
import { hashPassword } from '../../serve/password.js';
import { prepare, type CommonOptions } from '../common-options.js';
import { isTyped, readPassword } from '../read-password.js';
import { sameOptions } from '../same-options.js';
import { exit, type CommandWorld } from '../streams.js';
import { WrongCallError } from '../wrong-call.js';
import { inertJson } from '../../report/writers/inert.js';

export interface UserOptions extends CommonOptions {
  readonly role?: string;
  readonly allSchools?: boolean;
  readonly evenIfUnknown?: boolean;
  readonly resetSecondFactor?: boolean;
  /** False for an account that only a sign-in provider lets in. */
  readonly password?: boolean;
}

interface Call {
  readonly db: Database;
  readonly name: string;
  readonly options: UserOptions;
  readonly world: CommandWorld;
}

/** What can be done with a named account, by its word. */
const deeds = new Map<string, (call: Call) => Promise<number>>(Object.entries({ add, change, password, remove }));

/** `pullthrough user`: who may sign in to the Data pages, as what, and to which schools. */
export async function user(
  what: string,
  given: string | undefined,
  options: UserOptions,
  world: CommandWorld,
): Promise<number> {
  const { configuration, database: url } = prepare(options, world);
  const deed = deeds.get(what);
  if (deed === undefined && what !== 'list')
    throw new WrongCallError(`There is no user ${what}. ${didYouMean(what, [...deeds.keys(), 'list'])}`);
  if (deed !== undefined && given === undefined) throw new WrongCallError(`Whose account? user ${what} NAME.`);
  if (!['add', 'change'].includes(what) && (options.role !== undefined || schoolsOf(options) !== undefined))
    throw new WrongCallError(`user ${what} takes no --role, --school or --all-schools: user change does.`);
  if (what !== 'add' && options.evenIfUnknown === true)
    throw new WrongCallError(`user ${what} takes no --even-if-unknown: user add does.`);
  if (what !== 'add' && options.password === false)
    throw new WrongCallError(`user ${what} takes no --no-password: user add does.`);
  if (what !== 'change' && options.resetSecondFactor === true)
    throw new WrongCallError(`user ${what} takes no --reset-second-factor: user change does.`);
  const db = await openDatabase(url, configuration.pipeline, { mustExist: true });
  try {
    if (deed !== undefined) return await deed({ db, name: accountName(given ?? ''), options, world });
    const accounts = await listAccounts(db);
    world.stdout.write(
      options.json === true
        ? `${inertJson({ accounts: accounts.map(accountAsJson) })}\n`
        : accountsAsText(accounts, sameOptions(options)),
    );
    return exit.done;
  } finally {
    await db.close();
  }
}

async function add(call: Call): Promise<number> {
  const { db, name, options, world } = call;
  const fault = nameFault(name);
  if (fault !== null) throw new WrongCallError(fault);
  const role = roleOf(options);
  const schools = schoolsOf(options);
  if (role === undefined) throw new WrongCallError(`As what? --role ${roles.join(', or --role ')}.`);
  if (schools === undefined)
    throw new WrongCallError('Which schools may they see? --school ID, again for each further one, or --all-schools.');
  if ((await readAccount(db, name)) !== null) return exists(call);
  const unknown = await unknownSchools(db, options.school);
  if (unknown.length > 0 && options.evenIfUnknown !== true) return isUnknown(call, unknown);
  const hash = options.password === false ? '' : await newPassword(name, world);
  if (hash === null) return exit.interrupted;
  const account = { name, role, schools, createdAt: world.now().toISOString() };
  const added = { ...account, disabledAt: null, hasPassword: hash !== '', secondFactorAt: null };
  const audit = entry(call, 'account-added', inWords(account));
  if (!(await addAccount(db, { ...account, password: hash }, audit))) return exists(call);
  return tell(call, added, `${printable(name)} may sign in: ${nowInWords(account)}.`);
}

async function change(call: Call): Promise<number> {
  const { db, name, options } = call;
  const role = roleOf(options);
  const schools = schoolsOf(options);
  if (options.resetSecondFactor === true) {
    if (role !== undefined || schools !== undefined)
      throw new WrongCallError('--reset-second-factor goes alone: change role and schools by another call.');
    return resetFactor(call);
  }
  if (role === undefined && schools === undefined)
    throw new WrongCallError(
      'What should change? --role, --school ID (all that they may see), --all-schools, or --reset-second-factor.',
    );
  const changes = { ...(role !== undefined && { role }), ...(schools !== undefined && { schools }) };
  const before = await readAccount(db, name);
  if (before === null) return isMissing(call);
  const account = await changeAccount(
    db,
    name,
    changes,
    entry(call, 'account-changed', inWords({ ...before, ...changes })),
  );
  return account === null ? isMissing(call) : tell(call, account, `${printable(name)} is now: ${nowInWords(account)}.`);
}

async function resetFactor(call: Call): Promise<number> {
  const { db, name } = call;
  const account = await readAccount(db, name);
  if (account === null) return isMissing(call);
  if (!(await resetSecondFactor(db, name, entry(call, 'account-second-factor')))) return isMissing(call);
  const words = `The second factor of ${printable(name)} is taken away. They are signed out, and set up another when they are asked for one.`;
  return tell(call, { ...account, secondFactorAt: null }, words);
}

async function password(call: Call): Promise<number> {
  const { db, name, world } = call;
  const account = await readAccount(db, name);
  if (account === null) return isMissing(call);
  const hash = await newPassword(name, world);
  if (hash === null) return exit.interrupted;
  if (!(await setPassword(db, name, hash, entry(call, 'account-password')))) return isMissing(call);
  return tell(call, account, `The password of ${printable(name)} is set. They are signed out everywhere.`);
}

async function remove(call: Call): Promise<number> {
  const { db, name, options, world } = call;
  if (!(await removeAccount(db, name, entry(call, 'account-removed')))) return isMissing(call);
  const isOpen = !(await isAnyAccount(db));
  const left = isOpen ? ' Nobody has an account now: on this machine the pages are open to anybody.' : '';
  world.stdout.write(
    options.json === true
      ? `${inertJson({ removed: name })}\n`
      : `${printable(name)} may no longer sign in, and is signed out.${left}\n`,
  );
  return exit.done;
}

function roleOf({ role }: UserOptions): Role | undefined {
  const found = roles.find((one) => one === role);
  if (role !== undefined && found === undefined)
    throw new WrongCallError(`There is no role "${role}". ${didYouMean(role, [...roles])}`);
  return found;
}

/** @returns undefined if the call does not say which; null for all */
function schoolsOf({ school, allSchools }: UserOptions): ReadonlySet<string> | null | undefined {
  if (allSchools === true && school.length > 0)
    throw new WrongCallError('--all-schools and --school are two answers: omit one of them.');
  if (allSchools === true) return null;
  return school.length === 0 ? undefined : new Set(school);
}

/** @returns its hash; null if the person interrupts */
async function newPassword(name: string, world: CommandWorld): Promise<string | null> {
  const given = await readPassword(`New password of ${printable(name)}: `, world);
  if (given === null) return null;
  const fault = passwordFault(given, name);
  if (fault !== null) throw new WrongCallError(fault);
  if (isTyped(world)) {
    const again = await readPassword('The same again: ', world);
    if (again === null) return null;
    if (again !== given) throw new WrongCallError('The two passwords differ: type the same one twice.');
  }
  return hashPassword(given);
}

function entry({ name, world }: Call, what: string, more = ''): AuditEntry {
  const detail = more === '' ? name : `${name}: ${more}`;
  return { id: newRunId(world.now(), randomBytes(6).toString('hex')), who: null, what, detail };
}

/** As the audit notes it, and pages read it (serve/schools-of-account.ts). */
function inWords({ role, schools }: Pick<Account, 'role' | 'schools'>): string {
  return `${role} of ${schools === null ? 'all schools' : `school ${[...schools].map(printable).join(', ')}`}`;
}

/** The same for who reads it now. */
function nowInWords({ role, schools }: Pick<Account, 'role' | 'schools'>): string {
  return `${role} of ${schools === null ? 'all schools' : schoolsInWords([...schools])}`;
}

async function tell({ db, options, world }: Call, account: Account, words: string): Promise<number> {
  world.stdout.write(options.json === true ? `${inertJson(accountAsJson(account))}\n` : `${words}\n`);
  const unknown = await unknownSchools(db, options.school);
  if (unknown.length > 0)
    world.stderr.write(
      `No run has loaded ${schoolsInWords(unknown, 'or')} yet: ${unknown.length === 1 ? 'is that its id' : 'are those their ids'}?\n`,
    );
  return exit.done;
}

function isUnknown({ db, world }: Call, schools: readonly string[]): number {
  world.stderr.write(
    `No run has met ${schoolsInWords(schools, 'or')} in ${db.name}: give ${noun(schools.length, 'its id', 'their ids')} as the extract has ${noun(schools.length, 'it', 'them')}, or add --even-if-unknown if ${noun(schools.length, 'it is', 'they are')} still to come. Nothing was changed.\n`,
  );
  return exit.failed;
}

function exists({ db, name, world }: Call): number {
  world.stderr.write(
    `There is an account ${printable(name)} in ${db.name}: user change and user password change it. Nothing was changed.\n`,
  );
  return exit.failed;
}

function isMissing({ db, name, world }: Call): number {
  world.stderr.write(
    `There is no account ${printable(name)} in ${db.name}: user list shows them. Nothing was changed.\n`,
  );
  return exit.failed;
}
