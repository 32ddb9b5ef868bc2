import { readConfiguration, type Configuration } from '../../src/pipeline/configuration.js';
import { decide } from '../../src/decide/decide.js';
import type { Decision } from '../../src/decide/decision.js';
import { RuleMemory } from '../../src/decide/rule-book.js';
import { readDocuments } from '../../src/extract/json/documents.js';
import type { DocumentResult } from '../../src/extract/extract.js';
import type { Input } from '../../src/extract/bytes/input.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import type { ReadingPlan } from '../../src/extract/json/reading.js';
import type { Pipeline } from '../../src/pipeline/pipeline.js';
import { parseOnce } from '../../src/pipeline/yaml/opened-files.js';

parseOnce();

export const today = '2026-11-20';

export function shippedConfiguration(set: readonly string[] = []): Configuration {
  return readConfiguration('pipeline.yaml', { set, today: () => today });
}

/** An input that is at hand, given in pieces of a size. */
export function textInput(text: string | Buffer, pieces = 65536): Input {
  const bytes = Buffer.from(text);
  return {
    name: 'a text',
    reopens: true,
    open: async function* () {
      for (let start = 0; start < bytes.length; start += pieces)
        yield await Promise.resolve(bytes.subarray(start, start + pieces));
    },
  };
}

export async function readText(text: string | Buffer, plan: ReadingPlan, pieces?: number): Promise<DocumentResult[]> {
  const results: DocumentResult[] = [];
  for await (const result of readDocuments(textInput(text, pieces), plan)) results.push(result);
  return results;
}

const plans = new WeakMap<Pipeline, ReadingPlan>();

/** A plan costs far more than a small document, and is the same for all of a pipeline. */
function planOf(pipeline: Pipeline): ReadingPlan {
  const plan = plans.get(pipeline) ?? planReading(pipeline);
  plans.set(pipeline, plan);
  return plan;
}

/** Decides one document that is known to be whole. */
export async function decideText(
  text: string,
  configuration: Configuration,
  memory = new RuleMemory(),
  pieces?: number,
): Promise<Decision> {
  const [result, ...rest] = await readText(text, planOf(configuration.pipeline), pieces);
  if (result?.type !== 'extract' || rest.length > 0)
    throw new Error(`not one whole document: ${JSON.stringify(result)}`);
  return decide(result.extract, configuration.forSchool(result.extract.school), today, memory);
}
