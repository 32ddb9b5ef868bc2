import { env, execArgv } from 'node:process';
import { getHeapStatistics } from 'node:v8';

const megabyte = 1024 * 1024;
/** What V8 adds for young objects: from Node.js 24 on 192 MB, before that 48 MB; where nothing is asked for the limit is gigabytes. */
const young = 192 * megabyte;

/**
 * Bytes that may live on in the heap: what --max-old-space-size says, and otherwise what V8 allows. It tells the limit of old and young
 * objects together, which is far above the one that ends a process where that is small.
 */
export function heapLimit(): number {
  const asked = [...(env.NODE_OPTIONS ?? '').split(' '), ...execArgv]
    .map((option) => /^--max[-_]old[-_]space[-_]size=(\d+)$/.exec(option)?.[1])
    .filter((megabytes) => megabytes !== undefined)
    .at(-1);
  return asked === undefined ? getHeapStatistics().heap_size_limit - young : Number(asked) * megabyte;
}
