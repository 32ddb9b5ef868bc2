import { listAudit } from '../../browse/list-audit.js';
import { timeOfRunId } from '../../load/runs/run-ids.js';
import { addresses } from '../addresses.js';
import { AuditPage } from '../pages/audit.js';
import { textOf } from '../requests.js';
import type { Route } from '../route.js';

/** Entries that a page shows. */
const pageSize = 50;

export const audit: readonly Route[] = [
  {
    method: 'GET',
    path: '/audit',
    needs: 'admin',
    ofAllSchools: true,
    answer: ({ db, pipeline, visitor, query }) =>
      db.reading(async (store) => {
        const asked = (name: string): string | null => textOf(query[name]).trim() || null;
        const before = asked('before');
        const isEntry = before !== null && timeOfRunId(before) !== null;
        const listing = { school: asked('school'), what: asked('what'), before: isEntry ? before : null };
        const found = await listAudit(store, listing, pageSize + 1);
        const lines = found.slice(0, pageSize);
        const older = found.length > pageSize ? (lines.at(-1)?.id ?? null) : null;
        const place = { pipeline, visitor, school: null, at: addresses.audit };
        return { page: AuditPage({ place, listing, lines, older }) };
      }),
  },
];
