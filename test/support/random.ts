const { PULLTHROUGH_TEST_SEED: seed = '', PULLTHROUGH_TEST_PATH: path = '' } = process.env;
if (!/^-?\d*$/.test(seed)) throw new Error(`PULLTHROUGH_TEST_SEED is no whole number: ${seed}`);

/**
 * What a failed property says so that it can be repeated: the seed of its random cases, and the way to the smallest case
 * that fails. The way is that of one property, so it is given with the name of that one test.
 */
export const repeated: { readonly seed?: number; readonly path?: string; readonly endOnFailure?: true } = {
  ...(seed !== '' && { seed: Number(seed) }),
  // The case itself, and no smaller one.
  ...(path !== '' && { path, endOnFailure: true }),
};
