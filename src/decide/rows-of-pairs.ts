import type { Rule } from '../pipeline/rules/rule.js';
import type { LinkSet, RowsApart } from './world.js';

export class RowsOfPairs implements RowsApart {
  readonly #byPair: readonly (readonly number[])[];
  readonly #holding: readonly (readonly number[])[];
  readonly failingPairs: ReadonlyMap<number, readonly Rule[]>;

  /** @param firsts by index of the row, the first that joins the same two */
  constructor(
    readonly rows: LinkSet,
    readonly failing: ReadonlyMap<number, readonly Rule[]>,
    firsts: Int32Array,
  ) {
    const byPair: number[][] = [];
    const pairOf = new Int32Array(firsts.length);
    for (let row = 0; row < firsts.length; row++) {
      if (firsts[row] === row) pairOf[row] = byPair.push([row]) - 1;
      else byPair[(pairOf[row] = pairOf[firsts[row]])].push(row);
    }
    this.#byPair = byPair;
    // Nearly always all rows of a pair hold: then the list is the same.
    this.#holding = byPair.map((all) =>
      all.some((row) => !this.holds(row)) ? all.filter((row) => this.holds(row)) : all,
    );
    const nearest = new Map<number, readonly Rule[]>();
    for (let pair = 0; pair < byPair.length; pair++)
      if (this.#holding[pair].length === 0) nearest.set(pair, this.failing.get(this.nearestOf(pair)) ?? []);
    this.failingPairs = nearest;
  }

  get pairs(): number {
    return this.#byPair.length;
  }

  of(pair: number): readonly number[] {
    return this.#byPair[pair];
  }

  holds(row: number): boolean {
    return !this.failing.has(row);
  }

  holdingOf(pair: number): readonly number[] {
    return this.#holding[pair];
  }

  failingOf(pair: number): readonly number[] {
    return this.of(pair).filter((row) => !this.holds(row));
  }

  /** The row that stands for a pair if none holds. */
  nearestOf(pair: number): number {
    return this.#nearest(this.of(pair));
  }

  differs(pair: number): boolean {
    const [first, ...others] = this.failingOf(pair).map((row) => this.failing.get(row) ?? []);
    return others.some((rules) => rules.length !== first.length || rules.some((rule) => !first.includes(rule)));
  }

  get merged(): number {
    return this.#holding.reduce((sum, { length }) => sum + Math.max(0, length - 1), 0);
  }

  /** The one that lacks least: what nobody can correct counts most. */
  #nearest(rows: readonly number[]): number {
    const costOf = (row: number) =>
      (this.failing.get(row) ?? []).reduce((sum, { fix }) => sum + (fix === null ? 1000 : 1), 0);
    return rows.reduce((best, row) => (costOf(row) < costOf(best) ? row : best));
  }
}
