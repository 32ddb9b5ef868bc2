import { randomBytes } from 'node:crypto';
import type { AuditEntry } from '../load/people/audit.js';
import { newRunId } from '../load/runs/run-ids.js';
import type { Noted } from './route.js';

/** What is noted, with the time and who did it. */
export function auditEntry(now: Date, who: string | null, noted: Noted): AuditEntry {
  return { ...noted, id: noted.id ?? newRunId(now, randomBytes(6).toString('hex')), who };
}
