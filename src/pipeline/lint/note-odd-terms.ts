import type { Problem } from '../problem.js';
import type { Layered } from '../read-layer.js';
import { monthsAfter, type Term, type TermDays } from '../terms.js';
import { YamlFile } from '../yaml/yaml-file.js';

/** Notes terms with days that hardly anybody means, once for each place where they are written. */
export function noteOddTerms(all: readonly Pick<Layered, 'terms'>[], problems: Problem[]): void {
  const terms = new Map<Term, string>();
  for (const layer of all) for (const [name, term] of layer.terms) terms.set(term, name);
  for (const [{ place, days }, name] of terms) {
    const odd = longDays(days) ?? overlap(days);
    if (odd === null) continue;
    const message = `The term "${name}" ${odd}`;
    new YamlFile(place.file, problems).problemAt(place, name.length, 'hardly-meant', message, 'Is each year right?');
  }
}

function longDays(days: readonly TermDays[]): string | null {
  const long = days.find(({ from, until }) => monthsAfter(from, 12) <= until);
  return long === undefined ? null : `lasts more than a year: from ${long.from} until ${long.until}.`;
}

function overlap(days: readonly TermDays[]): string | null {
  const sorted = days.toSorted((one, other) => (one.from < other.from ? -1 : 1));
  const at = sorted.findIndex(({ from }, index) => index > 0 && from <= (sorted[index - 1]?.until ?? ''));
  if (at === -1) return null;
  const begins = sorted[at]?.from ?? '';
  return `begins on ${begins} while it lasts already, until ${sorted[at - 1]?.until ?? ''}.`;
}
