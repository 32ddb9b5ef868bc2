import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generateSchool, writeSchools } from './generate-school.js';
import { takeSample } from './measure/take-sample.js';
import { bySelfTime, byStage, type Profile } from './profile/read-profile.js';
import { editSchool } from './schools/edited.js';
import { cleanUpOnInterrupt, commandLine } from './report/terminal.js';
import { textTable } from './report/tables.js';

const help = `npm run bench:profile -- [options]: where the time of a run goes

  --schools N     how many schools of 1,000 students (default 20)
  --edited N      not the first load, but the night after, with N per cent edited (0: another time in the file)
  --top N         how many functions (default 30)
`;

const { values } = parseArgs({
  options: {
    schools: { type: 'string', default: '20' },
    edited: { type: 'string' },
    top: { type: 'string', default: '30' },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  cleanUpOnInterrupt();
  const folder = mkdtempSync(join(tmpdir(), 'pullthrough-profile-'));
  try {
    const schools = Array.from({ length: Number(values.schools) }, (_, at) => ({
      id: String(at + 1),
      students: 1000,
      seed: at + 1,
    }));
    const [first, second, profiles] = ['first.ndjson', 'second.ndjson', 'profiles'].map((name) => join(folder, name));
    mkdirSync(profiles);
    writeSchools(first, schools);
    const database = `sqlite:${join(folder, 'run.db')}`;
    const sample = (input: string, nodeOptions: string[]) =>
      takeSample('ours', { input, database, rows: '', given: {} }, nodeOptions);
    const profiling = ['--cpu-prof', '--cpu-prof-dir', profiles];
    if (values.edited !== undefined) {
      await sample(first, []);
      const share = Number(values.edited) / 100;
      writeFileSync(second, schools.map((school) => `${editSchool(generateSchool(school), share)}\n`).join(''));
    }
    const { seconds } = await sample(values.edited === undefined ? first : second, profiling);
    process.stdout.write(`${commandLine('bench:profile')}: ${seconds.toFixed(1)} s\n`);
    for (const name of readdirSync(profiles)) {
      const profile = JSON.parse(readFileSync(join(profiles, name), 'utf8')) as Profile;
      const tables = [byStage(profile), bySelfTime(profile, Number(values.top))].map(textTable);
      process.stdout.write(`\nthread ${threadOf(name)}\n\n${tables.join('\n')}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** CPU.date.time.process.thread.number.cpuprofile; thread 0 decides and loads. */
function threadOf(name: string): string {
  return name.split('.')[4] ?? '';
}

if (values.help) process.stdout.write(help);
else await main();
