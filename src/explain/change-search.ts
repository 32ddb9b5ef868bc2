import type { Value } from '../table/value.js';
import { changesOf, choices, type Change, type Chosen, type Dimension } from './choices.js';

/** How many choices with the same number of changes are compared, at most. */
const mostWeighed = 48;
/** After this many questions, nothing more is tried. */
const mostQuestions = 150_000;

/** Looks for values that will do, until it has asked enough. */
export class ChangeSearch {
  #questions = 0;
  #isOver = false;

  /** Counts a question, and returns whether it is one too many. */
  hasAskedEnough(): boolean {
    if (++this.#questions > mostQuestions) this.#isOver = true;
    return this.#isOver;
  }

  giveUp(): void {
    this.#isOver = true;
  }

  /**
   * Changes that will do: fewer first, and of equally many those first that are worth more.
   * @param fails whether a choice will not do, whatever is chosen for what is not known yet
   */
  *changes<Place>(
    dimensions: readonly Dimension<Place>[],
    fails: (chosen: Chosen) => boolean,
    {
      worth = () => 0,
      fewest = 1,
    }: { readonly worth?: (chosen: readonly Value[]) => number; readonly fewest?: 0 | 1 } = {},
  ): Generator<readonly Change<Place>[]> {
    for (let size: number = fewest; size <= dimensions.length; size++) {
      const found: { readonly changes: readonly Change<Place>[]; readonly worth: number }[] = [];
      for (const chosen of choices(dimensions, size, (some) => this.hasAskedEnough() || fails(some))) {
        found.push({ changes: changesOf(dimensions, chosen), worth: worth(chosen) });
        if (found.length === mostWeighed) break;
      }
      found.sort((a, b) => b.worth - a.worth);
      for (const { changes } of found) yield changes;
    }
  }
}

/** The results of the first turn that has any. */
export function* inTurn<From, To>(turns: readonly From[], way: (turn: From) => Generator<To>): Generator<To> {
  for (const turn of turns) {
    let isFound = false;
    for (const one of way(turn)) {
      isFound = true;
      yield one;
    }
    if (isFound) return;
  }
}
