import { recordIdOf } from '../../explain/explanation.js';
import type { IsErasedId } from '../../decide/erased-ids.js';
import type { ReportedCorrection, Group, ReportedSchool } from './report.js';
import type { ReportedId } from '../../words/mention.js';

/** A report that names nobody who was erased, and no link that ends at them. */
export function withoutErased(school: ReportedSchool, isErased: IsErasedId): ReportedSchool {
  const idOf = (kind: string | null, id: ReportedId): ReportedId =>
    isErased(kind, id === null ? null : recordIdOf({ kind: kind ?? '', id })) ? null : id;
  const group = (one: Group): Group => ({
    ...one,
    cause: one.cause !== null && isErased(one.cause.kind, one.cause.id) ? { ...one.cause, id: null } : one.cause,
    records: one.records.map((record) => ({ ...record, id: idOf(one.kind, record.id) })),
  });
  const { toCorrect, mistakes, choices, rejected, warnings, conflicts } = school;
  return {
    ...school,
    toCorrect: toCorrect.map((one): ReportedCorrection => ({ ...one, id: idOf(one.kind, one.id) })),
    mistakes: mistakes.map(group),
    choices: choices.map(group),
    rejected: rejected.map(group),
    warnings: warnings.map(group),
    conflicts: conflicts.map(group),
  };
}
