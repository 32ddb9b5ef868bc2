import type { ReasonCount } from '../reasons.js';
import type { SchoolReport } from '../run-result.js';
import type { BegunNight } from '../loading.js';

/** All that a process needs to take a share of a night; values only, because it is sent. */
export interface JobSetting {
  /** The path of the pipeline. */
  readonly config: string;
  readonly set: readonly string[];
  readonly day: string;
  readonly root: string | null;
  /** With its password: never an argument, which others on the machine could see. */
  readonly database: string;
  readonly night: BegunNight;
  /** How many inputs the night has. */
  readonly all: number;
  readonly schools: readonly string[];
  readonly allowOlder: boolean;
  readonly repair: boolean;
  /** Whether there is a core for a thread that reads ahead. */
  readonly readsAhead: boolean;
  /** How far the run's clock is ahead of the machine's, in milliseconds. */
  readonly ahead: number;
}

/** A file with its place among all inputs, from 1. */
export interface PlacedFile {
  readonly path: string;
  readonly place: number;
}

/** What a process is told. */
export type ToJob =
  | { readonly type: 'begin'; readonly setting: JobSetting }
  | { readonly type: 'take'; readonly files: readonly PlacedFile[] }
  /** There are no more files. */
  | { readonly type: 'end' }
  /** A person interrupts: the school in hand is finished, the others are left. */
  | { readonly type: 'stop' };

/** The school that a process has begun to load. */
export interface SchoolInHand {
  readonly school: string;
  readonly name: string | null;
  readonly document: number;
}

/** What it tells. */
export type FromJob =
  /** The places of the files that it takes now. */
  | { readonly type: 'files'; readonly places: readonly number[] }
  | ({ readonly type: 'loading' } & SchoolInHand)
  | { readonly type: 'school'; readonly report: SchoolReport; readonly milliseconds: number }
  /** All of these files was taken; with what did not come through in them. */
  | { readonly type: 'done'; readonly places: readonly number[]; readonly reasons: readonly ReasonCount[] }
  | { readonly type: 'trouble'; readonly message: string }
  /** Its last word. */
  | { readonly type: 'ended' };
