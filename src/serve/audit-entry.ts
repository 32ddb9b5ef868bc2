import { randomBytes } from 'node:crypto';
import type { AuditEntry } from '../load/people/audit.js';
import { newRunId } from '../load/runs/run-ids.js';
import type { Noted } from './route.js';

/** Who does something, and from where. */
export interface Doer {
  readonly who: string | null;
  /** Null if it is not known. */
  readonly address: string | null;
}

/** What is noted, with the time and who did it. */
export function auditEntry(now: Date, { who, address }: Doer, noted: Noted): AuditEntry {
  return { ...noted, id: noted.id ?? newRunId(now, randomBytes(6).toString('hex')), who, address };
}
