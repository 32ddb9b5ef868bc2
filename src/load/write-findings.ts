import { createHash } from 'node:crypto';
import type { Finding } from '../decide/decision.js';
import { guarded } from './database-error.js';
import type { Store } from './dialect.js';
import { findingColumns } from './migrations.js';
import type { Stored } from './tables.js';

/**
 * Findings are those of the latest run; they, too, are only written where they differ.
 * @returns the digest by which the next run knows whether they do
 */
export async function writeFindings(
  store: Store,
  school: string,
  findings: readonly Finding[],
  digestBefore: string | null,
): Promise<string> {
  const rows = findings.map(findingRow);
  const digest = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  if (digest === digestBefore) return digest;
  await guarded('Deleting from table findings', () => store.knex('findings').where({ school_id: school }).delete());
  const key = ['school_id', 'number'];
  const columns = [
    { name: 'school_id', type: 'text' },
    { name: 'number', type: 'integer' },
    ...findingColumns,
  ] as const;
  const numbered = rows.map((row, index) => [school, index + 1, ...row]);
  await guarded('Writing to table findings', () =>
    store.dialect.put(store.knex, { table: 'findings', key, columns, update: [], rows: numbered, isNew: true }),
  );
  return digest;
}

function findingRow(finding: Finding): Stored[] {
  const values: Record<(typeof findingColumns)[number]['name'], Stored> = {
    severity: finding.severity,
    kind: finding.kind,
    record_id: finding.recordId,
    rule: finding.rule,
    because: finding.because,
    cause_kind: finding.causeKind,
    cause_id: finding.causeId,
    field: finding.field,
    position: finding.position,
    fix: finding.fix,
    among: finding.among,
    round: finding.round,
    file: finding.place?.file ?? null,
    line: finding.place?.line ?? null,
  };
  return findingColumns.map(({ name }) => values[name]);
}
