#!/usr/bin/env node
import { faultInWords } from '../words/fault-in-words.js';

// What nobody waited for, and so nobody caught.
process.on('uncaughtException', (error) => {
  process.stderr.write(`${faultInWords(error)}\n`);
  process.exit(1);
});

const interruption = new AbortController();
let whatItMeans = 'Interrupted: the current school is finished, the others are left.';
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // The second of a kind ends at once: the database rolls back what is being written then.
  process.once(signal, () => {
    if (whatItMeans !== '') process.stderr.write(`\n${whatItMeans}\n`);
    interruption.abort();
  });
}

// Loaded here, so a failure to load is one line, too.
const { main } = await import('./main.js');
process.exitCode = await main(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  now: () => new Date(),
  interrupted: interruption.signal,
  toInterruptMeans: (words) => (whatItMeans = words),
});
