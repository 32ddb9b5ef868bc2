import { documentsAt } from '../../extract/documents-at.js';
import type { DocumentResult } from '../../extract/extract.js';
import type { Input } from '../../extract/bytes/input.js';
import { planReading } from '../../extract/plan/reading-plan.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { asPlain } from './rule-changes.js';

/** One document as each of two pipelines reads it. */
export type ReadTwice = readonly [before: DocumentResult, after: DocumentResult];

/** Whether two versions of a pipeline read extracts in the same way. */
export function readAlike(before: Pipeline, after: Pipeline): boolean {
  return mapping(before) === mapping(after);
}

/** Reads documents for two versions of a pipeline: once, if both read them in the same way; else inputs are reopened. */
export async function* comparedDocuments(
  inputs: readonly Input[],
  before: Pipeline,
  after: Pipeline,
  now: () => Date,
): AsyncGenerator<ReadTwice> {
  const plan = planReading(after);
  if (readAlike(before, after)) {
    for (const input of inputs) for await (const result of documentsAt(input, plan, after, now)) yield [result, result];
    return;
  }
  const other = planReading(before);
  for (const input of inputs) {
    const old = documentsAt(input, other, before, now)[Symbol.asyncIterator]();
    for await (const result of documentsAt(input, plan, after, now)) {
      const next = await old.next();
      yield [next.done === true ? result : next.value, result];
    }
    await old.return?.(undefined);
  }
}

/** What a pipeline says that does not change how an extract is read. */
const afterReading = [
  'label',
  'one',
  'nameFields',
  'local',
  'table',
  'column',
  'store',
  'otherwise',
  'else',
  'kept',
  'count',
];

function mapping({ source, limits, records, links }: Pipeline): string {
  return JSON.stringify(asPlain({ school: source.school, limits, records, links }), (key, value: unknown) =>
    afterReading.includes(key) ? undefined : value,
  );
}
