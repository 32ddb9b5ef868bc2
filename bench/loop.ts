import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeCalls } from './loop/calls.js';
import { checkLine, loopCells, loopLine, writeLoop } from './loop/loop-words.js';
import { timeCalls, type LoopResults } from './loop/time-calls.js';
import { circumstances } from './measure/results.js';
import { root } from './places.js';
import { textTable } from './report/tables.js';
import { cleanUpOnInterrupt, commandLine, keep, progress } from './report/terminal.js';
import { circumstancesLine } from './report/words.js';

const help = `npm run bench:loop -- [options]: what a person who works on rules waits for, from the start of a command to its end

  --repeats N     how often each command is called (default 9)
  --quick         with a small school, once: does everything still work?
  --write-docs    and write the table into docs/
`;

const { values } = parseArgs({
  options: {
    repeats: { type: 'string' },
    quick: { type: 'boolean', default: false },
    'write-docs': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function main(): void {
  cleanUpOnInterrupt();
  const where = circumstances(commandLine('bench:loop'), new Date());
  const folder = mkdtempSync(join(tmpdir(), 'pullthrough-loop-'));
  const size = values.quick ? { students: 40, schools: 30 } : { students: 1000, schools: 3000 };
  const repeats = Number(values.repeats ?? (values.quick ? 1 : 9));
  try {
    const calls = timeCalls(makeCalls(folder, size), repeats, progress);
    progress('');
    const results: LoopResults = { ...where, ...size, repeats, calls };
    const write = (text: string) => process.stdout.write(`${text}\n`);
    write(`${circumstancesLine(where)}; ${loopLine(results)}\n\n${textTable(loopCells(calls))}\n${checkLine(calls)}\n`);
    write(`kept in ${keep('loop-', results)}`);
    if (values['write-docs']) writeLoop(join(root, 'docs'), results);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (values.help) process.stdout.write(help);
else main();
