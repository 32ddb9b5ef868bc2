import { readFileSync, readdirSync } from 'node:fs';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { Inputs } from '../measure/inputs.js';
import type { Night } from '../measure/measures.js';
import { reach, type Server } from '../measure/servers.js';
import { takeSample } from '../measure/take-sample.js';
import { progress } from '../report/terminal.js';
import { lineThrough, nightNames, type Costs, type NightName, type SchoolCosts } from './costs.js';

const nights: Readonly<Record<NightName, Night>> = {
  'first load': 'first',
  '1 % edited': 'one percent',
  'the same values': 'other time',
};

const sizes = [100, 1000] as const;
const schools = 40;
/** The kernel counts processor time in hundredths. */
const ticks = 100;

/**
 * Measures on a PostgreSQL of this machine what a school of each size costs on each night.
 * @throws Error if there is none, or its processes cannot be seen
 */
export async function measureCosts(folder: string): Promise<Record<NightName, Costs>> {
  const reached = await reach('postgres');
  if (!('server' in reached)) throw new Error(`PostgreSQL is not reached: ${reached.reason}`);
  const measured = new Map<string, SchoolCosts>();
  for (const students of sizes) {
    const inputs = new Inputs(makeFolder(folder, students), { schools, students });
    const before = await reached.server.make(null);
    try {
      for (const name of nightNames) {
        progress(`${name}, schools of ${String(students)}`);
        const costs = await costsOf(reached.server, inputs, name, before);
        measured.set(`${name} ${String(students)}`, costs);
      }
    } finally {
      await reached.server.drop(before);
    }
  }
  progress('');
  const of = (name: NightName, students: number): SchoolCosts => {
    const costs = measured.get(`${name} ${String(students)}`);
    if (costs === undefined) throw new Error(`${name} was not measured`);
    return costs;
  };
  return Object.fromEntries(
    nightNames.map((name) => [name, lineThrough(sizes, [of(name, sizes[0]), of(name, sizes[1])])]),
  ) as Record<NightName, Costs>;
}

function makeFolder(folder: string, students: number): string {
  const made = join(folder, String(students));
  mkdirSync(made);
  return made;
}

/** The first night fills the database that the later ones begin with. */
async function costsOf(server: Server, inputs: Inputs, name: NightName, before: string): Promise<SchoolCosts> {
  const database = name === 'first load' ? before : await server.make(before);
  try {
    const [empty, all] = [
      await take(server, inputs, 'nothing', null),
      await take(server, inputs, nights[name], database),
    ];
    const a = (part: keyof SchoolCosts) => Math.max(0, all[part] - empty[part]) / schools;
    return { worker: a('worker'), database: a('database'), logBytes: a('logBytes') };
  } finally {
    if (database !== before) await server.drop(database);
  }
}

/** @param into null: a new database */
async function take(server: Server, inputs: Inputs, night: Night, into: string | null): Promise<SchoolCosts> {
  const database = into ?? (await server.make(null));
  try {
    const before = await readServer(database);
    const { seconds } = await takeSample('ours', { input: inputs.of(night), database, rows: '', given: {} });
    const after = await readServer(database);
    const used = after.processor - before.processor;
    return { worker: seconds - used, database: used, logBytes: after.log - before.log };
  } finally {
    if (into === null) await server.drop(database);
  }
}

/** Processor seconds of all processes of the server since it was started, ended ones too, and the bytes of its log. */
async function readServer(url: string): Promise<{ readonly processor: number; readonly log: number }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number; log: string }>(
      `select pg_backend_pid() as pid, pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') as log`,
    );
    const own = statOf(rows[0].pid);
    const others = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => statOf(Number(name)));
    const all = others.filter(({ pid, parent }) => pid === own.parent || parent === own.parent);
    const processor = all.reduce(
      (sum, { pid, ticksUsed, ticksOfEnded }) => sum + ticksUsed + (pid === own.parent ? ticksOfEnded : 0),
      0,
    );
    return { processor: processor / ticks, log: Number(rows[0].log) };
  } finally {
    await client.end();
  }
}

interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  readonly ticksUsed: number;
  readonly ticksOfEnded: number;
}

/** From `/proc/PID/stat`; zeros for a process that has ended meanwhile. */
function statOf(pid: number): ProcessStat {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    return { pid, parent: fields[1], ticksUsed: fields[11] + fields[12], ticksOfEnded: fields[13] + fields[14] };
  } catch {
    return { pid, parent: 0, ticksUsed: 0, ticksOfEnded: 0 };
  }
}
