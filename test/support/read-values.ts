import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Extract } from '../../src/extract/extract.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import type { Value } from '../../src/table/value.js';
import { readText, today } from './decide-text.js';

export interface ReadValues {
  /** Of each entry, its values in the order of the fields. */
  readonly values: readonly (readonly Value[])[];
  /** `rule field` of what is noted, without paths that are not there. */
  readonly said: readonly string[];
  readonly extract: Extract;
}

/**
 * Reads entries of a section by a pipeline that keeps some fields.
 * @param keep YAML of one line
 */
export function valueReader(
  folder: string,
  keep: string,
  timezone = 'Europe/London',
): (...things: readonly object[]) => Promise<ReadValues> {
  const file = join(folder, 'pipeline.yaml');
  writeFileSync(
    file,
    `name: values
rules: none
timezone: ${timezone}
source: { school: { id: school } }
database: "sqlite::memory:"
records:
  things: { one: thing, from: things, id: id, keep: ${keep} }
`,
  );
  const plan = planReading(readConfiguration(file, { set: [], today: () => today }).pipeline);
  return async (...things) => {
    const text = JSON.stringify({ school: 1, things: things.map((thing, id) => ({ id, ...thing })) });
    // A number that JSON.stringify would write in another way.
    const [result] = await readText(text.replaceAll(/"#([^"]*)"/g, '$1'), plan);
    if (result?.type !== 'extract') throw new Error(JSON.stringify(result));
    const { extract } = result;
    const found = extract.findings.filter(({ rule }) => rule !== 'unread-path');
    return {
      values: Array.from(extract.tables.of('things'), ({ values }) => values),
      said: found.map(({ rule, field }) => `${rule} ${String(field)}`),
      extract,
    };
  };
}
