import type { Stored } from '../../load/tables/tables.js';
import { inertJson } from './inert.js';

type Row = readonly Stored[];

/** A JSON list of objects, one a line. */
export async function* jsonRows(
  names: readonly string[],
  parts: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string> {
  let before = '[';
  for await (const rows of parts)
    for (const row of rows) {
      yield `${before}\n${inertJson(Object.fromEntries(names.map((name, at) => [name, row[at] ?? null])))}`;
      before = ',';
    }
  yield before === '[' ? '[]\n' : '\n]\n';
}
