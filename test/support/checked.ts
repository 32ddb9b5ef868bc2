import fc from 'fast-check';
import { untracked } from './untracked.js';

/** Asserts a property of work that makes many promises. */
export function checked<Given>(
  property: fc.IAsyncPropertyWithHooks<Given>,
  parameters?: fc.Parameters<Given>,
): Promise<void> {
  return untracked(() => fc.assert(property, parameters));
}
