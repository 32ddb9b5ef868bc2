import { once } from 'node:events';
import { isIP } from 'node:net';
import { findInputs } from '../../extract/bytes/input.js';
import { sourceFolderOf } from '../../pipeline/files/source-lists.js';
import { namesSource } from '../../pipeline/source/source-input.js';
import { isAnyAccount } from '../../load/people/accounts.js';
import { openDatabase } from '../../load/database.js';
import type { Configuration } from '../../pipeline/configuration.js';
import { dayIn } from '../../pipeline/guard/day.js';
import { commandLine } from '../../report/writers/command-line.js';
import { createApp } from '../../serve/app.js';
import { LookUps } from '../../serve/look-ups.js';
import { Providers } from '../../serve/openid.js';
import { Rereading } from '../../serve/rereading.js';
import { SecondFactor, shortestKey } from '../../serve/second-factor.js';
import { checkOperationsPort, countingRequests, startWatched, type OperationsOptions } from '../operations.js';
import { prepare, rootOf, type CommonOptions } from '../common-options.js';
import { readPublicUrls } from '../public-urls.js';
import { readServeSecret } from '../serve-secret.js';
import { sameOptions } from '../same-options.js';
import { exit, type CommandWorld } from '../streams.js';
import { WrongCallError } from '../wrong-call.js';

export interface ServeOptions extends CommonOptions, OperationsOptions {
  readonly port: string;
  readonly host: string;
  readonly publicUrl: readonly string[];
  readonly proxy?: string;
  readonly extracts?: readonly string[];
}

const thisMachine = ['127.0.0.1', '::1', 'localhost'];
const everyAddress = ['0.0.0.0', '::'];

/** `pullthrough serve`: the Data pages, until the person interrupts. */
export async function serve(options: ServeOptions, world: CommandWorld): Promise<number> {
  const { host, port, proxy } = options;
  const publicUrls = publicUrlsIn(options);
  checkOperationsPort(options);
  const mustSignIn = !thisMachine.includes(host) || publicUrls.length > 0;
  const complain = (line: string): void => void world.stderr.write(`${line}\n`);
  const rereading = rereadingOf(options, world, complain);
  const { configuration } = rereading.current();
  const lookUps = await lookUpsIn(options, configuration, world);
  const codes = await codesOf(configuration, publicUrls, world);
  const providers = await providersOf(configuration, world);
  const db = await openDatabase(rereading.database, configuration.pipeline, { mustExist: true, manyAtOnce: true });
  try {
    const hasAccounts = await isAnyAccount(db);
    if (mustSignIn && !hasAccounts)
      throw new WrongCallError(
        `People on other machines would reach the pages, and nobody has an account in ${db.name}.`,
        `To give somebody one: ${commandLine('user add NAME', [], ` --role admin --all-schools${sameOptions(options)}`)}`,
      );
    const hosts = publicUrls.map((one) => one.host);
    const secureHosts = publicUrls.filter(({ protocol }) => protocol === 'https:').map((one) => one.host);
    const watched = await startWatched(options, db, world);
    if (watched === null) return exit.failed;
    const served = {
      db,
      configuration,
      current: () => rereading.current(),
      now: world.now,
      hosts,
      secureHosts,
      mustSignIn,
      complain,
      ...(proxy !== undefined && { proxy }),
      ...lookUps,
      ...codes,
      ...providers,
      ...(await countingRequests(watched)),
    };
    const app = await createApp(served);
    try {
      const address = new URL(await app.listen({ host, port: Number(port) }));
      hosts.push(address.host);
      if (thisMachine.includes(host)) hosts.push(`localhost:${address.port}`);
      const [reached = address.origin] = publicUrls.map(({ origin }) => origin);
      world.stdout.write(
        `The Data pages of ${db.name}: ${reached}/\n${whoComesIn(mustSignIn, hasAccounts)} Ctrl+C ends.\n`,
      );
      if (mustSignIn && secureHosts.length === 0)
        world.stderr.write(
          'Passwords cross the network unencrypted: put a proxy that speaks https in front of the pages, and give its address with --public-url https://….\n',
        );
      if (watched.origin !== null)
        world.stdout.write(`For those who watch: ${watched.origin}/health, /ready, /metrics\n`);
      world.log?.write('info', 'serving', { pages: reached, watched: watched.origin });
      world.toInterruptMeans?.('The pages are closed.');
      if (!world.interrupted.aborted) await once(world.interrupted, 'abort');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).syscall !== 'listen') throw error;
      const { code = '' } = error as NodeJS.ErrnoException;
      world.stderr.write(`Port ${port} of ${host} cannot be listened on (${code}): try another --port.\n`);
      return exit.failed;
    } finally {
      await app.close();
      await watched.close();
    }
    return exit.done;
  } finally {
    await db.close();
  }
}

