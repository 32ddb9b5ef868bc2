import type { Scalar } from '../items/scalar.js';
import type { Shape } from '../plan/shape.js';

/** An entry of a listed list. */
export type RawEntry = Scalar | RawObject;

/** What is kept of an object of the document: the values of its listed keys, in the order of its shape. */
export class RawObject {
  /** Undefined for a key that has not come. */
  readonly values: (Scalar | RawObject | RawEntry[] | undefined)[];
  /** Indexes of keys that came more than once. */
  repeated: number[] | null = null;

  constructor(readonly shape: Shape) {
    this.values = shape.missing.slice();
  }
}

/** What one item of a section gives, in the order of the section's columns. */
export interface RawRecord {
  /** For a list, its entries; undefined for what has not come. */
  readonly values: readonly (Scalar | readonly Scalar[] | undefined)[];
  /** Paths of keys that came more than once. */
  readonly repeated: readonly string[];
}
