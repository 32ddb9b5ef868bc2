import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import type { Sample } from '../ways/all.js';
import { root } from '../places.js';

/** What one measure took, a sample for each repeat: the first of each belongs with the first of the others. */
export interface Measured {
  readonly name: string;
  readonly group: string;
  /** What one sample works through, and how much of it. */
  readonly amount: { readonly of: 'schools' | 'records'; readonly count: number };
  readonly samples: readonly Omit<Sample, 'found'>[];
}

/** Where a run of the benchmark was, and what it measured. */
export interface Circumstances {
  readonly date: string;
  readonly commit: string | null;
  readonly node: string;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly gigabytes: number };
  readonly command: string;
}

/** A run of the benchmark, as its file keeps it. */
export interface Results extends Circumstances {
  readonly schools: number;
  readonly students: number;
  readonly repeats: number;
  /** The size of the first night's extracts. */
  readonly megabytes: number;
  /** How many come through, in all tables. */
  readonly rows: number;
  readonly measured: readonly Measured[];
  /** What could not be measured, and why. */
  readonly leftOut: Readonly<Record<string, string>>;
}

export function circumstances(command: string, now: Date): Circumstances {
  const [cpu] = cpus();
  return {
    date: now.toISOString(),
    commit: commit(),
    node: process.version,
    machine: { cpu: cpu?.model ?? 'unknown', cores: cpus().length, gigabytes: Math.round(totalmem() / 2 ** 30) },
    command,
  };
}

/** With a plus sign if files differ from it. */
function commit(): string | null {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();
  try {
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '-uno') === '' ? '' : '+'}`;
  } catch {
    return null;
  }
}
