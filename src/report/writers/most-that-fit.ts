/**
 * A text with as many of its parts as there is room for.
 * @param parts how many there are
 * @param write the text with the first so many of them; with fewer it is never longer
 */
export function mostThatFit(parts: number, write: (shown: number) => string, fits: (text: string) => boolean): string {
  const whole = write(parts);
  if (fits(whole)) return whole;
  let few = 0;
  let many = parts;
  while (many - few > 1) {
    const middle = Math.floor((few + many) / 2);
    if (fits(write(middle))) few = middle;
    else many = middle;
  }
  return write(few);
}

/** https://docs.github.com/actions/reference/workflow-commands: a job's summary takes a mebibyte a step. */
export function fitsJobSummary(text: string): boolean {
  return Buffer.byteLength(text) <= 1024 * 1024;
}
