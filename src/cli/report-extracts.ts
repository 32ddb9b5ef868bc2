import type { DocumentResult } from '../extract/extract.js';
import type { Input } from '../extract/bytes/input.js';
import { decide } from '../decide/decide.js';
import { RuleMemory } from '../decide/rule-book.js';
import { linkedIn } from '../report/findings/duplicates.js';
import { namesIn } from '../report/findings/names.js';
import { failedSchool, type ReportedSchool } from '../report/findings/report.js';
import { reportSchool } from '../report/findings/of-school.js';
import { ruleKeys } from '../report/findings/rule-keys.js';
import type { CommonOptions, Prepared } from './common-options.js';
import { withErased, type ErasedOf } from './erased.js';
import { askedDocuments } from '../run/asked-documents.js';
import { reasonOf } from '../run/reason-of.js';
import type { CommandWorld } from './streams.js';
import { notThere } from '../run/undecided.js';

/** Reports what extracts hold now, as a run would decide it. It asks a database only who was erased. */
export async function reportExtracts(
  inputs: readonly Input[],
  prepared: Prepared,
  options: CommonOptions & { readonly names?: boolean },
  world: CommandWorld,
): Promise<ReportedSchool[]> {
  return withErased(prepared, world, (erasedOf) => reportInputs(inputs, prepared, options, world, erasedOf));
}

async function reportInputs(
  inputs: readonly Input[],
  prepared: Prepared,
  options: CommonOptions & { readonly names?: boolean },
  world: CommandWorld,
  erasedOf: ErasedOf,
): Promise<ReportedSchool[]> {
  const { pipeline } = prepared.configuration;
  const memory = new RuleMemory();
  const schools: ReportedSchool[] = [];
  const seen = new Set<string>();
  const how = { withNames: options.names === true, memory, erasedOf };
  for await (const result of askedDocuments(inputs, pipeline, options.school, world))
    schools.push(await reportDocument(result, seen, prepared, how));
  if (world.interrupted.aborted) return schools;
  const missing = options.school.filter((school) => !seen.has(school));
  return [
    ...schools,
    ...missing.map((school) => failedSchool({ school, name: null, from: 'extract', reason: notThere })),
  ];
}

async function reportDocument(
  result: DocumentResult,
  seen: Set<string>,
  { configuration }: Prepared,
  { withNames, memory, erasedOf }: { withNames: boolean; memory: RuleMemory; erasedOf: ErasedOf },
): Promise<ReportedSchool> {
  const { school, name } = result.type === 'extract' ? result.extract : result.broken;
  const failed = (reason: string) => failedSchool({ school, name, from: 'extract', reason });
  if (school !== null && seen.has(school)) {
    return failed(`${result.from}: the school appears a second time; the first is reported.`);
  }
  if (school !== null) seen.add(school);
  if (result.type === 'broken') return failed(result.broken.reason);
  const { extract } = result;
  const { pipeline } = configuration;
  try {
    const ofSchool = configuration.forSchool(extract.school);
    const decision = await decide(extract, ofSchool, configuration.today, memory, await erasedOf(extract.school));
    return reportSchool(pipeline, {
      school,
      name,
      from: 'extract',
      at: extract.extractedAt,
      findings: decision.findings,
      sums: decision.sums,
      linked: linkedIn(decision),
      names: withNames ? namesIn(extract, decision, pipeline) : null,
      keys: ruleKeys(pipeline, ofSchool.rules),
    });
  } catch (error) {
    return failed(reasonOf(error));
  }
}
