import { documentProblems, type BrokenDocument, type DocumentProblemCode } from '../extract.js';

/** Why a document cannot be loaded, and what to do, in one line. */
export function brokenDocument(
  { school, name }: Pick<BrokenDocument, 'school' | 'name'>,
  code: DocumentProblemCode,
  what: string,
  lacks: readonly string[] = [],
): BrokenDocument {
  const lacking = lacks.length === 0 ? {} : { lacks };
  return { school, name, code, ...lacking, reason: `${what}. ${documentProblems[code].toDo} No table was touched.` };
}
