import type { UnseenSchool } from '../load/runs/feeds.js';
import type { Purging } from '../load/runs/purge.js';
import type { SchoolReport } from '../run/run-result.js';

/** A night that somebody follows. */
export interface ObservedNight {
  /** Null for a plan, which writes nothing and so has no row in `runs`. */
  readonly run: string | null;
}

/** How a night ended. */
export interface NightEnd {
  readonly schools: readonly Pick<SchoolReport, 'status' | 'changes'>[];
  readonly unseen: readonly UnseenSchool[];
  readonly purge: Purging | null;
  readonly isInterrupted: boolean;
  readonly isWell: boolean;
  readonly seconds: number;
}

/**
 * Follows what is done from outside: as lines of a log, as spans, as numbers. An observer is told of schools and of
 * what became of them, never of a value of an extract, and passes on ids and counts only.
 *
 * `run` tells of one night that it makes by itself. A worker takes schools of nights that others began: it tells only
 * `school`, and `ended` of the night whose last school it took.
 */
export interface Observer {
  readonly began?: (night: ObservedNight) => void;
  /** @param milliseconds how long it took */
  readonly school?: (night: ObservedNight, report: SchoolReport, milliseconds: number) => void;
  readonly ended?: (night: ObservedNight, end: NightEnd) => void;
  /** Passes on what is not passed on yet. To be awaited before the process ends. */
  readonly close?: () => Promise<void>;
}

/** Tells each of them in turn. */
export function together(observers: readonly Observer[]): Required<Observer> {
  return {
    began: (...of) => observers.forEach((one) => one.began?.(...of)),
    school: (...of) => observers.forEach((one) => one.school?.(...of)),
    ended: (...of) => observers.forEach((one) => one.ended?.(...of)),
    close: async () => void (await Promise.all(observers.map(async (one) => one.close?.()))),
  };
}
