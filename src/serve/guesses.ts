import { NoticePage, tooOften } from './pages/notice.js';
import type { Answer, Visit } from './route.js';
import type { Guess } from './throttle.js';

/** Counts a guess before it is checked. @returns the answer if there were too many */
export function tooManyGuesses(visit: Visit, guess: Guess, by: 'password' | 'code'): Answer | null {
  const { throttle, pipeline, visitor } = visit;
  const seconds = throttle.guess(guess, visit.now());
  if (seconds === null) return null;
  return { page: NoticePage({ pipeline, visitor }, tooOften(seconds, by)), status: 429, retryAfter: seconds };
}
