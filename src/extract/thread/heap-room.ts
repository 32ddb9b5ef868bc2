import { getHeapStatistics } from 'node:v8';
import { heapLimit } from './heap-limit.js';

/** The share of the heap that reading one document may take: the rest is for deciding and loading it. */
const share = 0.5;

/** Bytes that one document may take. */
export function roomOfHeap(): number {
  return heapLimit() * share;
}

/** The heap is half full: the document is read again by itself, and fails there alone if it really is so large. */
export class HeapHalfFull extends Error {}

/** The same bytes, as long as there is room for what is made of them. */
export async function* whileThereIsRoom(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    if (getHeapStatistics().used_heap_size > roomOfHeap()) throw new HeapHalfFull();
    yield piece;
  }
}
