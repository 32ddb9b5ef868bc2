import { distance } from 'fastest-levenshtein';

/** `Did you mean "code"?` if one of the names is near, else a list of the names. */
export function didYouMean(name: string, names: readonly string[]): string {
  const best = nearest(name, names);
  if (best !== null) return `Did you mean "${best}"?`;
  return names.length === 0 ? 'There are none.' : `There are: ${names.join(', ')}.`;
}

/** The name that is most like another; null if none is near. */
export function nearest(name: string, names: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.ceil(name.length / 3) + 1;
  for (const candidate of names) {
    const steps = distance(name.toLowerCase(), candidate.toLowerCase());
    if (steps < least) {
      least = steps;
      best = candidate;
    }
  }
  return best;
}
