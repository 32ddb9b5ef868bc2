import { Readable, Writable } from 'node:stream';
import { main } from '../../src/cli/main.js';
import { findingNobody, unguardedPipeline } from '../configured.js';
import { today } from '../places.js';
import type { Way } from './way.js';

/** `pullthrough run`, from reading the configuration to closing the database. */
export const ours: Way = async ({ input, database, given }) => {
  // A command's modules load when it is called: that is not timed here, nor in the other ways.
  await import('../../src/cli/commands/run.js');
  return async () => {
    const said: string[] = [];
    const stderr = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        said.push(chunk.toString());
        done();
      },
    });
    const config = String(given.config ?? (given.find === 'nobody' ? findingNobody() : unguardedPipeline()));
    const args = ['run', input, '--config', config, '--database', database, '--date', today, '--json'];
    const code = await main(args, {
      stdin: Readable.from([]),
      stdout: new Writable({ write: (_chunk, _encoding, done) => done() }),
      stderr,
      env: {},
      now: () => new Date(),
      interrupted: new AbortController().signal,
    });
    if (code !== (given.ends ?? 0)) throw new Error(`the run ended with ${code}\n${said.slice(-20).join('')}`);
  };
};
