import { createHash } from 'node:crypto';
import { RuleMemory } from '../../src/decide/rule-book.js';
import { solveSchool } from '../../src/decide/solved.js';
import { readDocuments } from '../../src/extract/json/documents.js';
import type { Extract } from '../../src/extract/extract.js';
import { fileInput } from '../../src/extract/bytes/input.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { decideWorld, isThrough } from '../composition/decide-world.js';
import { readRules } from '../composition/engines.js';
import { readInOnePass, type Document } from '../composition/read-document.js';
import { makeWorld, type World } from '../composition/world.js';
import { today } from '../places.js';
import { shippedConfiguration } from '../tables.js';
import { filesOf, type Way } from '../ways/way.js';
import { untilSteady } from './until-steady.js';

/** Decides schools that are read already, by the shipped rules: uniting, splitting, roles, the fixpoint. */
export const shippedRules: Way = async ({ input, given }) => {
  const files = filesOf(input);
  return given.judge === 'ours' ? ours(files) : engine(files);
};

async function ours(files: readonly string[]) {
  const configuration = shippedConfiguration();
  const plan = planReading(configuration.pipeline);
  const extracts: Extract[] = [];
  for (const file of files) {
    for await (const result of readDocuments(fileInput(file), plan)) {
      if (result.type === 'extract') extracts.push(result.extract);
    }
  }
  return untilSteady(
    async () => {
      const memory = new RuleMemory();
      const solved = [];
      for (const extract of extracts) {
        solved.push(await solveSchool(extract, configuration.forSchool(extract.school), today, memory));
      }
      return solved;
    },
    (solved) =>
      digest(
        solved.flatMap(({ extract, world, solution }) =>
          world.records.flatMap((set) =>
            Array.from(solution.of(set).through, (at) => [extract.school, set.kind.name, set.ids[at]]),
          ),
        ),
      ),
  );
}

/** Each pass makes its objects again; that is timed too, and takes a hundredth of the time. */
async function engine(files: readonly string[]) {
  const documents: Document[] = [];
  for (const file of files) documents.push(await readInOnePass(file));
  const rules = readRules();
  return untilSteady(
    async () => {
      const worlds: World[] = [];
      for (const document of documents) {
        const world = makeWorld(document);
        await decideWorld(world, rules, 'read');
        worlds.push(world);
      }
      return worlds;
    },
    (worlds) =>
      digest(
        worlds.flatMap(({ school, records }) =>
          [...records].flatMap(([kind, all]) =>
            [...all.values()].filter(isThrough).map(({ id }) => [school, kind, id]),
          ),
        ),
      ),
  );
}

function digest(records: readonly (readonly string[])[]): string {
  const sorted = records.map((record) => JSON.stringify(record)).sort();
  return createHash('sha256').update(sorted.join('\n')).digest('hex');
}
