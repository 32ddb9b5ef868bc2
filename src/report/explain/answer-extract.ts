import type { Explainer } from '../../explain/explain.js';
import type { Id } from '../../explain/explanation.js';
import type { LinkKind, RecordKind } from '../../pipeline/pipeline.js';
import type { WhyAnswer } from './answer.js';
import { nearIds } from './near-ids.js';
import { outsideViews } from './outside-views.js';

/**
 * What the extract says about one record or link.
 * @param withValues whether to say what each condition saw, which may be a person's data
 */
export async function answerFromExtract(
  explainer: Explainer,
  kind: RecordKind | LinkKind,
  id: Id,
  withValues: boolean,
): Promise<WhyAnswer> {
  const node = explainer.find(kind.name, id);
  if (node !== null) return { explanation: await explainer.explain(node, withValues) };
  const { pipeline } = explainer.solved.configuration;
  const outside = outsideViews(explainer.solved.extract, pipeline, kind, id);
  const about = { school: explainer.decision.school, kind: kind.name, id, outside };
  const notFound = { explanation: null, left: false, ...about } as const;
  const where = 'The extract';
  if (typeof id !== 'string') return { ...notFound, where, near: [], kinds: [], namedBy: [] };
  const kinds = pipeline.records.filter((other) => other.name !== kind.name && explainer.find(other.name, id) !== null);
  const near = nearIds(id, explainer.ids(kind.name));
  return { ...notFound, where, near, kinds, namedBy: explainer.namedBy(kind.name, id) };
}
