import type { DocumentFault, DocumentProblemCode } from '../extract/extract.js';
import { joined } from '../pipeline/text/counted.js';
import type { Pipeline } from '../pipeline/pipeline.js';

/** What happened, for the people who look after a school's data: no path, position or option is named. */
const words: Readonly<Record<DocumentProblemCode, string>> = {
  'not-json': 'The file is not an extract: it cannot be read as one.',
  'cut-short': 'The file ends too early: it was cut off when it was made or sent.',
  'too-deep': 'The file is not an extract of one school.',
  'too-long': 'The file has a text that is far too long to be right.',
  'too-many': 'The file is far too large to be that of one school.',
  'too-large': 'The file is far too large to be that of one school.',
  'too-much-memory': 'The file is too large to be read here.',
  'wrong-encoding': 'The letters in the file are not written as they should be (it is not UTF-8).',
  'bad-gzip': 'The compressed file is damaged.',
  unreadable: 'The file could not be opened.',
  'not-fetched': 'The file could not be fetched: its source did not answer, or refused.',
  'refused-address': 'The file was not fetched: its address is not one that may be asked.',
  'bad-pages': 'The file could not be fetched whole: its parts do not fit together.',
  'wrong-school': 'The file is that of another school.',
  rewritten: 'The file was written anew while it was read.',
  empty: 'The file is empty.',
  'not-an-object': 'The file is not an extract of one school.',
  'no-school-id': 'The file does not say which school it is of.',
  'many-schools': 'The file says several ids of its school.',
  'missing-section': 'The file lacks a list that it should have.',
  'missing-path': 'The file lacks what decides who comes through.',
};

/** @param fault null if it was not the document's, or it is not noted */
export function failureInWords(
  { records, links }: Pick<Pipeline, 'records' | 'links'>,
  fault: DocumentFault | null,
): string {
  if (fault === null) return 'The data could not be loaded.';
  const lists = (fault.lacks ?? []).flatMap((section) => {
    const kind = [...records, ...links].find(({ views }) => views.some((view) => view.section === section));
    return kind === undefined ? [] : [kind.label.toLowerCase()];
  });
  if (lists.length > 0) return `The file has no list of ${joined([...new Set(lists)])}.`;
  // A later version may have noted it.
  return Object.hasOwn(words, fault.code) ? words[fault.code] : 'The file could not be read.';
}
