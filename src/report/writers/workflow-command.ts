import { inert } from './inert.js';

/**
 * A line that GitHub Actions takes for an annotation. What would end a property or the line is encoded.
 * https://docs.github.com/actions/reference/workflow-commands
 */
export function workflowCommand(
  severity: 'error' | 'warning' | 'notice',
  properties: Readonly<Record<string, string | number>>,
  text: string,
): string {
  const given = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
  return `::${severity} ${given.join(',')}::${encoded(text)}\n`;
}

function encoded(text: string): string {
  return inert(text).replaceAll('%', '%25').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return encoded(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
