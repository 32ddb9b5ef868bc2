import { documentProblems, type BrokenDocument, type DocumentProblemCode } from '../extract.js';

/** Why a document cannot be loaded, and what to do, in one line. */
export function brokenDocument(
  { school, name }: Pick<BrokenDocument, 'school' | 'name'>,
  code: DocumentProblemCode,
  what: string,
): BrokenDocument {
  return { school, name, code, reason: `${what}. ${documentProblems[code].toDo} No table was touched.` };
}
