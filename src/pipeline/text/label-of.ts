import type { LinkKind, RecordKind } from '../pipeline.js';

/** A kind as a person says it: `student`, `parents`, `contact link`. */
export function labelOf({ one, label }: Pick<RecordKind | LinkKind, 'one' | 'label'>, count: number): string {
  return (count === 1 ? one : label).replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim();
}
