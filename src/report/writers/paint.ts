/** How words are coloured. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly strong: (text: string) => string;
}

/** For output that is not a terminal. */
export const uncoloured: Paint = { good: String, bad: String, faint: String, strong: String };
