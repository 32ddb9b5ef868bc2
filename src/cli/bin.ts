#!/usr/bin/env node
import { main } from './main.js';

const interruption = new AbortController();
let whatItMeans = 'Interrupted: the school in hand is finished, the others are left.';
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // The second of a kind ends at once: what is being written then is rolled back by the database.
  process.once(signal, () => {
    process.stderr.write(`\n${whatItMeans}\n`);
    interruption.abort();
  });
}

// Whoever reads has gone (`| head`): the run itself must still end well.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await main(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  now: () => new Date(),
  interrupted: interruption.signal,
  toInterruptMeans: (words) => (whatItMeans = words),
});
