import type { Where } from './where.js';

/** Where a document says something of its school: the first place that has it counts. */
export interface SchoolSource {
  /** As errors name it. */
  readonly said: string;
  readonly places: readonly SchoolPlace[];
}

/** A path of the document, or the entries of a list that fit. */
export type SchoolPlace = { readonly path: string } | SchoolList;

export interface SchoolList {
  readonly list: string;
  /** Null if every entry fits. */
  readonly where: Where | null;
  readonly value: string;
}

/** What a document says of its school, or of its schools. */
export interface WhoseDocument {
  readonly id: SchoolSource;
  readonly name: SchoolSource | null;
  /** The path of the document with the time at which it was made. */
  readonly extractedAt: string | null;
  /** Whether each entry of the list is a school: one document then holds several. */
  readonly isMany: boolean;
}

/** The lists of the document in which its schools are said. */
export function schoolLists({ id, name }: Pick<WhoseDocument, 'id' | 'name'>): SchoolList[] {
  return [...id.places, ...(name?.places ?? [])].filter((place) => 'list' in place);
}

/** The paths that say something of the school outside of lists. */
export function schoolPaths({ id, name, extractedAt }: Omit<WhoseDocument, 'isMany'>): string[] {
  const places = [...id.places, ...(name?.places ?? [])].flatMap((place) => ('path' in place ? place.path : []));
  return [...new Set([...places, ...(extractedAt === null ? [] : [extractedAt])])];
}

/** The path of the id in a document whose list of schools is not known: that of a case. */
const ownPath = 'the school of the case';

/** The same, for documents that say their one school at a path. */
export function ofOneSchool(whose: WhoseDocument): WhoseDocument & { readonly path: string } {
  const [place] = whose.id.places;
  const path = place !== undefined && 'path' in place && !whose.isMany ? place.path : ownPath;
  return { id: { said: path, places: [{ path }] }, name: null, extractedAt: whose.extractedAt, isMany: false, path };
}
