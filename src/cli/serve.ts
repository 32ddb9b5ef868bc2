import { once } from 'node:events';
import { openDatabase } from '../load/database.js';
import { createApp } from '../serve/app.js';
import { prepare, type CommonOptions } from './common-options.js';
import { exit, type World } from './streams.js';
import { WrongCallError } from './wrong-call.js';

export interface ServeOptions extends CommonOptions {
  readonly port: string;
}

/** `pullthrough serve`: the Data pages, for whoever is at this machine, until they interrupt. */
export async function serve(options: ServeOptions, world: World): Promise<number> {
  if (!/^\d{1,5}$/.test(options.port) || Number(options.port) > 65_535)
    throw new WrongCallError(`--port ${options.port} is no port: give a number up to 65535.`);
  const { configuration, database: url } = prepare(options, world);
  const db = await openDatabase(url, configuration.pipeline, { mustExist: true });
  try {
    const hosts: string[] = [];
    const app = await createApp({ db, configuration, now: world.now, hosts });
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
