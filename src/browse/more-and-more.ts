/** The last is as many as one statement takes on every database. */
const sizes = { first: 10, factor: 4, most: 1000 } as const;

/**
 * Schools in pieces until enough is found: few at first, because what many have is found often enough in them, then more
 * at once, and no more than probably have what is still missing.
 * @param missing how much more is wanted; asked before each piece
 */
export function* moreAndMore(schools: readonly string[], missing: () => number): Generator<readonly string[]> {
  const wanted = missing();
  let size: number = sizes.first;
  for (let from = 0; from < schools.length && missing() > 0;) {
    yield schools.slice(from, from + size);
    from += size;
    const found = wanted - missing();
    const enough = found === 0 ? Infinity : Math.ceil((1.25 * missing() * from) / found);
    size = Math.max(sizes.first, Math.min(sizes.most, size * sizes.factor, enough));
  }
}
