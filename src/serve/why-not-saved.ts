import { longestTyped, type Edited } from '../load/edit.js';

export type Refused = Exclude<Edited, { outcome: 'done' }>;

/** What keeps a typed value from being saved: each thing that is so, because a shorter one may still be over another's. */
export function whyNotSaved(refused: Refused): string {
  if (refused.outcome === 'missing') return 'It is no longer there.';
  const { outcome, isOvertaken } = refused;
  return [
    outcome === 'too long' ? [`It may have at most ${String(longestTyped)} characters: shorten it.`] : [],
    isOvertaken ? ['Somebody else has changed it since you loaded the page.'] : [],
  ]
    .flat()
    .join(' ');
}

/** What saving again would do, and takes; blank if it can do nothing. */
export function savingAgain(refused: readonly Refused[]): string {
  const isLong = refused.some(({ outcome }) => outcome === 'too long');
  const isOver = refused.some((one) => one.outcome !== 'missing' && one.isOvertaken);
  return [
    isLong ? ['Shorten what is too long before you save it again.'] : [],
    isOver ? ['What you save takes the place of what somebody else typed.'] : [],
  ]
    .flat()
    .join(' ');
}
