import { env, execArgv } from 'node:process';
import { getHeapStatistics } from 'node:v8';

const megabyte = 1024 * 1024;
/** What V8 adds for young objects: 192 MB from Node.js 24 on, 48 MB before; unless asked, the limit is gigabytes. */
const young = 192 * megabyte;

/**
 * Bytes that may live on in the heap: what --max-old-space-size says, or else what V8 allows. V8 reports one limit for
 * old and young objects, far above the one that ends a process if that is small.
 */
export function heapLimit(): number {
  const asked = [...(env.NODE_OPTIONS ?? '').split(' '), ...execArgv]
    .map((option) => /^--max[-_]old[-_]space[-_]size=(\d+)$/.exec(option)?.[1])
    .filter((megabytes) => megabytes !== undefined)
    .at(-1);
  return asked === undefined ? getHeapStatistics().heap_size_limit - young : Number(asked) * megabyte;
}
