import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { buffersOf, weightOf } from '../../table/tables.js';
import { timeFinder, type FileMark } from '../bytes/file-mark.js';
import { fileInput, type Input } from '../bytes/input.js';
import { packed, type PackedDocument } from './packed.js';
import { readNow } from './read-now.js';
import { planReading } from '../plan/reading-plan.js';
import type { ThreadSetting } from './thread-setting.js';

/** What the thread says of a file: its documents in order, then that it was read to its end or the rest is left. */
export type Told =
  | { readonly type: 'document'; readonly document: PackedDocument; readonly bytes: number }
  | { readonly type: 'end'; readonly mark: FileMark }
  | { readonly type: 'left' };

/** A file under the name that messages give it: a path may be that of one machine only. */
export interface NamedFile {
  readonly path: string;
  readonly name: string;
}

/** Files to be read one after another, or that one more document was taken. */
export type ReadRequest = { readonly files: readonly NamedFile[] } | 'taken';

/** Documents that are ready while another is being read: more would only take more memory. */
const mostAhead = 1;

class TooLarge extends Error {}

if (parentPort === null) throw new Error('this is read in a thread of its own');
const port = parentPort;
const { pipeline, mostRead, mostTold } = workerData as Pick<ThreadSetting, 'mostRead' | 'mostTold'> & {
  pipeline: Pipeline;
};
const [plan, findTime] = [planReading(pipeline), timeFinder(pipeline)];
const files: NamedFile[] = [];
let ahead = 0;

port.on('message', (asked: ReadRequest) => {
  if (asked === 'taken') ahead--;
  else files.push(...asked.files);
});

for (;;) {
  const named = files.shift();
  if (named === undefined) await once(port, 'message');
  else await readFile(named);
}

async function readFile({ path, name }: NamedFile): Promise<void> {
  const file = fileInput(path, name);
  /** Since the last document, as stored and as read. */
  let [passed, read] = [0, 0];
  const input: Input = {
    ...file,
    open: async function* (tap) {
      read = 0;
      const bytes = file.open((piece) => {
        passed += piece.length;
        tap?.(piece);
      });
      for await (const piece of bytes) {
        read += piece.length;
        if (read > mostRead) throw new TooLarge();
        yield piece;
      }
    },
  };
  const { documents, mark } = readNow(input, plan, findTime);
  try {
    for await (const whole of documents) {
      const document = packed(whole);
      if (document.type === 'extract' && mostTold < Infinity && weightOf(document.parcel) > mostTold)
        throw new TooLarge();
      while (ahead >= mostAhead) await once(port, 'message');
      ahead++;
      tell(document, passed);
      [passed, read] = [0, 0];
    }
    port.postMessage({ type: 'end', mark: mark() } satisfies Told);
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    port.postMessage({ type: 'left' } satisfies Told);
  }
}

function tell(document: PackedDocument, bytes: number): void {
  const buffers = document.type === 'broken' ? [] : buffersOf(document.parcel);
  port.postMessage({ type: 'document', document, bytes } satisfies Told, buffers);
}
