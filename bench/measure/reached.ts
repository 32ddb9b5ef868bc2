import type { Measured } from './results.js';
import { median } from './statistics.js';
import type { Target, Term } from './targets.js';

export interface Reached {
  readonly target: Target;
  /** Null if one of the measures was left out. */
  readonly ratio: number | null;
  readonly isMet: boolean;
}

/** How far each target is met: the median of the ratios pair by pair, so a machine that slows down counts for both. */
export function reachedOf(targets: readonly Target[], measured: readonly Measured[]): Reached[] {
  return targets.map((target) => {
    const [of, to] = [secondsOf(target.of, measured), secondsOf(target.to, measured)];
    if (of === null || to === null) return { target, ratio: null, isMet: false };
    const pairs = Math.min(of.length, to.length);
    const ratio = median(Array.from({ length: pairs }, (_, pair) => of[pair] / to[pair]));
    return { target, ratio, isMet: 'least' in target.bound ? ratio >= target.bound.least : ratio <= target.bound.most };
  });
}

function secondsOf({ measure, less }: Term, measured: readonly Measured[]): number[] | null {
  const samples = measured.find(({ name }) => name === measure)?.samples;
  if (samples === undefined) return null;
  if (less === undefined) return samples.map(({ seconds }) => seconds);
  const other = measured.find(({ name }) => name === less)?.samples;
  return other === undefined ? null : samples.map(({ seconds }, at) => Math.max(0, seconds - other[at].seconds));
}