/** @throws ConfigurationError, WrongCallError */
function rereadingOf(options: ServeOptions, world: CommandWorld, complain: (line: string) => void): Rereading {
  return new Rereading({
    config: options.config,
    root: rootOf({ root: options.root }, world),
    read: () => prepare(options, world),
    today: (timezone) => options.date ?? dayIn(timezone, world.now()),
    now: world.now,
    complain,
  });
}

/** @throws WrongCallError if nobody could reach the pages by the addresses given */
function publicUrlsIn({ host, port, proxy, publicUrl }: ServeOptions): readonly URL[] {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new WrongCallError(`--port ${port} is no port: give a number up to 65535.`);
  if (proxy !== undefined && isIP(proxy) === 0)
    throw new WrongCallError(
      `--proxy ${proxy} is no address: give the one that the proxy asks from, such as 127.0.0.1.`,
    );
  const publicUrls = readPublicUrls(publicUrl);
  if (everyAddress.includes(host) && publicUrls.length === 0)
    throw new WrongCallError(
      `By which name do people come, if it listens on ${host}? --public-url http://data.example.org:${port}, again for each further one.`,
    );
  return publicUrls;
}

function whoComesIn(mustSignIn: boolean, hasAccounts: boolean): string {
  if (mustSignIn) return 'Everyone has to sign in.';
  if (hasAccounts) return 'Only this machine reaches them, and everyone has to sign in.';
  return 'Only this machine reaches them. Nobody has an account, so anybody here sees and may do everything.';
}

/** @throws WrongCallError if the secret of one is missing */
async function providersOf(
  { pipeline: { serve: terms } }: Configuration,
  world: CommandWorld,
): Promise<{ providers?: Providers }> {
  if (terms.signIn === null) return {};
  const all = [];
  for (const provider of terms.signIn) {
    const of = `The secret of the sign-in provider ${provider.name}`;
    all.push({ ...provider, secret: await readServeSecret(provider.secret, of, world) });
  }
  return { providers: new Providers(all) };
}

/** @throws WrongCallError if codes are asked for, and their key is missing or short */
async function codesOf(
  { pipeline: { serve: terms } }: Configuration,
  [first]: readonly URL[],
  world: CommandWorld,
): Promise<{ secondFactor?: SecondFactor }> {
  if (terms.secondFactor === 'off' || terms.key === null) return {};
  const key = await readServeSecret(terms.key, 'The key of second factors (serve.key)', world);
  if (key.length < shortestKey)
    throw new WrongCallError(
      `The key of second factors (serve.key) has fewer than ${String(shortestKey)} characters: make one with openssl rand -base64 32.`,
    );
  return { secondFactor: new SecondFactor(key, first?.host ?? 'pullthrough') };
}

/** @throws NoInputError, WrongCallError if there is nothing to look into: better now than when somebody asks */
async function lookUpsIn(
  { extracts = [] }: ServeOptions,
  configuration: Configuration,
  world: CommandWorld,
): Promise<{ lookUps?: LookUps }> {
  if (extracts.length === 0) return {};
  if (extracts.includes('-'))
    throw new WrongCallError('--extracts is read again and again: name a file or folder, not standard input.');
  if (extracts.some((one) => namesSource(one, sourceFolderOf(configuration.pipeline.file))))
    throw new WrongCallError('--extracts is read again and again: name files or folders, not sources.');
  await findInputs(extracts, world.stdin);
  return { lookUps: new LookUps(extracts, configuration, world.now) };
}
