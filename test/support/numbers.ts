/** Whether enough cases are tried for each kind of thing to happen. */
export const isFull = process.env.PULLTHROUGH_TEST_NUMBERS === 'full';
/** How many times as many random cases as usual. */
export const factor = Number(process.env.PULLTHROUGH_TEST_TIMES || '1');

/**
 * On how many random cases a property is held: all of them with PULLTHROUGH_TEST_NUMBERS=full, as CI does; few as a person
 * runs the tests. PULLTHROUGH_TEST_TIMES multiplies both.
 */
export function cases(full: number, few = Math.ceil(full / 10)): number {
  return Math.max(1, Math.ceil((isFull ? full : few) * factor));
}
