import { spawnSync } from 'node:child_process';
import type { Circumstances } from '../measure/results.js';
import type { Call, LoopSize } from './calls.js';

export interface TimedCall {
  readonly name: string;
  /** From starting the process to its end, one for each repeat. */
  readonly seconds: readonly number[];
}

/** A run of the measure, as its file keeps it. */
export interface LoopResults extends Circumstances, LoopSize {
  readonly repeats: number;
  readonly calls: readonly TimedCall[];
}

/**
 * Times each call, all of them in turn.
 * @throws Error if a call does not end well
 */
export function timeCalls(calls: readonly Call[], repeats: number, progress: (text: string) => void): TimedCall[] {
  const seconds = new Map<Call, number[]>(calls.map((call) => [call, []]));
  for (let repeat = 1; repeat <= repeats; repeat++) {
    // Backwards every other time, so no call always follows the same one.
    for (const call of repeat % 2 === 1 ? calls : [...calls].reverse()) {
      progress(`${repeat} of ${repeats}: ${call.name}`);
      seconds.get(call)?.push(secondsOf(call));
    }
  }
  return [...seconds].map(([{ name }, taken]) => ({ name, seconds: taken }));
}

function secondsOf({ name, args, before }: Call): number {
  before?.();
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const taken = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(`${name} ended with ${String(status)}: ${stderr}`);
  return taken;
}
