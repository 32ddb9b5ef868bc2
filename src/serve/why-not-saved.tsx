import type { LastTyped } from '../load/last-typed.js';
import { longestTyped, type Edited } from '../load/edit.js';
import { Outside } from '../report/html/words.js';
import type { PagePlace } from './place.js';
import { Time } from './time.js';

export type NotWritten = Exclude<Edited, { outcome: 'done' }>;

/** With who typed what is there now, if somebody did meanwhile. */
export type Refused = NotWritten & { readonly typedBy: LastTyped | null };

interface Props {
  readonly place: Pick<PagePlace, 'pipeline' | 'visitor'>;
  readonly refused: Refused;
}

/** What keeps a typed value from being saved: each thing that is so, because a shorter one may still be over another's. */
export function WhyNotSaved({ place, refused }: Props) {
  if (refused.outcome === 'missing') return <>It is no longer there.</>;
  const { outcome, isOvertaken } = refused;
  return (
    <>
      {outcome === 'too long' && <>It may have at most {longestTyped} characters: shorten it.</>}
      {outcome === 'too long' && isOvertaken && ' '}
      {isOvertaken && <Changed {...{ place, refused }} />}
    </>
  );
}

function Changed({ place: { pipeline, visitor }, refused: { typedBy } }: Props) {
  const { at, by } = typedBy ?? { at: null, by: null };
  return (
    <>
      {by === null ? (
        'Somebody else has changed it'
      ) : by === visitor.name ? (
        'You have changed it elsewhere'
      ) : (
        <>
          <Outside text={by} /> has changed it
        </>
      )}{' '}
      since you loaded the page.
      {at !== null && (
        <>
          {' '}
          That was on <Time at={at} timezone={pipeline.timezone} />.
        </>
      )}
    </>
  );
}

/** What saving again would do, and takes; blank if it can do nothing. */
export function savingAgain({ visitor }: Pick<PagePlace, 'visitor'>, refused: readonly Refused[]): string {
  const isLong = refused.some(({ outcome }) => outcome === 'too long');
  const over = refused.filter((one) => one.outcome !== 'missing' && one.isOvertaken);
  const isOwn = over.every(({ typedBy }) => typedBy !== null && typedBy.by !== null && typedBy.by === visitor.name);
  return [
    isLong ? ['Shorten what is too long before you save it again.'] : [],
    over.length > 0
      ? [`What you save takes the place of what ${isOwn ? 'you typed there' : 'somebody else typed'}.`]
      : [],
  ]
    .flat()
    .join(' ');
}
