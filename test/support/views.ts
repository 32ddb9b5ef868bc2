import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Extract } from '../../src/extract/extract.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { readConfiguration, type Configuration } from '../../src/pipeline/configuration.js';
import { readText, today } from './decide-text.js';
import { temporaryFolder } from './folder.js';

const folder = temporaryFolder();
let files = 0;

/** A configuration of a pipeline with these kinds, as YAML, and without rules. */
export function configurationOf(kinds: string): Configuration {
  const file = join(folder, `pipeline-${String(files++)}.yaml`);
  const head = 'name: views\nsource: { school: { id: school } }\nrules: none\ndatabase: "sqlite::memory:"\n';
  writeFileSync(file, head + kinds);
  return readConfiguration(file, { set: [], today: () => today });
}

/** What a pipeline reads of a document of one school. */
export async function extractOf(configuration: Configuration, document: object): Promise<Extract> {
  const text = JSON.stringify({ school: 1, ...document });
  const [result] = await readText(text, planReading(configuration.pipeline), 11);
  if (result?.type !== 'extract') throw new Error(JSON.stringify(result));
  return result.extract;
}

/** The rows of each kind: ids, and values in the order of the fields. */
export function rowsOf({ tables }: Extract): Record<string, string[]> {
  return Object.fromEntries(
    Array.from(tables, ([kind, table]) => [
      kind,
      Array.from(table, ({ ids, values }) => [...ids, ...values.map((value) => value ?? '-')].join(' ')),
    ]),
  );
}
