import type { Decision, Finding } from '../../decide/decision.js';
import { plainFinding } from '../../decide/findings.js';
import { foldedName } from '../../decide/folded-name.js';
import { secondHalf } from '../../pipeline/parts.js';
import { recordKind, type Pipeline } from '../../pipeline/pipeline.js';
import { builtInRules } from '../../pipeline/rules/rule.js';
import type { RowChanges } from './differences.js';
import type { ExistingRows } from './existing-rows.js';
import { wholeOf } from '../erasure/half-ids.js';
import type { Stored, PipelineTable } from '../tables/tables.js';
import type { WantedRows } from './wanted-rows.js';

/** A school's rows in a table, and those it should have. */
interface ComparedHalves {
  readonly table: PipelineTable;
  readonly changes: RowChanges;
  readonly existing: ExistingRows;
  readonly wanted: WantedRows;
}

/**
 * Finds records that are, or were, two halves, if one half gets the name that the other has in the tables: a parent
 * became a couple, or a couple parted, or its titles changed places. The ids stay, and now mean the other half.
 */
export function halvesThatMoved(pipeline: Pipeline, { splitBy }: Decision, compared: ComparedHalves): Finding[] {
  const { table, existing } = compared;
  const by = splitBy.get(table.kind);
  if (by === undefined || existing.length === 0) return [];
  const halved = halvedAmong(compared);
  if (halved.size === 0) return [];
  const { before, after } = valuesOf(halved, compared);
  return [...halved]
    .filter((id) =>
      namings(pipeline, table, by).some((nameOf) =>
        hasMoved(
          id,
          (of) => nameOf(before.get(of)),
          (of) => nameOf(after.get(of)),
        ),
      ),
    )
    .flatMap((id) => [id, `${id}${secondHalf}`])
    .map((recordId) => plainFinding('warning', builtInRules.halfMoved, { kind: table.kind, recordId, because }));
}

export const because =
  'A name has moved between the two halves of one record: from now on each id means the other of the two.';

/** The ids with changes, if the table has or will have their second half. */
function halvedAmong({ changes, existing, wanted }: ComparedHalves): ReadonlySet<string> {
  const touched = new Set<string>();
  for (const at of changes.placesOfAdded()) touched.add(wholeOf(wanted.keyOf(at)));
  for (const { row } of changes.of('changed', 'removed', 'returned')) touched.add(wholeOf(String(row.key[0])));
  const halved = new Set<string>();
  const note = (id: string): void => {
    if (id.endsWith(secondHalf) && touched.has(wholeOf(id))) halved.add(wholeOf(id));
  };
  if (touched.size === 0) return halved;
  for (let at = 0; at < existing.length; at++) note(existing.keyOf(at));
  for (let at = 0; at < wanted.length; at++) note(wanted.keyOf(at));
  return halved;
}

type ById = ReadonlyMap<string, readonly Stored[]>;

function valuesOf(halved: ReadonlySet<string>, { existing, wanted }: ComparedHalves): { before: ById; after: ById } {
  const before = new Map<string, readonly Stored[]>();
  const after = new Map<string, readonly Stored[]>();
  // The name of one who left is nobody's now: it neither moves nor stays.
  for (let at = 0; at < existing.length; at++)
    if (existing.isCurrent(at) && halved.has(wholeOf(existing.keyOf(at))))
      before.set(existing.keyOf(at), existing.rowOf(at).values);
  for (let at = 0; at < wanted.length; at++)
    if (halved.has(wholeOf(wanted.keyOf(at)))) after.set(wanted.keyOf(at), wanted.valuesOf(at));
  return { before, after };
}

type NameOf = (values: readonly Stored[] | undefined) => string | null;

/** The whole name, and the name without the field that splits it: a forename stays when a title changes. */
function namings(pipeline: Pipeline, table: PipelineTable, by: string): NameOf[] {
  const { nameFields, fields } = recordKind(pipeline, table.kind);
  const naming = (names: readonly string[]): NameOf => {
    const columns = fields.filter(({ name }) => names.includes(name)).map(({ column }) => column);
    const places = table.kept.flatMap(({ name }, at) => (columns.includes(name) ? [at] : []));
    return (values) => foldedName(places.map((at) => values?.[at]));
  };
  return [naming(nameFields), naming(nameFields.filter((name) => name !== by))];
}

/** If the two have the same name, no name tells them apart. */
function hasMoved(id: string, before: (id: string) => string | null, after: (id: string) => string | null): boolean {
  const half = `${id}${secondHalf}`;
  return [
    { from: id, to: half },
    { from: half, to: id },
  ].some(({ from, to }) => {
    const name = before(from);
    return name !== null && name === after(to) && name !== after(from) && name !== before(to);
  });
}
