const rowsAtATime = 2000;

/** A quarter of what MariaDB takes at once (max_allowed_packet): quotes and umlauts take more than a byte. */
const charactersAtATime = 4_000_000;

/** Rows as JSON lists, each of as many as a statement may have; a row that is longer by itself goes alone. */
export function* parts(rows: Iterable<unknown>): Generator<string> {
  let part: string[] = [];
  let length = 0;
  for (const row of rows) {
    const json = JSON.stringify(row);
    if (part.length > 0 && (part.length === rowsAtATime || length + json.length > charactersAtATime)) {
      yield `[${part.join(',')}]`;
      part = [];
      length = 0;
    }
    part.push(json);
    length += json.length;
  }
  if (part.length > 0) yield `[${part.join(',')}]`;
}
