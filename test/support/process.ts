import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../src/cli/bin.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The built command line in a process of its own.
 * @param stdin `open` for one that nobody ends
 */
export function start(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  stdin: 'ended' | 'open' = 'ended',
): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [bin, ...args], { env: { ...process.env, ...env } });
  if (stdin === 'ended') child.stdin.end();
  return child;
}

export async function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, stdout, stderr };
}
