import { DatabaseError } from '../load/database-error.js';
import type { SchoolReport } from './run-result.js';

/** What a report has of a school of which nothing was decided. */
export const nothingDecided = { sections: {}, changes: {}, excluded: {}, warnings: {}, letGo: 0 };

/** Of a school that was asked for. */
export const notThere = 'None of the inputs has this school.';

export function missingReport(school: string): SchoolReport {
  return { school, name: null, status: 'failed', reason: notThere, ...nothingDecided };
}

/** @param from the document that has the school, too */
export function secondTime(from: string): string {
  return `${from}: the school appears a second time in this run; what the first did stays. If these are pages of one answer: docs/mapping.md, "Pages".`;
}

/** A school that another document of the night has, too. */
export class SecondTimeError extends DatabaseError {
  constructor(from: string) {
    super('failed', secondTime(from));
    this.name = 'SecondTimeError';
  }
}
