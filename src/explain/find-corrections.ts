import type { Node } from '../decide/given.js';
import type { Extract } from '../extract/extract.js';
import { CorrectionSearch, type Mend } from './corrections.js';
import { editedExtract, type Edit } from './draft.js';
import type { Correction, Explanation } from './explanation.js';
import { Judge } from './judge.js';
import type { Made } from './made.js';
import { Making } from './making.js';
import { Possible } from './possible.js';
import type { WhatIf } from './what-if.js';

export interface Corrections extends Pick<Explanation, 'fixes' | 'ifWrong' | 'searchedAll' | 'gaveUp'> {
  /** By set of corrections: the extract with them made, as it was decided. */
  readonly tried: ReadonlyMap<readonly Correction[], Extract>;
}

export const noCorrections = { fixes: [], ifWrong: [], searchedAll: true, gaveUp: false } as const;

const mostSets = 5;
/** How many ways to make one set are tried before the next. */
const mostOfASet = 16;
/** How often a school is decided again; less often if it is so large that a person would wait too long. */
const mostTries = 300;
const mostDecided = 250_000;
/** How often it is decided again for the set that is tried last. */
const mostMore = 4;

/**
 * Sets of corrections that each bring a record or link through. Each was tried by deciding again with it made, and
 * none has a part that is not needed.
 * @param isThrough decides whether it comes through in another extract
 */
export async function correctionsOf(
  whatIf: WhatIf,
  node: Node,
  isThrough: (extract: Extract) => Promise<boolean>,
): Promise<Corrections> {
  const { solved } = whatIf;
  const judge = new Judge(solved.book);
  const search = new CorrectionSearch(whatIf, judge, new Possible(solved, judge), node);
  const attempts = new Attempts(solved, judge, isThrough);
  const fixes: (readonly Correction[])[] = [];
  const ifWrong: (readonly Correction[])[] = [];
  const tried = new Map<readonly Correction[], Extract>();
  const known = new Set<string>();
  let isMissed = false;
  const take = async (mends: readonly Mend[]): Promise<void> => {
    const found = await attempts.of(mends);
    if (found === null) {
      isMissed = true;
      return;
    }
    search.accept(found.mends);
    const set = saidOnce(found.made);
    const name = set
      .map((one) => JSON.stringify(one))
      .sort()
      .join();
    if (known.has(name)) return;
    known.add(name);
    tried.set(set, found.extract);
    const isOfChoice = found.made.corrections.some(({ isChoice }) => isChoice);
    if (!isOfChoice) fixes.push(set);
    else if (ifWrong.length < mostSets) ifWrong.push(set);
  };
  for await (const mends of search.sets()) {
    if ((fixes.length > 0 || ifWrong.length === mostSets) && mends.some(({ said }) => said === null)) break;
    await take(mends);
    if (fixes.length === mostSets || attempts.areSpent) break;
  }
  if (fixes.length === 0 && ifWrong.length === 0 && (isMissed || !search.sawAll)) {
    const mends = await search.direct();
    attempts.allowMore();
    if (mends !== null && mends.length > 0) await take(mends);
  }
  const sawAll = search.sawAll && !search.passedOver;
  const gaveUp = fixes.length === 0 && ifWrong.length === 0 && (!sawAll || isMissed);
  return { fixes, ifWrong: fixes.length > 0 ? [] : ifWrong, searchedAll: sawAll && !gaveUp, gaveUp, tried };
}

/** What two mends have in common is one correction. */
function saidOnce({ corrections }: Made): Correction[] {
  return [...new Map(corrections.map(({ correction }) => [JSON.stringify(correction), correction])).values()];
}

interface Found {
  readonly mends: readonly Mend[];
  readonly made: Made;
  readonly extract: Extract;
}

class Attempts {
  #tries = 0;
  #most: number;

  constructor(
    private readonly solved: WhatIf['solved'],
    private readonly judge: Judge,
    private readonly isThrough: (extract: Extract) => Promise<boolean>,
  ) {
    const size = solved.world.sets.reduce((sum, set) => sum + set.size, 1);
    this.#most = Math.min(mostTries, Math.max(mostMore, Math.floor(mostDecided / size)));
  }

  get areSpent(): boolean {
    return this.#tries >= this.#most;
  }

  allowMore(): void {
    this.#most = this.#tries + mostMore;
  }

  /** The first way to make them that is enough, without those of them that are not needed. */
  async of(mends: readonly Mend[]): Promise<Found | null> {
    let found = await this.#first(mends, mostOfASet);
    for (const mend of found === null ? [] : mends) {
      if (found === null || found.mends.length === 1) break;
      if (!found.mends.includes(mend)) continue;
      found =
        (await this.#first(
          found.mends.filter((one) => one !== mend),
          3,
        )) ?? found;
    }
    return found;
  }

  async #first(mends: readonly Mend[], most: number): Promise<Found | null> {
    const making = new Making(this.solved, this.judge);
    const known = new Set<string>();
    for (const made of making.all(mends)) {
      const name = JSON.stringify(made.edits);
      if (made.edits.length === 0 || known.has(name)) continue;
      if (known.size === most || this.areSpent) return null;
      known.add(name);
      const extract = this.#with(made.edits);
      if (await this.isThrough(extract)) return { mends, made, extract };
    }
    return null;
  }

  #with(edits: readonly Edit[]): Extract {
    this.#tries++;
    return editedExtract(this.solved.extract, edits, this.solved.configuration.pipeline);
  }
}
