import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Log } from '../operations/log.js';
import { inert } from '../report/writers/inert.js';
import type { Machine } from '../sources/network.js';

/** Everything that the program takes from outside, so that tests can give their own. */
export interface Outside {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  /** Aborted when the person interrupts: the run finishes the school in hand and leaves the others. */
  readonly interrupted: AbortSignal;
  /** Sets what to say then, if it does not end a batch; nothing is said if it is blank. */
  readonly toInterruptMeans?: (words: string) => void;
  /** How hosts are found and waits are waited; by default as the system does. */
  readonly network?: Omit<Machine, 'env' | 'now'>;
}

type Terminal = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Takes words for people: text from outside among them steers no terminal and no CI. */
interface Words {
  readonly write: (text: string) => void;
}

/** The same as commands see it. */
export interface CommandWorld extends Omit<Outside, 'stdout' | 'stderr'> {
  readonly stdout: Words;
  readonly stderr: Words & Pick<Terminal, 'isTTY' | 'columns'>;
  /** Takes what is made for programs and terminals as it is. */
  readonly exactly: Pick<Outside, 'stdout' | 'stderr'>;
  /** If lines of JSON are asked for on standard error; null otherwise. */
  readonly log: Log | null;
  /** Has something done when the command has ended, however it ends. */
  readonly atEnd: (act: () => Promise<void>) => void;
}

/**
 * @param atEnd is given what is to be done when the command has ended
 * @param log takes all that would be said on standard error
 */
export function worldOf(outside: Outside, atEnd: CommandWorld['atEnd'], log: Log | null = null): CommandWorld {
  const { stdout, stderr } = outside;
  if (log !== null) return worldWithLog(outside, atEnd, log);
  const isTerminal = stderr.isTTY === true;
  return {
    ...outside,
    log,
    stdout: { write: (text) => void stdout.write(inert(text, isTerminal)) },
    stderr: {
      write: (text) => void stderr.write(inert(text, isTerminal)),
      isTTY: isTerminal,
      columns: stderr.columns ?? 80,
    },
    exactly: { stdout, stderr },
    atEnd,
  };
}

function worldWithLog(outside: Outside, atEnd: CommandWorld['atEnd'], log: Log): CommandWorld {
  const { stdout, stderr, interrupted } = outside;
  let means = 'Interrupted: the current school is finished, the others are left.';
  outside.toInterruptMeans?.('');
  interrupted.addEventListener('abort', () => log.write('warn', 'interrupted', { words: means }), { once: true });
  const say = (text: string): void => {
    const words = text.trim();
    if (words !== '') log.write('warn', 'warning', { words });
  };
  return {
    ...outside,
    log,
    toInterruptMeans: (words) => (means = words),
    stdout: { write: (text) => void stdout.write(inert(text)) },
    stderr: { write: say, isTTY: false, columns: 80 },
    exactly: { stdout, stderr },
    atEnd,
  };
}

export const exit = { done: 0, failed: 1, wrongCall: 2, changes: 3, interrupted: 130 } as const;

/** Writes text as it comes, as fast as it is taken, and for as long as anybody reads (`| head`). */
export async function writeAll(stream: Writable, text: AsyncIterable<string>): Promise<void> {
  try {
    await pipeline(Readable.from(text), stream, { end: false });
  } catch (error) {
    // What the stream itself could not write is said at the end, once (unprinted.ts).
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE' && stream.errored === null) throw error;
  }
}
