import { counted } from '../pipeline/text/counted.js';
import { CommanderError } from 'commander';
import { withoutCredentials } from '../pipeline/text/credentials.js';
import { ConfigurationError, formatProblem } from '../pipeline/problem.js';
import { NoInputError } from '../extract/bytes/no-input-error.js';
import { formatsNamedBy } from './formats.js';
import { QueueRefusedError } from '../queue/refused.js';
import { logAskedFor } from './log-asked-for.js';
import { createProgram } from './program.js';
import { reasonOf } from '../run/reason-of.js';
import { exit, worldOf, type Outside, type CommandWorld } from './streams.js';
import { Unprinted } from './unprinted.js';
import { WrongCallError } from './wrong-call.js';

/**
 * The command line: arguments in, text on the streams and an exit code out. 0 done; 1 a school failed or was held, or
 * the database or an output could not be used; 2 the call or the shared configuration is wrong; 130 interrupted.
 */
export async function main(args: readonly string[], outside: Outside): Promise<number> {
  const unprinted = new Unprinted(outside);
  const endings: (() => Promise<void>)[] = [];
  const atEnd: CommandWorld['atEnd'] = (act) => endings.push(act);
  const code = await answer(args, worldOf(outside, atEnd, await logAskedFor(args, outside)));
  await Promise.all(endings.map((act) => act()));
  const lost = await unprinted.end();
  if (lost === null) return code;
  outside.stderr.write(`The output could not be written (${lost}): what is there is incomplete.\n`);
  return code === exit.done || code === exit.changes ? exit.failed : code;
}

async function answer(args: readonly string[], world: CommandWorld): Promise<number> {
  let code: number = exit.done;
  const program = createProgram(world, await formatsNamedBy(args), (result) => (code = result));
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exit.done : exit.wrongCall;
    if (error instanceof ConfigurationError) {
      world.stderr.write(
        `${error.problems.map(formatProblem).join('\n')}\n${counted(error.problems.length, 'problem')}. Nothing was read or touched.\n`,
      );
      return exit.wrongCall;
    }
    if (error instanceof NoInputError || error instanceof WrongCallError || error instanceof QueueRefusedError) {
      const wayOut = error instanceof WrongCallError && error.wayOut !== null ? `${error.wayOut}\n` : '';
      world.stderr.write(`${withoutCredentials(error.message)} Nothing was read or touched.\n${wayOut}`);
      return exit.wrongCall;
    }
    world.stderr.write(`${reasonOf(error)}\n`);
    return exit.failed;
  }
}
