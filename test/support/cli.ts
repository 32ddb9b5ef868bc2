import { Readable, Writable } from 'node:stream';
import { main } from '../../src/cli/main.js';
import { parseOnce } from '../../src/pipeline/yaml/opened-files.js';
import type { Outside } from '../../src/cli/streams.js';
import { prepareFor } from './prepared-database.js';
import { untracked } from './untracked.js';

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

// Nearly every command reads the shipped rules; parsing them is a sixth of what tests take.
parseOnce();

class Memory extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** Runs a command in this process, with streams of its own. */
export async function cli(
  args: readonly string[],
  given: {
    stdin?: string | Buffer;
    env?: Record<string, string>;
    now?: Date;
    network?: Outside['network'];
    interrupted?: AbortSignal;
  } = {},
): Promise<CliResult> {
  const stdout = new Memory();
  const stderr = new Memory();
  const code = await untracked(async () => {
    const leave = await prepareFor(args);
    const ended = await main(args, {
      stdin: Readable.from(given.stdin === undefined ? [] : [Buffer.from(given.stdin)]),
      stdout,
      stderr,
      env: given.env ?? {},
      now: () => given.now ?? new Date(),
      interrupted: given.interrupted ?? new AbortController().signal,
      ...(given.network === undefined ? {} : { network: given.network }),
    });
    leave();
    return ended;
  });
  return { code, stdout: stdout.text, stderr: stderr.text };
}
