import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { generateSchool } from './generate-school.js';
import { commonRows } from './mappings/common-rows.js';
import { makeMappings, steps, take, type Mapping, type Times } from './mappings/mappings.js';
import { Folders, waitedRatio, waitFor } from './mappings/waited.js';
import { circumstances } from './measure/results.js';
import { median } from './measure/statistics.js';
import { cleanUpOnInterrupt, commandLine, progress } from './report/terminal.js';
import { textTable } from './report/tables.js';
import { circumstancesLine } from './report/words.js';
import { assertSameRows, countRows } from './same-rows.js';

const help = `npm run bench:mappings -- [options]: what a school costs by the shipped mapping, and the same school by OneRoster's

  --schools N     how many schools (default 60); the first quarter of them only warms up
  --students N    of each school (default 1000)
  --repeats N     how often pullthrough run loads all of them (default 5)

Each school is read, decided and loaded by both in turn, every other one by OneRoster's first, in one process and one thread. Both
have to load the same rows, as far as both mappings have them. A ratio is the median of the ratios school by school, in processor time.
What an operator waits for is elapsed time: that of pullthrough run over a folder of all schools, from the start of the process to its
end, with its thread that reads ahead.
`;

const { values } = parseArgs({
  options: {
    schools: { type: 'string', default: '60' },
    students: { type: 'string', default: '1000' },
    repeats: { type: 'string', default: '5' },
    help: { type: 'boolean', default: false },
  },
});

setFlagsFromString('--expose-gc');
/** So neither pays for what making the schools has left. Only what is young: code is forgotten when everything is collected. */
const collect = runInNewContext('gc') as (options: { readonly type: 'minor' }) => void;

async function main(): Promise<void> {
  cleanUpOnInterrupt();
  const folder = mkdtempSync(join(tmpdir(), 'pullthrough-mappings-'));
  try {
    const mappings = await makeMappings(folder);
    const folders = new Folders(folder);
    const sizes = new Map<Mapping, number>();
    const samples = new Map<Mapping, Times[]>(mappings.map((mapping) => [mapping, []]));
    const count = Number(values.schools);
    for (let at = 0; at < count; at++) {
      progress(`school ${String(at + 1)} of ${String(count)}`);
      const school = generateSchool({ id: String(at + 1), students: Number(values.students), seed: at + 1 });
      const extracts = new Map(mappings.map((mapping) => [mapping, mapping.bytes(school)]));
      for (const [mapping, bytes] of at % 2 === 0 ? extracts : [...extracts].reverse()) {
        sizes.set(mapping, bytes.length);
        folders.add(mapping, String(at + 1), bytes);
        collect({ type: 'minor' });
        const times = await take(mapping, bytes);
        if (at >= count / 4) samples.get(mapping)?.push(times);
      }
    }
    const waited = waitFor(mappings, folders, Number(values.repeats), progress);
    progress('');
    for (const { work } of mappings) await work.close();
    const [shipped, oneRoster] = mappings;
    const expected = await commonRows(shipped.file);
    assertSameRows(oneRoster.name, await commonRows(oneRoster.file), expected);
    process.stdout.write(`${circumstancesLine(circumstances(commandLine('bench:mappings'), new Date()))}\n\n`);
    process.stdout.write(tableOf(mappings, sizes, samples));
    process.stdout.write(`\n${waitedTable(mappings, waited)}`);
    process.stdout.write(`\n${String(countRows(expected))} rows are the same by both.\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tableOf(
  mappings: readonly [Mapping, Mapping],
  sizes: ReadonlyMap<Mapping, number>,
  samples: ReadonlyMap<Mapping, readonly Times[]>,
): string {
  const total = (times: Times) => steps.reduce((sum, step) => sum + times[step], 0);
  const measures = [...steps.map((step) => (times: Times) => times[step]), total];
  const [shipped, other] = mappings.map((mapping) => samples.get(mapping) ?? []);
  const rows = mappings.map((mapping) => [
    mapping.name,
    `${((sizes.get(mapping) ?? 0) / 1e6).toFixed(2)} MB`,
    ...measures.map((of) => `${median((samples.get(mapping) ?? []).map(of)).toFixed(1)} ms`),
  ]);
  const ratios = measures.map((of) => median(other.map((times, at) => of(times) / of(shipped[at]))).toFixed(2));
  return textTable([['a school, by', 'extract', ...steps, 'all'], ...rows, ['ratio', '', ...ratios]]);
}

function waitedTable(mappings: readonly Mapping[], waited: readonly (readonly number[])[]): string {
  const rows = mappings.map(({ name }, at) => [name, `${median(waited[at]).toFixed(2)} s`]);
  const title = [`pullthrough run of ${values.schools} schools by`, 'elapsed'];
  return textTable([title, ...rows, ['ratio', waitedRatio(waited).toFixed(2)]]);
}

if (values.help) process.stdout.write(help);
else await main();
