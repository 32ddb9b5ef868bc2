/** How an id is read of an item. */
export interface IdPlan {
  /** The only one if the id is what is there, otherwise those of its parts. */
  readonly columns: readonly number[];
  /** As what it is read, as scalars name it. */
  readonly definition: number;
  /** What the id is made of; null if it is what the column has. */
  readonly parts: readonly PlannedPart[] | null;
}

/** A column, or a constant. */
export type PlannedPart = { readonly column: number } | { readonly constant: string };
