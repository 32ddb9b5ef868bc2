import type { Shape } from './shape.js';

/** A scalar of the document; a number comes with its literal beside it, in a list of literals of the same shape. */
export type RawScalar = string | number | boolean | null;

/** Stands for an object, or for a list where none belongs: that there was one is known, what was in it is not. */
export const nested: Readonly<Record<string, never>> = Object.freeze({});
export type Nested = typeof nested;

/** What is kept of an object of the document: the values of its listed keys, in the order of its shape. */
export class RawObject {
  /** Undefined for a key that has not come. */
  readonly values: (RawScalar | Nested | RawObject | RawEntry[] | undefined)[];
  readonly literals: (string | undefined | (string | undefined)[])[];
  /** Indexes of keys that stood more than once. */
  repeated: number[] | null = null;

  constructor(readonly shape: Shape) {
    this.values = shape.missing.slice();
    this.literals = shape.missing.slice();
  }
}

/** An entry of a listed list. */
export type RawEntry = RawScalar | Nested | RawObject;

export type RawValue = RawScalar | Nested | (RawScalar | Nested)[];

/** The digits of numbers as they are written: beside a scalar its literal, beside a list the literals of its entries. */
export type Literals = (string | undefined | (string | undefined)[])[];

/** What one item of a section gives, in the order of the section's columns. */
export interface RawRecord {
  readonly values: RawValue[];
  readonly literals: Literals;
  /** Paths of keys that stood more than once. */
  readonly repeated: readonly string[];
}
