import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compare } from './measure/compare.js';
import { reachedOf } from './measure/reached.js';
import { circumstances, type Results } from './measure/results.js';
import { targets } from './measure/targets.js';
import { root } from './places.js';
import { textTable } from './report/tables.js';
import { cleanUpOnInterrupt, commandLine, keep, progress } from './report/terminal.js';
import { circumstancesLine, comparedCells, measuredCells, sizeLine, targetCells } from './report/words.js';
import { writeComparison } from './report/write-comparison.js';
import { DifferentRowsError } from './same-rows.js';

const help = `npm run bench -- [options]: the same job done in several ways, which must all give the same rows

  --only PATTERN     measures whose name it matches (a regular expression, in any case)
  --schools N        how many schools (default 20)
  --students N       students of each (default 1000)
  --repeats N        how often everything is measured (default 5)
  --quick            3 schools of 200, once: does everything still work?
  --no-servers       do not look for PostgreSQL and MariaDB (PULLTHROUGH_TEST_POSTGRES, PULLTHROUGH_TEST_MYSQL)
  --compare FILE     and how that differs from an earlier run, of which bench/results/ has a file
  --write-docs       and write tables and plots into docs/
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    schools: { type: 'string' },
    students: { type: 'string' },
    repeats: { type: 'string' },
    quick: { type: 'boolean', default: false },
    'no-servers': { type: 'boolean', default: false },
    compare: { type: 'string' },
    'write-docs': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  cleanUpOnInterrupt();
  const size = values.quick ? { schools: 3, students: 200, repeats: 1 } : { schools: 20, students: 1000, repeats: 5 };
  const options = {
    schools: Number(values.schools ?? size.schools),
    students: Number(values.students ?? size.students),
    repeats: Number(values.repeats ?? size.repeats),
    only: new RegExp(values.only, 'i'),
    servers: !values['no-servers'],
  };
  const where = circumstances(commandLine('bench'), new Date());
  const results = await compare(options, where, progress);
  progress('');
  const reached = reachedOf(targets, results.measured);
  const write = (text: string) => process.stdout.write(`${text}\n`);
  write(`${circumstancesLine(results)}\n${sizeLine(results)}\n`);
  write(textTable(measuredCells(results.measured)));
  write(textTable(targetCells(reached.filter(({ ratio }) => ratio !== null))));
  for (const [name, reason] of Object.entries(results.leftOut)) write(`left out: ${name}: ${reason}`);
  if (values.compare !== undefined) {
    const old = JSON.parse(readFileSync(values.compare, 'utf8')) as Results;
    write(`against ${circumstancesLine(old)}; ${sizeLine(old)}\n`);
    write(textTable(comparedCells(results.measured, old.measured)));
  }
  write(`kept in ${keep('', results)}`);
  if (values['write-docs']) writeComparison(join(root, 'docs'), results, reached);
}

if (values.help) process.stdout.write(help);
else {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof DifferentRowsError)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    process.exitCode = 1;
  }
}
