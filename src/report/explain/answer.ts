import type { Explanation, Of } from '../../explain/explanation.js';
import type { OutsideViews } from './outside-views.js';
import type { RecordKind } from '../../pipeline/pipeline.js';

/** Why a record or link comes through or not; if there is none with that id, what to say instead. */
export type WhyAnswer = { readonly explanation: Explanation } | NotFound;

export interface NotFound extends Of {
  readonly explanation: null;
  readonly school: string;
  /** Where it was looked for. */
  readonly where: string;
  readonly near: readonly string[];
  /** Other kinds that have a record of that id. */
  readonly kinds: readonly RecordKind[];
  /** Links that name it. */
  readonly namedBy: readonly Of[];
  readonly left: boolean;
  /** Where the extract has it, or the ends of the link, outside the views of their kinds. */
  readonly outside?: readonly OutsideViews[];
  /** Other schools of the inputs that have it. */
  readonly elsewhere?: readonly string[];
}
