import type { HeldKind } from '../browse/held-items.js';
import { groupingsOf, readHeldOfKind, type HeldOne } from '../browse/held-review.js';
import type { Store } from '../load/dialect.js';
import type { StoredHold } from '../load/hold/stored-hold.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { columnsByName } from './fields.js';

const columns = ['Kind', 'Name', 'What would happen', 'Fields'] as const;

interface Asked {
  readonly school: string;
  readonly hold: StoredHold | null;
  readonly kinds: readonly HeldKind[];
  readonly search: string;
}

/** What is held as a table for a spreadsheet: by name, or by the id where there is none, with the groups of each. */
export async function heldRows(
  store: Store,
  pipeline: Pipeline,
  { school, hold, kinds, search }: Asked,
): Promise<{ readonly heading: readonly string[]; readonly rows: readonly (readonly (string | null)[])[] }> {
  const labels = [...new Set(kinds.flatMap(({ kind }) => groupingsOf(pipeline, kind).map(({ label }) => label)))];
  const rows: (string | null)[][] = [];
  if (hold === null) return { heading: columns, rows };
  for (const of of kinds) {
    const groupings = groupingsOf(pipeline, of.kind);
    const what = { school, hold, of };
    const byLabel = new Map<string, ReadonlyMap<string, string | null>>();
    for (const grouping of groupings) {
      const { ones } = await readHeldOfKind(store, pipeline, what, { grouping, search });
      byLabel.set(grouping.label, new Map(ones.map((one) => [keyOf(one), one.group])));
    }
    const { ones } = await readHeldOfKind(store, pipeline, what, { grouping: null, search });
    for (const one of ones)
      rows.push([
        of.kind.label,
        one.name ?? keyOf(one),
        ...said(pipeline, one),
        ...labels.map((label) => byLabel.get(label)?.get(keyOf(one)) ?? null),
      ]);
  }
  return { heading: [...columns, ...labels], rows };
}

function keyOf({ id }: HeldOne): string {
  return [id].flat().join(' ');
}

function said(pipeline: Pipeline, { kind, change, columns }: HeldOne): readonly [string, string] {
  const known = columnsByName(pipeline, kind.name);
  const fields = columns.map((column) => known.get(column)?.label ?? column).join(', ');
  return change === 'changed' ? ['would change', fields] : ['would go', ''];
}
