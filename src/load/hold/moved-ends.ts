import type { Pipeline } from '../../pipeline/pipeline.js';
import type { TablePlan } from '../compare/table-plan.js';

/** Whether nobody knows whose a link is, by its kind's name and its key (joinKey). */
export type IsUnclear = (kind: string, key: string) => boolean;

/**
 * A link says by an id who sees a child. If a name moves between the two halves of a record (half-moved.ts), the tables
 * and the extract mean different people by the same id as long as the records are held.
 */
export function linksAtMovedHalves(plans: readonly TablePlan[], { links }: Pipeline): IsUnclear {
  const moved = new Map(
    plans
      .filter((plan) => plan.moved.length > 0)
      .map((plan) => [plan.table.kind, new Set(plan.moved.map(({ recordId }) => recordId))]),
  );
  if (moved.size === 0) return () => false;
  const ends = new Map(links.map((link) => [link.name, link.ends]));
  return (kind, key) => {
    const ids = key.split('\0');
    return ends.get(kind)?.some(({ to }, at) => moved.get(to)?.has(ids[at] ?? null) === true) === true;
  };
}
