import type { Of } from '../decide/explanation.js';
import { kindsOf, type LinkKind, type Pipeline, type RecordKind } from '../pipeline/pipeline.js';

/** Text from outside without characters that would steer a terminal. */
export function printable(text: string): string {
  return text.replace(/\p{C}/gu, '\ufffd');
}

/** `contactLinks` as people read it: contact links. */
function inWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim();
}

/** The kind's singular, or its label, as people read it; null where the pipeline has no such kind. */
export function kindInWords(pipeline: Pipeline, kind: string, count: number): string | null {
  const found = kindsOf(pipeline).find((candidate) => candidate.name === kind);
  return found === undefined ? null : inWords(count === 1 ? found.one : found.label);
}

/** A record by its kind and id (`teacher 31`), a link by both its ends (`contact link of student 101 and contact 5`). */
export function nameOf(pipeline: Pipeline, { kind, id }: Of): string {
  const found: RecordKind | LinkKind | undefined = kindsOf(pipeline).find((candidate) => candidate.name === kind);
  const one = inWords(found?.one ?? kind);
  if (typeof id === 'string') return printable(`${one} ${id}`);
  const ends = found?.type === 'link' ? found.ends.map((end) => end.name) : ['', ''];
  return printable(`${one} of ${ends[0]} ${id[0]} and ${ends[1]} ${id[1]}`);
}
