import { joined } from '../../pipeline/text/counted.js';
import type { SchoolReport } from '../../run/run-result.js';

/** What is wrong with a school that several parts of a night have; null if no more than one has it. */
export function cameTwiceInWords({ cameTwice }: Pick<SchoolReport, 'cameTwice'>): string | null {
  if (cameTwice === undefined) return null;
  return `The school came twice: parts ${joined(cameTwice)} each have a document of it, and its tables are as the later of them left them. Keep one.`;
}
