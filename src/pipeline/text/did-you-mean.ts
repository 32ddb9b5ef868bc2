import { distance } from 'fastest-levenshtein';

/** `Did you mean "code"?` if one of the names is near, or several equally; else a list of the names. */
export function didYouMean(name: string, names: readonly string[]): string {
  const best = allNearest(name, names);
  if (best.length > 0) return `Did you mean ${best.map((one) => `"${one}"`).join(' or ')}?`;
  return names.length === 0 ? 'There are none.' : `There are: ${names.join(', ')}.`;
}

/** The one name that such a hint suggests; null if it suggests several, or is another hint. */
export function suggested(hint: string): string | null {
  return /^Did you mean "([^"]+)"\?$/.exec(hint)?.[1] ?? null;
}

/** The name that is most like another, the first of several; null if none is near. */
export function nearest(name: string, names: readonly string[]): string | null {
  return allNearest(name, names)[0] ?? null;
}

/**
 * The same, where nothing else says that the name is wrong: so like it that hardly anything but a slip makes the
 * difference. Names that differ in digits are different names, as `phone1` and `phone2`.
 */
export function slip(name: string, names: readonly string[]): string | null {
  const others = names.filter((other) => digitsOf(other) === digitsOf(name));
  return allNearest(name, others, Math.ceil(name.length / 6))[0] ?? null;
}

function digitsOf(name: string): string {
  return name.replace(/\D/g, '');
}

function allNearest(name: string, names: readonly string[], most = Math.ceil(name.length / 3)): string[] {
  let best: string[] = [];
  let least = most;
  for (const candidate of new Set(names)) {
    const steps = stepsBetween(name.toLowerCase(), candidate.toLowerCase());
    if (steps > least) continue;
    best = steps < least ? [candidate] : [...best, candidate];
    least = steps;
  }
  return best;
}

/** Two neighbouring letters that changed places are one slip, not two. */
function stepsBetween(one: string, other: string): number {
  const first = [...one].findIndex((letter, at) => letter !== other[at]);
  if (first === -1 || one.length !== other.length) return distance(one, other);
  const swapped =
    one.slice(0, first) + one.slice(first + 1, first + 2) + one.slice(first, first + 1) + one.slice(first + 2);
  return swapped === other ? 1 : distance(one, other);
}
