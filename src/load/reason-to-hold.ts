import type { TablePlan } from './table-plan.js';

/** An extract with headings and no data must never empty a school, or a kind of what it has. */
export function reasonToHold(plans: readonly TablePlan[]): string | null {
  const emptied = plans.filter(({ current, wanted }) => current > 0 && wanted === 0);
  if (emptied.length === 0) return null;
  const gone = emptied.map(({ table, current }) => `all ${String(current)} ${table.kind}`).join(', ');
  return `Held: ${gone} would go and none be left. Nothing was changed. Is the extract complete, and are the rules right?`;
}
