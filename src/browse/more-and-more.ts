/** The last is as many as one statement takes on every database. */
const sizes = { first: 20, factor: 4, most: 1000 } as const;

/** Schools in pieces: few at first, because what many have is found often enough in them, then more at once. */
export function* moreAndMore(schools: readonly string[]): Generator<readonly string[]> {
  let size: number = sizes.first;
  for (let from = 0; from < schools.length;) {
    yield schools.slice(from, from + size);
    from += size;
    size = Math.min(sizes.most, size * sizes.factor);
  }
}
