import type { ChangeSearch } from './change-search.js';
import type { EditedSource } from './edited-source.js';
import type { Judge } from './judge.js';

/** What all ways to make a mend work with. */
export interface MakingTools {
  readonly source: EditedSource;
  readonly judge: Judge;
  readonly search: ChangeSearch;
}
