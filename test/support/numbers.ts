/** Whether enough cases are tried for each kind of thing to happen. */
export const isFull = process.env.PULLTHROUGH_TEST_NUMBERS === 'full';
/**
 * For what is slow and has no quick form: `test(name, { skip: unlessFull('it starts ten programs') }, …)`. What it shows most,
 * a quicker test shows as well.
 * @param why what makes it slow
 */
export function unlessFull(why: string): string | false {
  return isFull ? false : `${why}: set PULLTHROUGH_TEST_NUMBERS=full to run it`;
}
/** How many times as many random cases as usual. */
export const factor = Number(process.env.PULLTHROUGH_TEST_TIMES || '1');

/**
 * How many random cases a property is held on, or how often something slow is repeated: all of it with
 * PULLTHROUGH_TEST_NUMBERS=full, as CI does, and less as a person runs the tests. PULLTHROUGH_TEST_TIMES multiplies both.
 */
export function cases(full: number, few = Math.ceil(full / 20)): number {
  return Math.max(1, Math.ceil((isFull ? full : few) * factor));
}

/** All of a list with PULLTHROUGH_TEST_NUMBERS=full, and as a person runs the tests so many of it, from its whole length. */
export function someOf<T>(all: readonly T[], few: number): readonly T[] {
  if (isFull || few >= all.length) return all;
  return Array.from({ length: few }, (_, at) => all[Math.floor((at * all.length) / few)]);
}
