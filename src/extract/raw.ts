/** A scalar of the document; a number comes with its literal beside it, in a list of literals of the same shape. */
export type RawScalar = string | number | boolean | null;

/** Stands for an object, or for a list where none belongs: that there was one is known, what was in it is not. */
export const nested: Readonly<Record<string, never>> = Object.freeze({});
export type Nested = typeof nested;

export type RawValue = RawScalar | Nested | (RawScalar | Nested)[];

/** The digits of numbers as they are written: beside a scalar its literal, beside a list the literals of its entries. */
export type Literals = (string | undefined | (string | undefined)[])[];

/** The listed values of one item of a section, in the order of the section's keys. */
export interface RawRecord {
  readonly values: RawValue[];
  readonly literals: Literals;
  /** Indexes of keys that stood more than once. */
  readonly repeated: readonly number[];
}
