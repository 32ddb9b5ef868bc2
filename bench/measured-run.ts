import { main } from '../src/cli/main.js';

/** One run in a process of its own; its last line is what it took. */
const code = await main(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stderr,
  stderr: process.stderr,
  env: process.env,
  now: () => new Date(),
  interrupted: new AbortController().signal,
});
const megabytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(`${JSON.stringify({ code, megabytes, seconds: process.uptime() })}\n`);
