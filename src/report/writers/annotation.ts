import type { Place } from '../../pipeline/yaml/yaml-file.js';
import { inert } from './inert.js';

/**
 * A line that GitHub Actions reads as an annotation. What would end a property or the line is encoded.
 * https://docs.github.com/actions/reference/workflow-commands
 * @param place the line of a file beside which it is shown
 */
export function annotation(
  severity: 'error' | 'warning' | 'notice',
  title: string,
  text: string,
  place: Place | null = null,
): string {
  const at =
    place === null ? '' : `file=${property(place.file)},line=${String(place.line)},col=${String(place.column)},`;
  return `::${severity} ${at}title=${property(title)}::${encoded(text)}\n`;
}

function encoded(text: string): string {
  return inert(text).replaceAll('%', '%25').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return encoded(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
