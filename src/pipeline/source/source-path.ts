/** The steps of a path into objects, `name.legal.first`. A dot in a key is written `\.`. */
export function stepsOf(path: string): string[] {
  return path.split(/(?<!\\)\./).map((step) => step.replaceAll('\\.', '.'));
}

/** Whether a text is a path: one with no empty step. */
export function isPath(text: string): boolean {
  return stepsOf(text).every((step) => step.trim() !== '');
}

/** The path of a value in the entries of a list, as findings show it: `emails[].address`. */
export function pathInList(list: string, value: string | null): string {
  return value === null ? list : `${list}[].${value}`;
}

/** Whether a path leads into the value at another. */
export function leadsInto(path: string, other: string): boolean {
  const outer = stepsOf(other);
  const inner = stepsOf(path);
  return inner.length > outer.length && outer.every((step, index) => step === inner[index]);
}
