import { createHash } from 'node:crypto';
import type { Finding } from '../../decide/decision.js';
import { isOfErasure } from '../../decide/findings.js';
import { guarded } from '../guarded.js';
import type { Store } from '../dialect.js';
import { digestOf as erasedDigest } from '../erasure/erased-rows.js';
import type { Forgotten } from '../erasure/forgotten.js';
import { findingColumns } from '../tables/migrations.js';
import { madeRows } from './row-list.js';
import type { Stored } from '../tables/tables.js';

type Salts = Forgotten['salts'];

/**
 * Findings are those of the latest run; they, too, are written only if they differ.
 * @returns the digest by which the next run knows whether they do
 */
export async function writeFindings(
  store: Store,
  school: string,
  findings: readonly Finding[],
  digestBefore: string | null,
  { salts }: Pick<Forgotten, 'salts'>,
): Promise<string> {
  const digest = digestOf(findings, salts);
  if (digest === digestBefore) return digest;
  await guarded('Deleting from table findings', () => store.knex('findings').where({ school_id: school }).delete());
  const key = ['school_id', 'number'];
  const columns = [
    { name: 'school_id', type: 'text' },
    { name: 'number', type: 'integer' },
    ...findingColumns,
  ] as const;
  const rows = madeRows(findings.length, function* () {
    for (const [index, finding] of findings.entries()) yield [school, index + 1, ...findingRow(finding, salts)];
  });
  await guarded('Writing to table findings', () =>
    store.dialect.put(store.knex, { table: 'findings', key, columns, update: [], rows, isNew: true }),
  );
  return digest;
}

/** The digest of the list of all rows as JSON, without making one text of it. */
function digestOf(findings: readonly Finding[], salts: Salts): string {
  const hash = createHash('sha256').update('[');
  for (const [index, finding] of findings.entries())
    hash.update(`${index === 0 ? '' : ','}${JSON.stringify(findingRow(finding, salts))}`);
  return hash.update(']').digest('hex');
}

function findingRow(finding: Finding, salts: Salts): Stored[] {
  const { kind, recordId } = finding;
  const isNamed = !isOfErasure(finding);
  const values: Record<(typeof findingColumns)[number]['name'], Stored> = {
    severity: finding.severity,
    kind: finding.kind,
    // Nothing that is kept says who was erased: to ask for them, or for records that depend on them, takes a hash.
    record_id: isNamed ? recordId : null,
    record_digest: isNamed ? null : erasedDigest(salts.get(kind ?? '') ?? '', kind ?? '', recordId ?? ''),
    rule: finding.rule,
    because: finding.because,
    cause_kind: finding.causeKind,
    cause_id: finding.causeId,
    field: finding.field,
    position: finding.position,
    section: finding.section,
    fix: finding.fix,
    among: finding.among,
    round: finding.round,
    file: finding.place?.file ?? null,
    line: finding.place?.line ?? null,
  };
  return findingColumns.map(({ name }) => values[name]);
}
