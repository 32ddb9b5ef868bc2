import type { Sums } from '../../decide/decision.js';
import type { ChangeCounts } from '../compare/differences.js';
import type { Pipeline } from '../../pipeline/pipeline.js';

/** What a run that loaded a school, or found it unchanged, adds to the figures of its night. */
export interface Figures {
  /** Records and links that were added, changed, removed or came back; null for a first load, which adds them all. */
  readonly changed: number | null;
  /** Records, not links, that are in the extract and do not come through. */
  readonly notThrough: number;
}

export function figuresOf(
  pipeline: Pipeline,
  sections: Readonly<Record<string, Sums>>,
  changes: Readonly<Record<string, ChangeCounts>> | null,
): Figures {
  const counts = changes === null ? null : Object.values(changes).flatMap((of) => Object.values(of));
  return {
    changed: counts?.reduce((sum, count) => sum + count, 0) ?? null,
    notThrough: pipeline.records.reduce((sum, { name }) => sum + (sections[name]?.not ?? 0), 0),
  };
}
