import { builtInRules } from '../../pipeline/rules/rule.js';
import { counted } from '../../pipeline/text/counted.js';
import type { ExtractFinding } from '../extract.js';

/** Once a section: how many of its entries no kind takes. */
export function untakenFinding(section: string, count: number, all: number): ExtractFinding {
  const because = `${String(count)} of ${counted(all, 'entry', 'entries')} of ${section} ${count === 1 ? 'is' : 'are'} outside every view: no kind takes ${count === 1 ? 'it' : 'them'}.`;
  const about = { kind: null, recordId: null, field: section, position: null };
  return { severity: 'warning', rule: builtInRules.outsideViews, ...about, because };
}
