import type { Value } from '../table/value.js';
import { fold } from '../pipeline/text/folding.js';

/** What somebody is called, to be compared; null if all of it is blank. */
export function foldedName(parts: readonly (Value | undefined)[]): string | null {
  const folded = parts.map((part) => fold(String(part ?? '')));
  return folded.every((part) => part === '') ? null : folded.join('\0');
}
