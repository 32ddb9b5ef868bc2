import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { valuesAt } from '../../src/decide/decision.js';
import { RuleMemory } from '../../src/decide/rule-book.js';
import { readConfiguration, type Configuration } from '../../src/pipeline/configuration.js';
import { cli } from './cli.js';
import { decideText, today } from './decide-text.js';
import { temporaryFolder } from './folder.js';
import { columns, readTables, sorted, type Tables } from './tables.js';

/** A shipped pipeline of another MIS, by its folder in `examples/`. */
export interface Example {
  readonly folder: string;
  readonly config: string;
  readonly configuration: Configuration;
  readonly memory: RuleMemory;
  /** Loads an extract of the folder, and gives what the tables hold. */
  readonly run: (extract: string, ...args: string[]) => Promise<Tables>;
  /** Where the run before this has written. */
  readonly database: () => string;
}

/** @param set options for what is decided without a database, as `option=value` */
export function exampleOf(name: string, set: readonly string[] = []): Example {
  const folder = join('examples', name);
  const config = join(folder, 'pipeline.yaml');
  const databases = temporaryFolder();
  let runs = 0;
  const database = () => join(databases, `${String(runs)}.db`);
  const run = async (extract: string, ...args: string[]): Promise<Tables> => {
    runs++;
    const to = ['--config', config, '--date', today, '--database', `sqlite:${database()}`];
    const { code, stdout, stderr } = await cli(['run', join(folder, extract), ...to, ...args]);
    assert.equal(code, 0, stdout + stderr);
    return readTables(database());
  };
  const configuration = readConfiguration(config, { set: [...set], today: () => today });
  return { folder, config, configuration, memory: new RuleMemory(), run, database };
}

export async function assertShipped({ config }: Example): Promise<void> {
  const { stdout } = await cli(['check', '--config', config]);
  assert.match(stdout, /^0 errors in \d+ files\n$/);
  const tested = await cli(['test', '--config', config]);
  assert.equal(tested.code, 0, tested.stdout);
  const [, ...decided] =
    /^Decided both ways: (\d+) of (\d+) rules, (\d+) of (\d+) conditions\.$/m.exec(tested.stdout) ?? [];
  const [rules, ofRules, conditions, ofConditions] = decided;
  assert.deepEqual([rules, conditions], [ofRules, ofConditions], tested.stdout);
}

/** The output in its README is what the command there prints. */
export async function assertReadme(example: Example): Promise<void> {
  const readme = readFileSync(join(example.folder, 'README.md'), 'utf8');
  const [, command = '', shown = ''] = /^```console\n\$ npx pullthrough (.*)\n([^]*?)^```$/m.exec(readme) ?? [];
  const { stdout } = await cli([...command.split(' '), '--database', `sqlite:${example.database()}.readme.db`]);
  assert.equal(steady(stdout), steady(shown));
}

/** Output without what differs from run to run. */
function steady(text: string): string {
  return text
    .replaceAll(/ --database \S+/g, '')
    .replace(/ +\d+ ms/g, ' N ms')
    .replace(/in [\d.]+ s\. Database: \S+/, 'in N s. Database: D');
}

/** What the mapping does not list, marked in the extract, is nowhere. */
export async function assertSecretsStay(example: Example, extract: string): Promise<void> {
  const mark = 'INVENTED-SECRET';
  const path = join(example.folder, extract);
  assert.ok(readFileSync(path, 'utf8').includes(mark));
  await example.run(extract);
  const to = ['--config', example.config, '--date', today, '--database', `sqlite:${example.database()}`];
  const { code, stdout, stderr } = await cli(['report', path, ...to, '--names']);
  assert.equal(code, 0, stderr);
  for (const text of [stdout, stderr, readFileSync(example.database()).toString('latin1')])
    assert.ok(!text.includes(mark));
}

/** The rows that a document would be loaded as, without a database. */
export async function decidedTables({ configuration, memory }: Example, text: string): Promise<Tables> {
  const { school, name, through } = await decideText(text, configuration, memory);
  const snake = (kind: string) => kind.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const tables: Tables = { schools: [[school, name]] };
  for (const [kind, records] of through)
    tables[snake(kind)] = sorted(
      Array.from({ length: records.length }, (_, at) => [school, ...records.idsAt(at), ...valuesAt(records, at)]),
    );
  return Object.fromEntries(Object.keys(columns).map((table) => [table, tables[table] ?? []]));
}
