/** Steps as they are written. */
function writtenSteps(path: string): string[] {
  return path.split(/(?<!\\)\./);
}

/** The steps of a path into objects, `name.legal.first`. In a key a dot is written `\.`, a `[]` at its end `\[]`, a `^` at its beginning `\^`. */
export function stepsOf(path: string): string[] {
  return writtenSteps(path).map((step) =>
    step
      .replaceAll('\\.', '.')
      .replace(/\\\[\]$/, '[]')
      .replace(/^\\\^/, '^'),
  );
}

/** A key as a step of a path. */
export function stepOf(key: string): string {
  return key.replaceAll('.', '\\.').replace(/\[\]$/, '\\[]').replace(/^\^/, '\\^');
}

function isOfEach(step: string): boolean {
  return step.endsWith('[]') && !step.endsWith('\\[]');
}

/** Whether a path goes through the entries of a list: `students[].contacts`. */
export function goesThroughEntries(path: string): boolean {
  return writtenSteps(path).some(isOfEach);
}

/** The paths of the lists of a section, from the outer to its own: `students[].contacts.data` has two. */
export function levelsOf(section: string): string[] {
  const levels: string[][] = [[]];
  for (const step of writtenSteps(section)) {
    levels.at(-1)?.push(isOfEach(step) ? step.slice(0, -2) : step);
    if (isOfEach(step)) levels.push([]);
  }
  return levels.filter((level) => level.length > 0).map((level) => level.join('.'));
}

/** How many entries further out a path begins, and the path from there: `^.id` begins in the entry that holds the list. */
export function outwards(path: string): { readonly up: number; readonly path: string } {
  const steps = writtenSteps(path);
  const inner = steps.findIndex((step) => step !== '^');
  const up = inner < 0 ? steps.length : inner;
  return { up, path: steps.slice(up).join('.') };
}

/** A step that begins with `^` and is neither a step outwards nor written as a key. */
export function hasLooseCaret(path: string): boolean {
  return writtenSteps(outwards(path).path).some((step) => step.startsWith('^'));
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
