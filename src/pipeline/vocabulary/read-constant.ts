import { isScalar, type Node } from 'yaml';
import { normalise } from '../text/text.js';
import { asWritten, type YamlScalar, type YamlFile } from '../yaml/yaml-file.js';

/**
 * A text to compare data with, or to set, trimmed and normalised as data is: otherwise it would equal nothing.
 * @param hint what to write instead of a blank
 */
export function readConstant(file: YamlFile, node: Node | null, text: string, hint: string): string {
  const known = normalise(text);
  if (known === '') noteBlank(file, node, hint);
  return known;
}

/** The same for any single value in a file. A class code 007 or 1E2 stays as written. */
export function readTextConstant(file: YamlFile, node: Node | null, what: string, hint: string): string | null {
  const scalar: YamlScalar = file.readScalar(node, what);
  if (scalar === null || !isScalar(node)) return null;
  return readConstant(file, node, asWritten(node), hint);
}

export function noteBlank(file: YamlFile, node: Node | null, hint: string): void {
  file.problem(node, 'blank-value', 'This is blank, but no value of the data is: a blank there is null.', hint);
}
