import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Sample } from '../ways/all.js';
import type { Task } from '../ways/way.js';

const run = promisify(execFile);
const program = fileURLToPath(new URL('../sample.js', import.meta.url));

/** Takes a sample of a way. */
export type TakeSample = (way: string, task: Task) => Promise<Sample>;

/** Runs a way once, in a process of its own: it shares neither compiled code nor memory with another. */
export async function takeSample(way: string, task: Task, nodeOptions: readonly string[] = []): Promise<Sample> {
  const args = [...nodeOptions, program, way, JSON.stringify(task)];
  const { stdout } = await run(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Sample;
}
