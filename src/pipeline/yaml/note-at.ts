import { readFileSync } from 'node:fs';
import { withoutCredentials } from '../text/credentials.js';
import type { Problem, ProblemCode } from '../problem.js';
import type { Place } from './yaml-file.js';

export interface NoteAt {
  readonly place: Place;
  /** How many characters are meant, from the place on. */
  readonly length: number;
  readonly code: ProblemCode;
  readonly message: string;
  readonly hint: string | null;
}

/**
 * Notes a problem at a place of a file that was read before and is right. Only its text is read again: parsing each
 * school's file anew for every problem was two thirds of the time of `check`.
 */
export function noteAt({ place, length, code, message, hint }: NoteAt, problems: Problem[]): void {
  const source = readFileSync(place.file, 'utf8').split(/\r?\n/)[place.line - 1] ?? '';
  problems.push({ ...place, code, message: withoutCredentials(message), hint, source, length });
}
