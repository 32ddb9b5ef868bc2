/** How many rows of a table may go or change in one run. */
export interface Threshold {
  /** In percent of the rows that come through now. More than this is held. */
  readonly share: number;
  /** So many rows or fewer are never held. */
  readonly above: number;
}

/** What is held back instead of loaded, on the day asked for. */
export interface Guard {
  readonly removals: Threshold;
  readonly changes: Threshold;
  /** `all` leaves a held school as it is, except links that are let go; `removals` writes additions and changes. */
  readonly hold: 'all' | 'removals';
  /** Kinds of links that go even while their school is held, if they are out by themselves: a stale one does harm. */
  readonly letGo: readonly string[];
  /** Whether a first load is held if nothing comes through. */
  readonly firstLoad: 'hold' | 'load';
  /** The last day (YYYY-MM-DD) of a pause in which the school is not loaded; null outside of one. */
  readonly pausedUntil: string | null;
  /** The day since which the school is no longer expected; null if it is expected. */
  readonly retiredSince: string | null;
}

/** Holds unless a file says otherwise. */
export const usualGuard: Guard = {
  removals: { share: 10, above: 5 },
  changes: { share: 75, above: 20 },
  hold: 'all',
  letGo: [],
  firstLoad: 'hold',
  pausedUntil: null,
  retiredSince: null,
};
