import { distance } from 'fastest-levenshtein';
import { byCodeUnit, foldSpelling } from '../../pipeline/text/text.js';

const most = 3;

/** Ids that a person may have meant: equal except for case, spaces and leading zeros, or one or two keystrokes off. */
export function nearIds(id: string, ids: readonly string[]): string[] {
  const folded = fold(id);
  return [...new Set(ids)]
    .map((candidate) => ({ candidate, steps: distance(folded, fold(candidate)) }))
    .filter(({ candidate, steps }) => steps <= (Math.min(id.length, candidate.length) < 4 ? 1 : 2))
    .sort((a, b) => a.steps - b.steps || byCodeUnit(a.candidate, b.candidate))
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

function fold(id: string): string {
  return foldSpelling(id).replace(/^0+(?=.)/, '');
}
