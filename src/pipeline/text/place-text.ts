import type { Place } from '../yaml/yaml-file.js';

/** Where something is written. What comes from the command line has no line. */
export function lineOfFile({ file, line }: Pick<Place, 'file' | 'line'>): string {
  return file === '--set' ? file : `${file}:${String(line)}`;
}

/** The same to the character, which no two things share. */
export function placeOfFile({ file, line, column }: Place): string {
  return `${file}:${String(line)}:${String(column)}`;
}

/** As JSON and the table of findings have it: null if it is not written anywhere. */
export function fileAndLine(place: Place | null): { readonly file: string | null; readonly line: number | null } {
  return { file: place?.file ?? null, line: place?.line ?? null };
}
