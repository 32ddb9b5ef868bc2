import type { Lane } from '../load/runs/parts.js';

/**
 * The turns of new parts, in their order: lanes take turns one by one, and a lane that comes later begins beside those
 * that wait, not behind them. So a small one waits for as many of a large one as it has itself.
 * @param waiting lanes with something that waits
 * @param lanes that of each new part
 */
export function turnsOf(waiting: readonly Lane[], lanes: readonly string[]): number[] {
  // What is taken next: nobody begins before it.
  const now = waiting.reduce((least, { first }) => Math.min(least, first), waiting[0]?.first ?? 0);
  const next = new Map(waiting.map(({ lane, last }) => [lane, last + 1]));
  return lanes.map((lane) => {
    const turn = next.get(lane) ?? now;
    next.set(lane, turn + 1);
    return turn;
  });
}
