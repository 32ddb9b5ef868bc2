import type { Readable } from 'node:stream';
import type { CommandWorld } from './streams.js';

interface Terminal extends Readable {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
}

const enter = /[\r\n\u0004]/;
const backspace = /[\b\u007f]/;

/**
 * A password from standard input: all of it except the end of its last line, or what a person types on a terminal up to
 * Enter, which shows nothing of it.
 * @returns null if the person interrupts
 */
export async function readPassword(
  prompt: string,
  { stdin, stderr }: Pick<CommandWorld, 'stdin' | 'stderr'>,
): Promise<string | null> {
  const terminal: Terminal = stdin;
  if (terminal.isTTY !== true || terminal.setRawMode === undefined) return withoutLineEnd(await readAll(stdin));
  stderr.write(prompt);
  terminal.setRawMode(true);
  try {
    return await readTyped(terminal);
  } finally {
    terminal.setRawMode(false);
    terminal.pause();
    stderr.write('\n');
  }
}

/** Whether a person types it, and so should type it twice. */
export function isTyped({ stdin }: CommandWorld): boolean {
  return (stdin as Terminal).isTTY === true;
}

async function readAll(stdin: Readable): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stdin) parts.push(Buffer.from(part as Buffer));
  return Buffer.concat(parts).toString('utf8');
}

function withoutLineEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}

/** A terminal without echo gives each key as it is pressed, control keys too. */
function readTyped(terminal: Terminal): Promise<string | null> {
  return new Promise((resolve) => {
    let typed: string[] = [];
    const finish = (password: string | null): void => {
      terminal.off('data', take);
      resolve(password);
    };
    const take = (keys: Buffer): void => {
      for (const key of keys.toString('utf8')) {
        if (key === '\u0003') return finish(null);
        if (enter.test(key)) return finish(typed.join(''));
        typed = backspace.test(key) ? typed.slice(0, -1) : [...typed, key];
      }
    };
    terminal.on('data', take);
    terminal.resume();
  });
}
