import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generateSchool } from './generate-school.js';
import { circumstances } from './measure/results.js';
import { percentile } from './measure/statistics.js';
import { cleanUpOnInterrupt, commandLine, progress } from './report/terminal.js';
import { textTable } from './report/tables.js';
import { circumstancesLine } from './report/words.js';
import { makeStages, type Stage } from './steady/stages.js';

const help = `npm run bench:steady -- [options]: what each stage costs a school once all code is compiled

  --schools N     how many schools of 1,000 students (default 100); the first quarter of them only warms up

Each school goes through all stages, every other one through them backwards, in one process and one thread: whatever else the
machine does falls on all of them alike. The lowest tenth is what a stage costs where nothing else does.
`;

const { values } = parseArgs({
  options: { schools: { type: 'string', default: '100' }, help: { type: 'boolean', default: false } },
});

async function main(): Promise<void> {
  cleanUpOnInterrupt();
  const folder = mkdtempSync(join(tmpdir(), 'pullthrough-steady-'));
  try {
    const count = Number(values.schools);
    const stages = await makeStages(folder);
    const times = new Map(stages.map((stage): [Stage, number[]] => [stage, []]));
    for (let at = 0; at < count; at++) {
      progress(`school ${String(at + 1)} of ${String(count)}`);
      const file = join(folder, 'school.json');
      writeFileSync(file, generateSchool({ id: String(at + 1), students: 1000, seed: at + 1 }));
      const bytes = readFileSync(file);
      for (const stage of at % 2 === 0 ? stages : [...stages].reverse()) {
        const run = await stage.prepare(bytes);
        const started = performance.now();
        await run();
        if (at >= count / 4) times.get(stage)?.push(performance.now() - started);
      }
    }
    progress('');
    const cells = stages.map((stage) => {
      const at = (share: number) => `${percentile(times.get(stage) ?? [], share).toFixed(1)} ms`;
      return [stage.name, at(0.1), at(0.5)];
    });
    process.stdout.write(`${circumstancesLine(circumstances(commandLine('bench:steady'), new Date()))}\n\n`);
    process.stdout.write(textTable([['a school of 1,000', 'lowest tenth', 'median'], ...cells]));
    for (const { close } of stages) await close?.();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (values.help) process.stdout.write(help);
else await main();
