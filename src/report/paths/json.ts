import type { Survey } from '../../extract/survey/survey.js';
import { rowsBelow } from './rows.js';

/** The same for scripts, one entry a path. */
export function pathsAsJson(name: string, survey: Survey): object {
  const { documents, isArray, bytes, isCut, notObjects, fault } = survey;
  const paths = rowsBelow(survey.root).map(
    ({ path, count, types, missing, nulls, blankTexts, distinct, isMore, looksLike, lists, keys }) => ({
      path,
      count,
      types,
      missing,
      null: nulls,
      blank: blankTexts,
      distinct,
      moreDistinct: isMore,
      looksLike,
      ...(lists === null ? {} : { lists }),
      ...(keys === null ? {} : { keysLikeIds: keys }),
    }),
  );
  return { file: name, documents, isArray, bytes, notObjects, isCut, fault, paths };
}
