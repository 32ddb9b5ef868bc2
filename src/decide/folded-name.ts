import type { Value } from '../table/value.js';
import { fold } from '../pipeline/text/folding.js';

/** A person's name, folded for comparing; null if all of it is blank. */
export function foldedName(parts: readonly (Value | undefined)[]): string | null {
  const folded = parts.map((part) => fold(String(part ?? '')));
  return folded.every((part) => part === '') ? null : folded.join('\0');
}
