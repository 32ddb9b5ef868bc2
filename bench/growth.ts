import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { axes, type Axis } from './growth/axes.js';
import { grow, type GrownAxis, type GrowthResults } from './growth/grow.js';
import { grownCells, memoryTargetCells, slopeLine } from './growth/growth-words.js';
import { writeGrowth } from './growth/write-growth.js';
import { circumstances } from './measure/results.js';
import { root } from './places.js';
import { cleanUpOnInterrupt, commandLine, keep, progress } from './report/terminal.js';
import { textTable } from './report/tables.js';
import { circumstancesLine } from './report/words.js';

const help = `npm run bench:growth -- [options]: time and peak memory of a run while one thing grows

  --only AXIS         ${axes.map(({ name }) => name).join(', ')}
  --most-students N   how far the students of one school go (default 10000)
  --most-schools N    how far the schools go (default 100; 10000 of them need 13 GB, and their database as much)
  --full              1,000,000 students, and 10,000 schools
  --repeats N         how often each point is measured (default 3; one that takes a minute, once)
  --quick             the first two points of each axis, once: does everything still work?
  --write-docs        and write tables and plots into docs/
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    'most-students': { type: 'string' },
    'most-schools': { type: 'string' },
    full: { type: 'boolean', default: false },
    repeats: { type: 'string' },
    quick: { type: 'boolean', default: false },
    'write-docs': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function most({ name, points, usualMost }: Axis): number {
  if (values.quick) return points[1];
  const given = { students: values['most-students'], schools: values['most-schools'] }[name as string];
  if (given !== undefined) return Number(given);
  return values.full ? Math.max(...points) : usualMost;
}

async function main(): Promise<void> {
  cleanUpOnInterrupt();
  const where = circumstances(commandLine('bench:growth'), new Date());
  const write = (text: string) => process.stdout.write(`${text}\n`);
  write(`${circumstancesLine(where)}\n`);
  const grown: GrownAxis[] = [];
  for (const axis of axes.filter(({ name }) => values.only === undefined || name === values.only)) {
    const one = await grow(axis, { repeats: Number(values.repeats ?? (values.quick ? 1 : 3)), most }, progress);
    progress('');
    write(`${axis.title}\n\n${textTable(grownCells(one))}\n${slopeLine(one)}\n`);
    grown.push(one);
  }
  const targets = memoryTargetCells(grown);
  if (targets.length > 1) write(textTable(targets));
  const results: GrowthResults = { ...where, axes: grown };
  write(`kept in ${keep('growth-', results)}`);
  if (values['write-docs']) writeGrowth(join(root, 'docs'), results);
}

if (values.help) process.stdout.write(help);
else await main();
