import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateSchool } from './generate-school.js';

/**
 * Peak memory of a run follows the largest school, not the input: 300 schools of 1,000 students in one NDJSON file,
 * against 30 of them.
 */
const folder = mkdtempSync(join(tmpdir(), 'pullthrough-bench-'));
const measuredRun = fileURLToPath(new URL('measured-run.js', import.meta.url));

function writeSchools(count: number): string {
  const path = join(folder, `${String(count)}.ndjson`);
  const file = openSync(path, 'w');
  for (let seed = 1; seed <= count; seed++)
    writeSync(file, `${generateSchool({ id: String(seed), students: 1000, seed })}\n`);
  closeSync(file);
  return path;
}

function measure(schools: number): { megabytes: number; seconds: number } {
  const input = writeSchools(schools);
  const args = [measuredRun, 'run', input, '--database', `sqlite:${join(folder, `${String(schools)}.db`)}`, '--json'];
  const { stdout, status } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (status !== 0) throw new Error(`the run of ${String(schools)} schools ended with ${String(status)}`);
  return JSON.parse(stdout) as { megabytes: number; seconds: number };
}

try {
  const few = measure(30);
  const many = measure(300);
  for (const [schools, { megabytes, seconds }] of [[30, few] as const, [300, many] as const]) {
    process.stdout.write(
      `${String(schools).padStart(4)} schools  ${megabytes.toFixed(0)} MB  ${seconds.toFixed(1)} s  ${(schools / seconds).toFixed(1)} schools/s\n`,
    );
  }
  process.stdout.write(`memory ratio ${(many.megabytes / few.megabytes).toFixed(3)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
