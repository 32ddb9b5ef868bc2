import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { circumstances, type Circumstances } from './measure/results.js';
import { root } from './places.js';
import { writeBetweenMarkers } from './report/between-markers.js';
import { markdownTable, textTable } from './report/tables.js';
import { cleanUpOnInterrupt, commandLine, progress } from './report/terminal.js';
import { circumstancesLine, type Cells } from './report/words.js';
import { costsOfSchool, nightNames, sizesOfSchools, type Costs, type NightName } from './simulate/costs.js';
import { limitOf, nextSteps } from './simulate/limits-of.js';
import { measureCosts } from './simulate/measure-costs.js';
import { simulate, type Night } from './simulate/night.js';
import { durationWords, nightCells } from './simulate/words.js';

const help = `npm run bench:simulate -- [options]: how long a night of many schools takes on how many workers, and what breaks first

  --schools LIST         how many schools a night has (default 24000,1000000)
  --workers LIST         how many workers it has (default 1,4,16,64,256)
  --cores N              of the database (default 8)
  --log N                how many megabytes of its log the database writes a second (default 100)
  --connections N        that the database takes (default 200); a worker holds two
  --stall EVERY,SECONDS  the database answers nobody for so long, as often
  --deaths SECONDS       each worker is killed after so long, on average
  --source SECONDS,RATE  extracts are fetched: how long each takes, and how many requests a second are answered; the others get 429
  --seed N               of sizes, deaths and waits (default 1)
  --measure              measure the costs of a school on this machine's PostgreSQL first, and keep them
  --write-docs           write the table into docs/scaling.md

A school's costs are measured ones; the sizes of schools have a heavy tail (a median of 250 students). Nothing else is run.
`;

const { values } = parseArgs({
  options: {
    schools: { type: 'string', default: '24000,1000000' },
    workers: { type: 'string', default: '1,4,16,64,256' },
    cores: { type: 'string', default: '8' },
    log: { type: 'string', default: '100' },
    connections: { type: 'string', default: '200' },
    stall: { type: 'string' },
    deaths: { type: 'string' },
    source: { type: 'string' },
    seed: { type: 'string', default: '1' },
    measure: { type: 'boolean', default: false },
    'write-docs': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const kept = join(root, 'bench/simulate/measured.json');
/** What the queue's engine may cost for each job: measured by `bench:queue`, rounded up. */
const engine = { worker: 0, database: 0.001, logBytes: 5000 };

interface Measured extends Circumstances {
  readonly costs: Readonly<Record<NightName, Costs>>;
}

async function main(): Promise<void> {
  cleanUpOnInterrupt();
  if (values.measure) await measure();
  const { costs, ...where } = JSON.parse(readFileSync(kept, 'utf8')) as Measured;
  const tables = numbers(values.schools).map((count) => ({ count, cells: cellsOf(count, costs) }));
  const words = `${commandLine('bench:simulate')}; costs by ${circumstancesLine(where)}`;
  process.stdout.write(`${words}\n`);
  for (const { count, cells } of tables) process.stdout.write(`\n${String(count)} schools\n\n${textTable(cells)}`);
  if (!values['write-docs']) return;
  const parts = tables.map(({ count, cells }) => `**${String(count)} schools**\n\n${markdownTable(cells)}`);
  writeBetweenMarkers(join(root, 'docs/scaling.md'), 'simulation', [`${words}.`, ...parts].join('\n\n'));
}

async function measure(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'pullthrough-simulate-'));
  try {
    const costs = await measureCosts(folder);
    const measured: Measured = { ...circumstances(commandLine('bench:simulate'), new Date()), costs };
    writeFileSync(kept, `${JSON.stringify(measured, null, 2)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function cellsOf(count: number, costs: Measured['costs']): Cells {
  const sizes = sizesOfSchools(count, Number(values.seed));
  const rows = nightNames.flatMap((name) => {
    const schools = sizes.map((students) => costsOfSchool(costs[name], students, engine));
    return numbers(values.workers).map((workers) => {
      progress(`${String(count)} schools, ${name}, ${String(workers)} workers`);
      const night: Night = { ...terms(), schools, workers };
      const simulated = simulate(night);
      const limit = limitOf(night, simulated);
      return [
        name,
        String(workers),
        durationWords(simulated.seconds),
        ...nightCells(simulated),
        limit,
        nextSteps[limit],
      ];
    });
  });
  progress('');
  return [
    ['night', 'workers', 'takes', 'database', 'log', 'source', 'taken over', '429', 'breaks first', 'then'],
    ...rows,
  ];
}

function terms(): Omit<Night, 'schools' | 'workers'> {
  const [stall, source] = [values.stall, values.source].map((text) => (text === undefined ? null : numbers(text)));
  return {
    connectionsOfWorker: 2,
    database: {
      cores: Number(values.cores),
      logBytes: Number(values.log) * 1e6,
      connections: Number(values.connections),
      stall: stall === null ? null : { every: stall[0], seconds: stall[1] },
    },
    deaths: values.deaths === undefined ? null : { mean: Number(values.deaths), heartbeat: 10, restart: 5 },
    source: source === null ? null : { seconds: source[0], perSecond: source[1] },
    seed: Number(values.seed),
  };
}

function numbers(list: string): number[] {
  return list.split(',').map(Number);
}

if (values.help) process.stdout.write(help);
else await main();
