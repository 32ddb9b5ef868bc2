import { idIn, type Id } from '../explain/explanation.js';
import { joined, noun } from '../pipeline/text/counted.js';
import type { Of } from '../explain/explanation.js';
import { kindsOf, sectionsOf, type LinkKind, type Pipeline, type RecordKind } from '../pipeline/pipeline.js';
import { labelOf } from '../pipeline/text/label-of.js';
import { ofAll } from '../pipeline/rules/rule.js';

/** A kind as a person says it: `student`, `parents`, `contact link`. What is outside of the sections is a document. */
export function label(pipeline: Pipeline, kind: string | null, count: number): string {
  const found = kindNamed(pipeline, kind);
  // A last run may mention a kind that the pipeline no longer has.
  if (found === undefined) return kind || (count === 1 ? 'document' : 'documents');
  return labelOf(found, count);
}

/** `1 student`, `2 parents`. */
export function countOfKind(pipeline: Pipeline, kind: string | null, count: number): string {
  return `${String(count)} ${label(pipeline, kind, count)}`;
}

/** The same; if something is said of all of a kind, only the kind. */
export function howMany(
  pipeline: Pipeline,
  { kind, rule, count }: { readonly kind: string | null; readonly rule: string; readonly count: number },
): string {
  return ofAll.has(rule) ? label(pipeline, kind, 2) : countOfKind(pipeline, kind, count);
}

/** `1 class, 2 students and 3 parents`, in the order of the pipeline. */
export function countsInWords(pipeline: Pipeline, counts: Readonly<Record<string, number>>): string {
  const words = kindsOf(pipeline).flatMap(({ name }) => {
    const count = counts[name] ?? 0;
    return count === 0 ? [] : [countOfKind(pipeline, name, count)];
  });
  return joined(words);
}

/** `school 1`, `schools 1 and 2`. */
export function schoolsInWords(schools: readonly string[], last?: 'and' | 'or'): string {
  return `${noun(schools.length, 'school')} ${joined(schools.map(printable), last)}`;
}

export function kindNamed(pipeline: Pipeline, kind: string | null): RecordKind | LinkKind | undefined {
  return kindsOf(pipeline).find(({ name }) => name === kind);
}

/** The path of the extract's section that has the records or links of a kind; null if there are several. */
export function sectionOf(pipeline: Pipeline, kind: string | null): string | null {
  const [section, ...others] = sectionsOf(pipeline, kind);
  return section === undefined || others.length > 0 ? null : section;
}

/** The section that a position is in: as it was noted, because the kind has several, or the kind's only one. */
export function sectionAt(pipeline: Pipeline, kind: string | null, noted: string | null | undefined): string | null {
  return noted ?? sectionOf(pipeline, kind);
}

export function asSentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

/** Text from outside without characters that would steer a terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd');
}

/** The same for text in lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** The record or link that a table's row or a finding names. */
export function ofRow(pipeline: Pipeline, { kind, id }: { readonly kind: string; readonly id: string }): Of {
  return { kind, id: reportedId(pipeline, kind, id) };
}

/** The same for an id alone; null if there is none. */
export function reportedId(pipeline: Pipeline, kind: string | null, id: string): Id;
export function reportedId(pipeline: Pipeline, kind: string | null, id: string | null): Id | null;
export function reportedId(pipeline: Pipeline, kind: string | null, id: string | null): Id | null {
  return id === null ? null : idIn(kindNamed(pipeline, kind)?.type ?? 'record', id);
}

/** A record by its kind and id (`teacher 31`), a link by both ends (`contact link of student 101 and contact 5`). */
export function nameOf(pipeline: Pipeline, { kind, id }: Of): string {
  const one = label(pipeline, kind, 1);
  if (typeof id === 'string') return printable(`${one} ${id}`);
  const found = kindNamed(pipeline, kind);
  const ends = found?.type === 'link' ? found.ends.map((end) => end.label) : ['', ''];
  return printable(`${one} of ${ends[0]} ${id[0]} and ${ends[1]} ${id[1]}`);
}
