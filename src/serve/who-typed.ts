import type { ShownColumn } from '../browse/columns.js';
import type { Store } from '../load/dialect.js';
import { readLastTyped } from '../load/last-typed.js';
import type { RecordKind } from '../pipeline/pipeline.js';
import type { NotWritten, Refused } from './why-not-saved.js';

interface Typed {
  readonly id: string;
  readonly column: ShownColumn;
  readonly refused: NotWritten;
}

/** The same, each with who typed what is there now, if somebody did meanwhile. */
export async function withWho<T extends Typed>(
  store: Pick<Store, 'knex'>,
  school: string,
  kind: RecordKind,
  all: readonly T[],
): Promise<(T & { readonly refused: Refused })[]> {
  const over = all.flatMap(({ id, column: { column }, refused }) =>
    refused.outcome !== 'missing' && refused.isOvertaken ? [{ id, column, now: refused.now }] : [],
  );
  const last = (await readLastTyped(store, school, kind, over)).values();
  return all.map((one) => {
    const { refused } = one;
    const isOver = refused.outcome !== 'missing' && refused.isOvertaken;
    return { ...one, refused: { ...refused, typedBy: isOver ? (last.next().value ?? null) : null } };
  });
}
