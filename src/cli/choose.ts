import type { Id } from '../explain/explanation.js';
import { didYouMean } from '../pipeline/text/did-you-mean.js';
import { kindsOf, type LinkKind, type Pipeline, type RecordKind } from '../pipeline/pipeline.js';
import { asSaid, labelOf } from '../pipeline/text/label-of.js';
import { normalise, repair } from '../pipeline/text/text.js';
import { DatabaseError } from '../load/database-error.js';
import { WrongCallError } from './wrong-call.js';

/**
 * The kind that a word on the command line names: its name in the pipeline, or its singular; else what people call it,
 * if they call no other so.
 * @throws WrongCallError with the nearest names
 */
export function chooseKind<K extends RecordKind | LinkKind>(kinds: readonly K[], word: string): K {
  const found = kinds.find(({ one, name }) => one === word || name === word);
  if (found !== undefined) return found;
  const [called, ...others] = kinds.filter((kind) => [1, 2].some((count) => labelOf(kind, count) === asSaid(word)));
  if (called !== undefined && others.length === 0) return called;
  const names = kinds.flatMap(({ one, name }) => [one, name]);
  throw new WrongCallError(`There is no kind "${word}". ${didYouMean(word, names)}`);
}

export function chooseAnyKind(pipeline: Pipeline, word: string): RecordKind | LinkKind {
  return chooseKind(kindsOf(pipeline), word);
}

/** An id that a person typed, in the form that extracts and tables have. */
export function asId(text: string): string {
  return normalise(repair(text));
}

/**
 * The id of a record, or both ids of a link.
 * @param command for the message
 * @throws WrongCallError
 */
export function takeId(kind: RecordKind | LinkKind, args: readonly string[], command: string): Id {
  const [first = '', second = '', ...more] = args.map(asId);
  const names = kind.type === 'record' ? ['ID'] : kind.ends.map((end) => end.name.toUpperCase());
  const isWhole = first !== '' && (second !== '') === (kind.type === 'link') && more.length === 0;
  if (!isWhole) throw new WrongCallError(`Which ${labelOf(kind, 1)}? ${command} ${kind.one} ${names.join(' ')}.`);
  return kind.type === 'record' ? first : [first, second];
}

/**
 * The one school that is meant.
 * @param asked as given with --school
 * @param schools those there are
 * @param where they are, for the message
 * @throws WrongCallError if that is not clear
 */
export function chooseSchool(asked: readonly string[], schools: readonly string[], where: string): string {
  const [first, ...more] = asked;
  if (more.length > 0) throw new WrongCallError('This command takes one --school.');
  if (first !== undefined) return first;
  if (schools.length === 0)
    throw new DatabaseError('missing', `There is no school in ${where} yet: pullthrough run loads them.`);
  const [only, ...others] = schools;
  if (only !== undefined && others.length === 0) return only;
  throw new WrongCallError(`There are ${String(schools.length)} schools in ${where}: say which with --school ID.`);
}
