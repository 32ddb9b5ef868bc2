import type { TableOfHold } from '../load/hold/hold-facts.js';
import { ownFile } from '../load/hold/weigh.js';
import type { StoredHold } from '../load/hold/stored-hold.js';
import { kindsOf, type LinkKind, type Pipeline, type RecordKind } from '../pipeline/pipeline.js';
import { List } from './list.js';

interface Props {
  readonly pipeline: Pipeline;
  readonly hold: StoredHold;
}

/** Short enough to stand side by side on a phone. */
const columns = ['Before', 'Would go', 'New', 'Would change', 'After'] as const;

/** What the load would make of each table. */
export function HoldTables({ pipeline, hold: { facts, counts } }: Props) {
  const tables = kindsOf(pipeline).flatMap((kind) => {
    const table = facts?.tables.find((one) => one.kind === kind.name);
    return table === undefined ? [] : [{ kind, table }];
  });
  const records = tables.filter(({ kind }) => kind.type === 'record');
  const links = tables.filter(({ kind }) => kind.type === 'link');
  return (
    <>
      {counts.some(({ kind }) => kind === ownFile) && (
        <p>
          The school’s own rules file is gone. If the load is approved, the rules of all schools apply to it, and others
          may come through.
        </p>
      )}
      {tables.length > 0 && (
        <>
          <h2 id="tables">What would change</h2>
          {records.length > 0 && <Counts tables={records} name="What would change" />}
          {links.length > 0 && (
            <details>
              <summary>Links between them</summary>
              <Counts tables={links} name="Links between them" />
            </details>
          )}
          <Beside facts={facts} />
        </>
      )}
    </>
  );
}

interface CountsProps {
  readonly tables: readonly { readonly kind: RecordKind | LinkKind; readonly table: TableOfHold }[];
  readonly name: string;
}

function Counts({ tables, name }: CountsProps) {
  return (
    <List
      name={name}
      caption="How many there are, and what the load would make of them."
      class="numbers fit"
      columns={['Kind', ...columns]}
      rows={tables.map(({ kind, table }) => [kind.label, ...cellsOf(table).map(String)])}
    />
  );
}

function cellsOf({ before, gone, new: added, changed, after }: TableOfHold): readonly number[] {
  return [before, gone, added, changed, after];
}

/** What of it is not waiting for anybody. */
function Beside({ facts }: Pick<StoredHold, 'facts'>) {
  if (facts === null) return null;
  const { restWritten, letGo } = facts;
  return (
    <>
      {restWritten && <p class="quiet">What is new or changed was written anyway, unless too much of it changes.</p>}
      {letGo > 0 && (
        <p class="quiet">{String(letGo)} links went although the school is held, because the MIS no longer has them.</p>
      )}
    </>
  );
}
