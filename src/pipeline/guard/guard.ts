/** How much of what a table holds may go or change in one run. */
export interface Threshold {
  /** In percent of the rows that come through now: what is above it is held. */
  readonly share: number;
  /** Only more rows than this are ever held. */
  readonly above: number;
}

/** What is held back instead of loaded, on the day asked for. */
export interface Guard {
  readonly removals: Threshold;
  readonly changes: Threshold;
  /** `all` leaves a held school as it is, but for what is let go; `removals` writes what is added and changed, too. */
  readonly hold: 'all' | 'removals';
  /** Kinds of links that go even while their school is held, where they are out by themselves: a stale one does harm. */
  readonly letGo: readonly string[];
  /** Whether a first load of which nothing comes through is held. */
  readonly firstLoad: 'hold' | 'load';
  /** The last day (YYYY-MM-DD) of a pause in which the school is not loaded; null outside of one. */
  readonly pausedUntil: string | null;
  /** The day since which the school is not expected any more; null where it is. */
  readonly retiredSince: string | null;
}

/** Where no file says otherwise. */
export const usualGuard: Guard = {
  removals: { share: 10, above: 5 },
  changes: { share: 75, above: 20 },
  hold: 'all',
  letGo: [],
  firstLoad: 'hold',
  pausedUntil: null,
  retiredSince: null,
};
