import { readFileSync } from 'node:fs';
import { sampleHere, type Sample } from './ways/all.js';
import type { Task } from './ways/way.js';

/** The kernel's own count if there is one, because maxRSS begins with the parent's. */
function peakMegabytes(): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (kilobytes !== undefined) return Number(kilobytes) / 1024;
  } catch {
    // No such file on this system.
  }
  return process.resourceUsage().maxRSS / 1024;
}

/** Takes one sample, in a process of its own, and prints it as the last line. */
const [name = '', task = '{}'] = process.argv.slice(2);
const sample: Sample = { ...(await sampleHere(name, JSON.parse(task) as Task)), megabytes: peakMegabytes() };
process.stdout.write(`\n${JSON.stringify(sample)}\n`);
