import fc from 'fast-check';
import { repeated } from './random.js';
import { untracked } from './untracked.js';

/** Asserts a property. Where it does not hold, the message says how to try the same cases again. */
export async function checked<Given>(
  property: fc.IAsyncPropertyWithHooks<Given> | fc.IPropertyWithHooks<Given>,
  parameters?: fc.Parameters<Given>,
): Promise<void> {
  const details = await untracked(async () =>
    fc.check(property, { ...parameters, ...repeated, includeErrorInReport: true }),
  );
  if (!details.failed) return;
  const { seed, counterexamplePath: path } = details;
  const again = `PULLTHROUGH_TEST_SEED=${String(seed)}${path === null ? '' : ` PULLTHROUGH_TEST_PATH=${path}`}`;
  throw new Error(`${String(await fc.asyncDefaultReportMessage(details))}\n\nTo repeat it: ${again}`, {
    cause: details.errorInstance,
  });
}
