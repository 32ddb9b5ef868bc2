import { builtInRules } from '../../pipeline/rules/rule.js';
import type { AbsentSection, ExtractFinding } from '../extract.js';

/** Once a section that may be missing, and is, while a key beside it is so like it that it is most likely misspelt. */
export function unreadSections(absent: readonly AbsentSection[]): ExtractFinding[] {
  return absent.flatMap(({ section, near }) => {
    if (near === null) return [];
    const because = `The section ${section}, which is optional, is not there, and ${near} is, which nothing reads. Did you mean ${near}?`;
    const about = { kind: null, recordId: null, field: section, position: null };
    return [{ severity: 'warning', rule: builtInRules.unreadSection, ...about, because } as const];
  });
}
