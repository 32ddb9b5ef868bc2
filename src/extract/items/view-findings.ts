import { builtInRules } from '../../pipeline/rules/rule.js';
import { counted } from '../../pipeline/text/counted.js';
import type { ExtractFinding } from '../extract.js';
import type { LinkPlan, RecordPlan } from '../plan/section-plan.js';

/** Once a section: how many of its entries no kind takes. */
export function untakenFinding(section: string, count: number, all: number): ExtractFinding {
  const because = `${String(count)} of ${counted(all, 'entry', 'entries')} of ${section} ${count === 1 ? 'is' : 'are'} outside every view: no kind takes ${count === 1 ? 'it' : 'them'}.`;
  const about = { kind: null, recordId: null, field: section, position: null };
  return { severity: 'warning', rule: builtInRules.outsideViews, ...about, because };
}

/** Once a view that takes nothing. @param near how many entries it would take but for case or spaces */
export function emptyViewFinding(
  { kind }: RecordPlan | LinkPlan,
  section: string,
  all: number,
  near: number,
): ExtractFinding {
  const view = kind.views.length === 1 ? `The view of ${kind.name}` : `A view of ${kind.name}`;
  const because = `${view} takes none of the ${String(all)} entries of ${section}.${nearlyInWords(near)}`;
  const about = { kind: kind.name, recordId: null, field: section, position: null };
  return { severity: 'warning', rule: builtInRules.emptyView, ...about, because };
}

/** Once a value that is chosen from a list whose entries never fit. */
export function emptyChoiceFinding(kind: string, path: string, list: string, near: number): ExtractFinding {
  const because = `No entry of ${list} fits the \`where\` of ${path}.${nearlyInWords(near)}`;
  const about = { kind, recordId: null, field: path, position: null };
  return { severity: 'warning', rule: builtInRules.emptyChoice, ...about, because };
}

/** @param entries how many would fit but for case or spaces */
export function nearlyInWords(entries: number): string {
  if (entries === 0) return '';
  return ` Nearly: ${counted(entries, 'entry', 'entries')} would fit in other letters or with other spaces.`;
}
