import { dayForms, type Form } from '../../../extract/survey/forms.js';
import type { PathNode } from '../../../extract/survey/path-node.js';
import type { ValuePath } from './sections.js';

/** Of a hundred values, as many must have a form for it to be the one that is meant: extracts have mistakes. */
const most = 0.9;

/** Of a hundred entries, as many must have an id of their own for a path to be one: extracts have repeats, and entries without. */
const mostIds = 0.8;

/** Whether nearly all of some entries have a value at a path, and nearly each its own. */
export function isNearlyUnique({ filled, distinct }: PathNode, entries: number): boolean {
  return filled >= entries * mostIds && distinct.count >= filled * mostIds;
}

/** Whether nearly all values have a form. */
export function isMostly({ forms, filled }: PathNode, form: Form): boolean {
  return filled > 0 && (forms.get(form) ?? 0) >= filled * most;
}

/** The forms of day that nearly all values have; none if it is no day. */
export function dayFormsOf(node: PathNode): Form[] {
  return dayForms.filter((form) => isMostly(node, form));
}

/** The forms of day that most values have of a path whose name says that it is one. The others are mistakes, even many. */
export function namedDayFormsOf(node: PathNode): Form[] {
  const all = dayFormsOf(node);
  if (all.length > 0) return all;
  const days = daysIn(node);
  return days > 0 && days * 2 >= node.filled ? dayForms.filter((form) => node.forms.get(form) === days) : [];
}

/** How many values are days of the form that most have. */
export function daysIn({ forms }: PathNode): number {
  return Math.max(...dayForms.map((form) => forms.get(form) ?? 0));
}

/** Whether nearly all of the days are instants, some with a time. */
export function areInstants(node: PathNode): boolean {
  return (node.forms.get('instant') ?? 0) >= daysIn(node) * most && (node.forms.get('time') ?? 0) > 0;
}

export function isDay(node: PathNode): boolean {
  return dayFormsOf(node).length > 0;
}

/** True for a yes or no; `1` and `0` alone may be numbers. */
export function isYesOrNo(node: PathNode): boolean {
  return node.types.boolean >= node.filled * most || (isMostly(node, 'yes or no') && !isMostly(node, 'whole number'));
}

/** Keys that say nothing by themselves: `yearGroup.name` is a year group. */
const carriers = new Set([
  'name',
  'value',
  'description',
  'code',
  'day',
  'date',
  'id',
  'data',
  'displayname',
  'label',
  'text',
]);

/** What a path may be called: by its last key, with the one before, or by that alone. */
export function callingsOf({ steps }: Pick<ValuePath, 'steps'>): string[] {
  const last = steps.at(-1) ?? '';
  const before = steps.slice(0, -1).findLast((step) => step !== 'data');
  if (before === undefined) return [last];
  return [`${before}${last}`, last, ...(carriers.has(last) ? [before] : [])];
}

/** The place of a path among words, the likeliest first; null if it has none of them. */
export function rankAmong(words: readonly string[], path: Pick<ValuePath, 'steps'>): number | null {
  const ranks = callingsOf(path)
    .map((calling) => words.indexOf(calling))
    .filter((rank) => rank >= 0);
  return ranks.length === 0 ? null : Math.min(...ranks);
}

/** The path among several that has the likeliest word; of equals the first that is least deep. */
export function likeliest<P extends Pick<ValuePath, 'steps'>>(words: readonly string[], paths: readonly P[]): P | null {
  let best: { readonly path: P; readonly rank: number } | null = null;
  for (const path of paths) {
    const rank = rankAmong(words, path);
    if (rank === null) continue;
    const place = rank * 10 + path.steps.length;
    if (best === null || place < best.rank) best = { path, rank: place };
  }
  return best?.path ?? null;
}
