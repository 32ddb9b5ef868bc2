import { lstatSync } from 'node:fs';
import { WrongCallError } from './wrong-call.js';

/**
 * A link that leads nowhere is there: its fault is a problem of the configuration, and reported as one.
 * @throws WrongCallError if nothing is there
 */
export function needsPipeline(config: string): void {
  try {
    lstatSync(config);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' || code === 'ENOTDIR' ? '' : ` (${code})`;
    throw new WrongCallError(`There is no file ${config}${reason}.`);
  }
}
