/** Which rows of a list are read: so many, after so many. */
export interface Part {
  readonly offset: number;
  readonly limit: number;
}
