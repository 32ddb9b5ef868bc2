import type { Sums } from '../decide/decision.js';
import { noun } from '../pipeline/text/counted.js';
import { countsInWords } from '../words/words.js';
import { addresses } from './addresses.js';
import type { SchoolPlace } from './place.js';

interface Props {
  readonly place: SchoolPlace;
  /** By the kind's name. */
  readonly sections: Readonly<Record<string, Sums>>;
}

/** `2 students and 1 class do not come through`, with a link to them; nothing if all come through. */
export function NotThroughInWords({ place: { pipeline, school }, sections }: Props) {
  const not = Object.fromEntries(pipeline.records.map(({ name }) => [name, sections[name]?.not ?? 0]));
  const count = Object.values(not).reduce((sum, one) => sum + one, 0);
  if (count === 0) return null;
  return (
    <>
      <a href={addresses.notThrough(school.id)}>{countsInWords(pipeline, not)}</a> {noun(count, 'does', 'do')} not come
      through.
    </>
  );
}
