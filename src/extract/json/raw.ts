/** A scalar of the document. */
export type RawScalar = string | number | boolean | null;

/** Stands for an object, or for a list where none belongs: that there was one is known, what was in it is not. */
export const nested: Readonly<Record<string, never>> = Object.freeze({});
export type Nested = typeof nested;
