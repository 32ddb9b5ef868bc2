import { asFlow } from '../../../pipeline/yaml/flow-yaml.js';

/** Marks a line that a person should look at. */
export const doubt = '# ?';

/** A line of YAML, and behind it what is said of it. */
export interface Line {
  readonly text: string;
  readonly comments: readonly string[];
  readonly isUncertain: boolean;
}

export function line(text: string, comments: readonly string[] = [], isUncertain = false): Line {
  return { text, comments, isUncertain };
}

/** `name: value`, the value on one line. */
export function entry(name: string, value: unknown, comments: readonly string[] = [], isUncertain = false): Line {
  return line(`${asFlow(name)}: ${asFlow(value)}`, comments, isUncertain);
}

/** What stands by itself in a line. */
export function remark(text: string, isUncertain = false): Line {
  return line('', [text], isUncertain);
}

export function indented(lines: readonly Line[], by = 2): Line[] {
  return lines.map((one) => ({ ...one, text: `${' '.repeat(by)}${one.text}` }));
}

/** Turned off: a person takes the `#` away. The lines stand in columns as the others do. */
export function off(lines: readonly Line[]): Line[] {
  return lines.map((one) => ({ ...one, text: `#${one.text}` }));
}

export function asText(lines: readonly Line[]): string {
  return lines.map((one) => `${lineAsText(one).trimEnd()}\n`).join('');
}

function lineAsText({ text, comments, isUncertain }: Line): string {
  const said = comments.join('; ');
  if (said === '' && !isUncertain) return text;
  const comment = `${isUncertain ? doubt : '#'} ${said}`;
  return text.trim() === '' ? `${text}${comment}` : `${text} ${comment}`;
}

/** How many lines are marked. */
export function doubtsIn(text: string): number {
  return text.split('\n').filter((one) => one.includes(`${doubt} `)).length;
}
