import { createHook, type AsyncHook } from 'node:async_hooks';
import { setImmediate as turn } from 'node:timers/promises';

/** What the test runner follows promises with, from its first test on: so this is read before. */
const hooks: AsyncHook[] = [];
const prototype = Object.getPrototypeOf(createHook({})) as { enable: (this: AsyncHook) => AsyncHook };
const { enable } = prototype;
prototype.enable = function () {
  hooks.push(this);
  return enable.call(this);
};
let working = 0;

/**
 * Does the work while the test runner does not follow each promise to the test that it is of, which costs more than half
 * the time of work that makes many. No test and no `after` may be registered within.
 */
export async function untracked<T>(work: () => Promise<T>): Promise<T> {
  // Who waits for this is noted by then, and goes on as a part of its test.
  await turn();
  if (working++ === 0) for (const hook of hooks) hook.disable();
  try {
    return await work();
  } finally {
    if (--working === 0) for (const hook of hooks) enable.call(hook);
  }
}
