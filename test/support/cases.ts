import assert from 'node:assert/strict';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { caseFiles, readCases, type ReadCases } from '../../src/pipeline/cases/read-cases.js';
import type { Problem } from '../../src/pipeline/problem.js';
import { readShared, type Shared } from '../../src/pipeline/read-shared.js';
import { today } from './decide-text.js';

export interface CasesAtHand extends ReadCases {
  readonly shared: Shared;
  readonly problems: readonly Problem[];
}

/** Reads the cases beside a pipeline, or some files of them. */
export function casesOf(pipeline = 'pipeline.yaml', paths?: readonly string[]): CasesAtHand {
  const problems: Problem[] = [];
  const shared = readShared(pipeline, { set: [], today: () => today }, problems);
  assert.ok(shared !== null);
  const read = readCases(shared, paths ?? caseFiles(shared.files), null, problems);
  return { ...read, shared, problems };
}

/** A copy of the shipped pipeline, rules and defaults, with files of its own and no case but those. */
export function withCases(folder: string, files: Readonly<Record<string, string>>): string {
  cpSync('pipeline.yaml', join(folder, 'pipeline.yaml'));
  cpSync('rules', join(folder, 'rules'), {
    recursive: true,
    filter: (path) => !/tests.(?!defaults)\w[\w-]*\.yaml$/.test(path),
  });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return join(folder, 'pipeline.yaml');
}
