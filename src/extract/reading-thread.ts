import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import type { Pipeline } from '../pipeline/pipeline.js';
import { timeFinder, type FileMark } from './file-mark.js';
import { fileInput } from './input.js';
import { buffersOf, pack, type PackedExtract } from './packed.js';
import { readNow, type ReadDocument } from './read-now.js';
import { planReading } from './reading-plan.js';

/** What is told of a file: its documents in their order, then that it was read to its end. */
export type Told =
  | Exclude<ReadDocument, { type: 'extract' }>
  | { readonly type: 'packed'; readonly packed: PackedExtract; readonly from: string; readonly digest: string }
  | { readonly type: 'end'; readonly mark: FileMark };

/** Paths of files to be read one after another, or that one more document was taken. */
export type Asked = { readonly paths: readonly string[] } | 'taken';

/** Documents that lie ready while another is being read: with more, only the memory grows. */
const mostAhead = 1;

if (parentPort === null) throw new Error('this is read in a thread of its own');
const port = parentPort;
const { pipeline } = workerData as { pipeline: Pipeline };
const [plan, findTime] = [planReading(pipeline), timeFinder(pipeline)];
const paths: string[] = [];
let ahead = 0;

port.on('message', (asked: Asked) => {
  if (asked === 'taken') ahead--;
  else paths.push(...asked.paths);
});

for (;;) {
  const path = paths.shift();
  if (path === undefined) {
    await once(port, 'message');
    continue;
  }
  const { documents, mark } = readNow(fileInput(path), plan, findTime);
  for await (const document of documents) {
    while (ahead >= mostAhead) await once(port, 'message');
    ahead++;
    tell(document);
  }
  port.postMessage({ type: 'end', mark: mark() } satisfies Told);
}

function tell(document: ReadDocument): void {
  if (document.type === 'broken') {
    port.postMessage(document satisfies Told);
    return;
  }
  const { extract, from, digest } = document;
  const packed = pack(extract);
  port.postMessage({ type: 'packed', packed, from, digest } satisfies Told, buffersOf(packed));
}
