import { once } from 'node:events';
import { findInputs } from '../extract/input.js';
import { openDatabase } from '../load/database.js';
import type { Configuration } from '../pipeline/configuration.js';
import { dayIn } from '../pipeline/day.js';
import { createApp } from '../serve/app.js';
import { LookUps } from '../serve/look-ups.js';
import { prepare, type CommonOptions } from './common-options.js';
import { exit, type World } from './streams.js';
import { WrongCallError } from './wrong-call.js';

export interface ServeOptions extends CommonOptions {
  readonly port: string;
  readonly extracts?: readonly string[];
}

/** `pullthrough serve`: the Data pages, for whoever is at this machine, until they interrupt. */
export async function serve(options: ServeOptions, world: World): Promise<number> {
  if (!/^\d{1,5}$/.test(options.port) || Number(options.port) > 65_535)
    throw new WrongCallError(`--port ${options.port} is no port: give a number up to 65535.`);
  const { configuration, database: url } = prepare(options, world);
  const lookUps = await lookUpsIn(options, configuration, world);
  const db = await openDatabase(url, configuration.pipeline, { mustExist: true });
  try {
    const hosts: string[] = [];
    const app = await createApp({ db, configuration, now: world.now, hosts, ...lookUps });
    try {
      const address = new URL(await app.listen({ host: '127.0.0.1', port: Number(options.port) }));
      hosts.push(address.host, `localhost:${address.port}`);
      world.stdout.write(
        `The Data pages of ${db.name}: ${address.origin}/\nOnly this machine reaches them. Ctrl+C ends.\n`,
      );
      world.toInterruptMeans?.('The pages are closed.');
      if (!world.interrupted.aborted) await once(world.interrupted, 'abort');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).syscall !== 'listen') throw error;
      const { code = '' } = error as NodeJS.ErrnoException;
      world.stderr.write(`Port ${options.port} of 127.0.0.1 cannot be listened on (${code}): try another --port.\n`);
      return exit.failed;
    } finally {
      await app.close();
    }
    return exit.done;
  } finally {
    await db.close();
  }
}

/** @throws NoInputError, WrongCallError where there is nothing to look into: better known now than when somebody asks */
async function lookUpsIn(
  { extracts = [], date }: ServeOptions,
  configuration: Configuration,
  world: World,
): Promise<{ lookUps?: LookUps }> {
  if (extracts.length === 0) return {};
  if (extracts.includes('-'))
    throw new WrongCallError('--extracts is read again and again: name a file or folder, not standard input.');
  await findInputs(extracts, world.stdin);
  const today = (): string => date ?? dayIn(configuration.pipeline.timezone, world.now());
  return { lookUps: new LookUps(extracts, configuration, today) };
}
