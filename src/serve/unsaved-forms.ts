import type { SeenHold } from '../load/hold/release.js';
import type { TypedEntry } from './typed-entries.js';

/** What the fields of a list or of a record would have written. */
export interface UnsavedValues {
  readonly what: 'values';
  readonly school: string;
  readonly kind: string;
  readonly entries: readonly TypedEntry[];
  /** Where they typed it. */
  readonly to: string;
}

/** What somebody would have said of the hold of a school. */
export interface UnsavedAnswer {
  readonly what: 'answer';
  readonly answer: 'release' | 'keep' | 'take-back';
  readonly school: string;
  readonly why: string;
  readonly seen: SeenHold;
  /** The page of its form. */
  readonly to: string;
}

/** The schools that somebody would have approved at once. */
export interface UnsavedAnswers {
  readonly what: 'answers';
  readonly why: string;
  /** As the form has them. */
  readonly chosen: readonly string[];
  /** Which part of the list they are in. */
  readonly page: string;
  /** The page of its form. */
  readonly to: string;
}

export type Unsaved = UnsavedValues | UnsavedAnswer | UnsavedAnswers;

/** A form as it was sent. */
export interface SentForm {
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly form: Readonly<Record<string, unknown>>;
}
