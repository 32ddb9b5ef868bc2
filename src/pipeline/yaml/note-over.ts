import { standingOn } from '../guard/day.js';
import type { GuardEntries } from '../guard/guard-entries.js';
import type { Problem } from '../problem.js';
import type { Rule } from '../rules/rule.js';
import { noteAt } from './note-at.js';
import type { Place } from './yaml-file.js';

/** Something that has a last day, and its name in words. */
interface DayOfEnd {
  readonly what: string;
  readonly from: string | null;
  readonly until: string | null;
  readonly place: Place;
  readonly length: number;
}

/** Notes what is past its last day: it does nothing, but a reader would think that it does. */
export function noteOver(
  rules: readonly Rule[],
  guards: readonly GuardEntries[],
  today: string,
  problems: Problem[],
): void {
  const ending: DayOfEnd[] = [
    ...rules.map(({ name, from, until, place }) => ({ what: `"${name}"`, from, until, place, length: name.length })),
    ...guards.flatMap(({ guard, pauses }) => [
      ...guard.map(({ part, from, until, place }) => ({
        what: `this entry of ${part}`,
        from,
        until,
        place,
        length: 1,
      })),
      ...pauses.map(({ from, until, place }) => ({ what: 'this pause', from, until, place, length: 1 })),
    ]),
  ];
  const hint = 'Remove it, or give it another day.';
  // What several schools share is laid for each of them, but reported once.
  const over = ending.filter((one) => standingOn(today, one) === 'over');
  for (const { what, until, place, length } of new Map(over.map((one) => [JSON.stringify(one), one])).values()) {
    const message = `The last day of ${what}, ${until ?? ''}, is past: it does nothing.`;
    noteAt({ place, length, code: 'rule-over', message, hint }, problems);
  }
}
