import { guarded } from '../load/guarded.js';
import type { Store } from '../load/dialect.js';
import { timeOfRunId } from '../load/runs/run-ids.js';

/** What somebody did, as noted in the audit. */
export interface AuditLine {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly who: string | null;
  readonly what: string;
  readonly school: string | null;
  readonly kind: string | null;
  readonly recordId: string | null;
  readonly detail: string | null;
  /** From which address; null at the command line. */
  readonly address: string | null;
}

/** Which part of the audit is asked for; null for all. */
export interface AuditListing {
  readonly school: string | null;
  readonly who: string | null;
  readonly what: string | null;
  /** ISO 8601: only entries from then on, and only those before. */
  readonly since: string | null;
  readonly until: string | null;
  /** Only entries before the one with this id. */
  readonly before: string | null;
}

/** A part of the audit, newest first; new entries in the meantime move nothing. */
export async function listAudit(
  { knex }: Pick<Store, 'knex'>,
  { school, who, what, since, until, before }: AuditListing,
  limit: number,
): Promise<AuditLine[]> {
  const query = knex('audit');
  if (school !== null) void query.where({ school_id: school });
  if (who !== null) void query.where({ who });
  if (what !== null) void query.where({ what });
  if (since !== null) void query.where('at', '>=', since);
  if (until !== null) void query.where('at', '<', until);
  const at = before === null ? null : timeOfRunId(before);
  if (before !== null && at !== null)
    void query.where('at', '<=', at).where((than) => void than.where('at', '<', at).orWhere('id', '<', before));
  return (await guarded('Reading table audit', () =>
    query
      .orderBy([
        { column: 'at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(limit)
      .select<AuditLine[]>({
        id: 'id',
        at: 'at',
        who: 'who',
        what: 'what',
        school: 'school_id',
        kind: 'kind',
        recordId: 'record_id',
        detail: 'detail',
        address: 'address',
      }),
  )) as AuditLine[];
}
