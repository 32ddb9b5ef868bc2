import type { Looked, UnseenSchool } from '../../load/runs/feeds.js';
import { printable } from '../../words/words.js';

/** How many are named in reports for people; JSON has all. */
const mostNamed = 50;

const cannotKnowBecause = {
  'first run':
    'This is the first run of these inputs here, and schools were loaded by others: nobody can know who is missing before the next.',
  'no feed':
    'Under source.expect: all every school is expected, but standard input and pipes make no feed, so nobody can know who is missing: name one with --feed.',
} as const;

/** `School 9361234 did not arrive; a run met it last at 2026-11-20T02:00:00.000Z.` */
export function unseenInWords({ school, lastMet }: UnseenSchool): string {
  const since = lastMet === null ? 'when a run met it last is not noted' : `a run met it last at ${lastMet}`;
  return `School ${printable(school)} did not arrive; ${since}.`;
}

/** A line for each school that did not arrive, up to a limit. */
export function unseenLines({ unseen, cannotKnow }: Looked): string[] {
  const more = unseen.length - mostNamed;
  return [
    ...(cannotKnow === false ? [] : [cannotKnowBecause[cannotKnow]]),
    ...unseen.slice(0, mostNamed).map(unseenInWords),
    ...(more > 0 ? [`And ${String(more)} more did not arrive: the JSON has all.`] : []),
  ];
}
