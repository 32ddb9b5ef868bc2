import type { Solved } from '../decide/solved.js';
import { LinkSet } from '../decide/world.js';
import { ChangeSearch } from './change-search.js';
import type { Mend } from './corrections.js';
import { EditedSource } from './edited-source.js';
import { Joining } from './joining.js';
import type { Judge } from './judge.js';
import { linkWays } from './link-ways.js';
import type { Made } from './made.js';
import type { MakingTools } from './making-tools.js';
import { recordWays } from './record-ways.js';
import { referenceWays } from './reference-ways.js';

/**
 * The ways to make mends at the source, the least work first: which value to write, whom to link a record to, under
 * which key. It tries partners that come through before it makes one up.
 */
export class Making {
  readonly #tools: MakingTools;
  readonly #joining: Joining;

  constructor(solved: Solved, judge: Judge) {
    this.#tools = { source: new EditedSource(solved), judge, search: new ChangeSearch() };
    this.#joining = new Joining(this.#tools);
  }

  /** All ways to make all of them. */
  *all(mends: readonly Mend[], made: Made = { edits: [], corrections: [] }): Generator<Made> {
    if (mends.length === 0) {
      yield made;
      return;
    }
    const [mend, ...others] = mends;
    for (const one of this.#one(mend, made)) yield* this.all(others, one);
  }

  #one(mend: Mend, made: Made): Generator<Made> {
    const { node, rule, how } = mend;
    const { set } = node;
    if (rule === null) return referenceWays(this.#tools, this.#joining, mend, made);
    if (set instanceof LinkSet) return linkWays(this.#tools, mend, rule, set, made);
    return how === 'links' ? this.#joining.ways(set, mend, rule, made) : recordWays(this.#tools, set, mend, rule, made);
  }
}
