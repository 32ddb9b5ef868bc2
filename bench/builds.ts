import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { Inputs } from './measure/inputs.js';
import { nights as everyNight, type Before } from './measure/measures.js';
import { median } from './measure/statistics.js';
import { cleanUpOnInterrupt, progress } from './report/terminal.js';
import { textTable } from './report/tables.js';
import { root } from './places.js';
import type { Sample } from './ways/all.js';

const help = `npm run bench:builds -- FOLDER... [options]: what other checkouts of this program, built, take in times of this one

  --schools N     how many schools of 1,000 students (default 10)
  --repeats N     how often all of them take turns (default 7)
  --only WORDS    the nights whose names have these words, parted by |

Each run is a process of its own, into SQLite, and every other turn goes backwards. A ratio is the median of the ratios turn by turn.
`;

const allNights: typeof everyNight = [...everyNight, ['start-up', 'nothing', 'nothing']];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    schools: { type: 'string', default: '10' },
    repeats: { type: 'string', default: '7' },
    only: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
});

const nights = allNights.filter(([name]) => new RegExp(values.only).test(name));

function sampleOf(build: string, input: string, file: string): Sample {
  const task = JSON.stringify({ input, database: `sqlite:${file}`, given: {} });
  const program = join(build, 'dist/bench/sample.js');
  const said = execFileSync(process.execPath, [program, 'ours', task], { maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(said.toString().trimEnd().split('\n').at(-1) ?? '') as Sample;
}

function measure(folder: string, builds: readonly string[]): void {
  const inputs = new Inputs(folder, { schools: Number(values.schools), students: 1000 });
  const before = (build: string, after: Before): string =>
    join(folder, `${String(builds.indexOf(build))}.${after}.before.db`);
  const file = join(folder, 'work.db');
  const samples = new Map(builds.map((build) => [build, nights.map((): Sample[] => [])]));
  for (const build of builds)
    for (const after of ['first', 'nothing'] as const) sampleOf(build, inputs.of(after), before(build, after));
  for (let turn = 0; turn < Number(values.repeats); turn++)
    for (const [at, [name, night, after]] of nights.entries())
      for (const build of turn % 2 === 0 ? builds : [...builds].reverse()) {
        progress(`turn ${String(turn + 1)}, ${name}, ${basename(build)}`);
        if (after !== null) copyFileSync(before(build, after), file);
        samples.get(build)?.[at].push(sampleOf(build, inputs.of(night), file));
        for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
      }
  progress('');
  const ours = samples.get(root) ?? [];
  for (const measured of ['cpuSeconds', 'seconds', 'megabytes'] as const) {
    const ratios = (build: string): string[] =>
      (samples.get(build) ?? []).map((of, at) =>
        median(of.map((sample, turn) => sample[measured] / ours[at][turn][measured])).toFixed(3),
      );
    const rows = builds.slice(1).map((build) => [basename(build), ...ratios(build)]);
    process.stdout.write(`\n${textTable([[measured, ...nights.map(([name]) => name)], ...rows])}`);
  }
}

if (values.help) process.stdout.write(help);
else {
  cleanUpOnInterrupt();
  const folder = mkdtempSync(join(tmpdir(), 'pullthrough-builds-'));
  try {
    measure(folder, [root, ...positionals]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
