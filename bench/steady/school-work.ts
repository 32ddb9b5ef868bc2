import { Readable } from 'node:stream';
import { decide } from '../../src/decide/decide.js';
import type { Decision } from '../../src/decide/decision.js';
import { RuleMemory } from '../../src/decide/rule-book.js';
import type { Extract } from '../../src/extract/extract.js';
import { readDocuments } from '../../src/extract/json/documents.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { openDatabase } from '../../src/load/database.js';
import { loadSchool } from '../../src/load/load-school.js';
import { startRun } from '../../src/load/runs/runs.js';
import type { Configuration } from '../../src/pipeline/configuration.js';
import { today } from '../places.js';

/** What a run does with a school. */
export interface SchoolWork {
  readonly read: (bytes: Buffer) => Promise<Extract>;
  readonly decided: (extract: Extract) => Promise<Decision>;
  readonly load: (decision: Decision) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** @param file of the SQLite database */
export async function makeSchoolWork(configuration: Configuration, file: string): Promise<SchoolWork> {
  const { pipeline } = configuration;
  const plan = planReading(pipeline);
  const memory = new RuleMemory();
  const database = await openDatabase(`sqlite:${file}`, pipeline);
  const run = await startRun(database, { startedAt: new Date(), random: () => 'steady' });
  let document = 0;
  return {
    async read(bytes) {
      const input = { name: 'school', reopens: true, open: () => Readable.from([bytes]) };
      for await (const result of readDocuments(input, plan)) if (result.type === 'extract') return result.extract;
      throw new Error('the school cannot be read');
    },
    decided: (extract) => decide(extract, configuration.forSchool(extract.school), today, memory),
    load: (decision) => loadSchool(database, pipeline, decision, { ...run, document: ++document, now: new Date() }),
    close: () => database.close(),
  };
}
