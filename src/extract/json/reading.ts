import type { Pipeline } from '../../pipeline/pipeline.js';
import type { BrokenDocument, Extract } from '../extract.js';
import type { Validate } from '../items/validate.js';
import type { Definition } from '../plan/definition.js';
import type { DocumentNode } from '../plan/document-plan.js';
import type { SectionPlan } from '../plan/section-plan.js';

/** What a reader needs to know of a pipeline, made once for all documents. */
export interface ReadingPlan {
  readonly pipeline: Pipeline;
  /** Whether documents have only what an example is about, so paths may be missing. */
  readonly isExample: boolean;
  /** Those that are in no other. */
  readonly sections: readonly SectionPlan[];
  readonly document: DocumentNode;
  readonly validate: Validate;
  /** How scalars are read, by the numbers that sections name. */
  readonly definitions: readonly Definition[];
}

export type Read = { readonly extract: Extract } | { readonly broken: BrokenDocument };

/** What a document says of its school. */
export interface Named {
  readonly school: string | null;
  readonly name: string | null;
}
