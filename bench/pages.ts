import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfiguration } from '../src/pipeline/configuration.js';
import { circumstances } from './measure/results.js';
import { backends, withDatabases, type PageBackend } from './pages/page-databases.js';
import { pageCells, pagesLine, writePages } from './pages/pages-words.js';
import { timePages, type PagesResults, type TimedDatabase } from './pages/time-pages.js';
import { root, shippedPipeline, today } from './places.js';
import { textTable } from './report/tables.js';
import { cleanUpOnInterrupt, commandLine, keep, progress } from './report/terminal.js';
import { circumstancesLine } from './report/words.js';

const help = `npm run bench:pages -- [options]: how long the Data pages take at the server, ten asked for at once

  --schools N     how many schools the database has (default 1000, whose extracts take 1.3 GB while it is made)
  --students N    of each (default 1000)
  --keep FOLDER   keep the databases, or ask those again that are kept there
  --only NAME     ${Object.keys(backends).join(' or ')}
  --pages PATTERN  pages whose name it matches (a regular expression, in any case)
  --requests N    how often each page is asked for (default 300)
  --quick         with a few small schools: does everything still work?
  --write-docs    and write the tables into docs/
`;

const { values } = parseArgs({
  options: {
    schools: { type: 'string' },
    students: { type: 'string' },
    keep: { type: 'string' },
    only: { type: 'string' },
    pages: { type: 'string', default: '' },
    requests: { type: 'string' },
    quick: { type: 'boolean', default: false },
    'write-docs': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  cleanUpOnInterrupt();
  const where = circumstances(commandLine('bench:pages'), new Date());
  const schools = Number(values.schools ?? (values.quick ? 4 : 1000));
  const students = Number(values.students ?? (values.quick ? 40 : 1000));
  const requests = Number(values.requests ?? (values.quick ? 20 : 300));
  const asking = { requests, atOnce: 10, pages: new RegExp(values.pages, 'i') };
  const only = (Object.keys(backends) as PageBackend[]).filter((name) => name === (values.only ?? name));
  const { pipeline } = readConfiguration(shippedPipeline, { set: [], today: () => today });
  const write = (text: string) => process.stdout.write(`${text}\n`);
  const wanted = { schools, students, only, keep: values.keep === undefined ? null : resolve(values.keep) };
  await withDatabases(wanted, { pipeline, progress }, async (made, leftOut) => {
    const databases: TimedDatabase[] = [];
    for (const { backend, url } of made)
      databases.push({ name: backends[backend], pages: await timePages(url, pipeline, asking, progress) });
    progress('');
    const results: PagesResults = { ...where, schools, students, requests, atOnce: asking.atOnce, databases };
    write(`${circumstancesLine(results)}; ${pagesLine(results)}`);
    for (const { name, pages } of databases) write(`\n${name}\n\n${textTable(pageCells(pages))}`);
    for (const line of leftOut) write(`left out: ${line}`);
    write(`kept in ${keep('pages-', results)}`);
    if (values['write-docs']) writePages(join(root, 'docs'), results);
  });
}

if (values.help) process.stdout.write(help);
else await main();
