import { dirname, resolve } from 'node:path';
import { isUrl } from './source-url.js';

/** How an input names the source of one listed school. */
export const ofSchool = 'source:';

/** Whether an input is a URL, or the source of one listed school. */
export function isSource(input: string): boolean {
  return isUrl(input) || input.startsWith(ofSchool);
}

/**
 * Whether an input is no path of an extract, but says where to fetch some.
 * @param folder of the lists of sources
 */
export function namesSource(input: string, folder: string): boolean {
  return isSource(input) || [resolve(input), dirname(resolve(input))].includes(resolve(folder));
}
