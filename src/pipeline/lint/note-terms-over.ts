import type { Problem } from '../problem.js';
import type { Layered } from '../read-layer.js';
import { isOver, latest, nextOf, termOn, type Term } from '../terms.js';
import { YamlFile } from '../yaml/yaml-file.js';

/**
 * Notes terms that rules name and that have no day from today on, or none that says whether today is one, once for each place where their
 * days are written.
 */
export function noteTermsOver(
  all: readonly Pick<Layered, 'rules' | 'disabled' | 'terms'>[],
  today: string,
  problems: Problem[],
): void {
  const over = new Map<Term, { readonly name: string; readonly rules: Set<string> }>();
  for (const { rules, disabled, terms } of all)
    for (const rule of rules.filter(({ name }) => !disabled.has(name)))
      for (const name of rule.during?.terms ?? []) {
        const term = terms.get(name);
        if (term === undefined) continue;
        if (!isOver(today, term.days) && termOn(today, name, terms) !== 'unknown') continue;
        const known = over.get(term) ?? { name, rules: new Set() };
        known.rules.add(rule.name);
        over.set(term, known);
      }
  for (const [{ place, days }, { name, rules }] of over) {
    const next = nextOf(today, days)?.from ?? null;
    const is =
      next === null
        ? `The last day of the term "${name}", ${latest(days.map(({ until }) => until))}, is past.`
        : `The next day of the term "${name}", ${next}, is so late that nobody knows whether today is one.`;
    const message = `${is} It turns on or off: ${[...rules].join(', ')}.`;
    const hint = `Write its ${next === null ? 'next' : 'earlier'} days: without them, rules that keep records out will apply on every day.`;
    new YamlFile(place.file, problems).problemAt(place, name.length, 'term-over', message, hint);
  }
}
