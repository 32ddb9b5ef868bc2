import { Explainer } from '../decide/explain.js';
import type { Id } from '../decide/explanation.js';
import { RuleMemory } from '../decide/rule-book.js';
import type { LinkKind, RecordKind } from '../pipeline/pipeline.js';
import { ConfigurationError, formatProblem } from '../pipeline/problem.js';
import { nearIds } from '../report/near-ids.js';
import { printable } from '../report/words.js';
import type { CommonOptions, Prepared } from './common-options.js';
import type { Answer } from './explain-answer.js';
import { withErased } from './erased.js';
import { findDocument } from './find-document.js';
import type { World } from './streams.js';

/** @returns null where there is no such document; why is said already */
export async function explainerOf(
  inputs: readonly string[],
  options: CommonOptions & { readonly values?: boolean },
  prepared: Prepared,
  world: World,
): Promise<Explainer | null> {
  const { configuration, today } = prepared;
  const found = await findDocument(inputs, options.school, configuration.pipeline, world.stdin);
  if (found.extract === null) {
    world.stderr.write(`${printable(found.reason)}\n`);
    return null;
  }
  const { extract, from } = found;
  try {
    const own = configuration.forSchool(extract.school);
    const isForgotten = await withErased(prepared, world, (erasedOf) => erasedOf(extract.school));
    const explainer = await Explainer.of(extract, own, today, new RuleMemory(), isForgotten);
    world.stderr.write(`School ${printable(extract.school)}, from ${printable(from)}.\n`);
    return explainer;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    world.stderr.write(`${error.problems.map(formatProblem).join('\n')}\n`);
    return null;
  }
}

/** What the extract says of one record or link. */
export async function explainFromExtract(
  explainer: Explainer,
  kind: RecordKind | LinkKind,
  id: Id,
  options: CommonOptions & { readonly values?: boolean },
): Promise<Answer> {
  const node = explainer.find(kind.name, id);
  if (node !== null) return { explanation: await explainer.explain(node, options.values === true) };
  const { pipeline } = explainer.solved.configuration;
  const notFound = { explanation: null, school: explainer.decision.school, kind: kind.name, id, left: false } as const;
  const where = 'The extract';
  if (typeof id !== 'string') return { ...notFound, where, near: [], kinds: [], namedBy: [] };
  const kinds = pipeline.records.filter((other) => other.name !== kind.name && explainer.find(other.name, id) !== null);
  const near = nearIds(id, explainer.ids(kind.name));
  return { ...notFound, where, near, kinds, namedBy: await explainer.namedBy(kind.name, id) };
}
