import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import { configurationTexts } from './files/configuration-texts.js';
import { ConfigurationError } from './problem.js';
import type { Problem } from './problem.js';
import type { ReadOptions } from './read-shared.js';

/**
 * A fingerprint of the bytes of all files of a configuration, by their names within its folder: machines that work on
 * one night can tell by it that they decide alike.
 * @param path of the pipeline
 * @throws ConfigurationError
 */
export function filesFingerprint(path: string, options: ReadOptions, version: string): string {
  const problems: Problem[] = [];
  const texts = configurationTexts(path, options, problems);
  if (texts === null) throw new ConfigurationError(problems);
  const hash = createHash('sha256').update(JSON.stringify(version));
  for (const { path: name, real } of texts) {
    // The folder may have another name on every machine, and the pipeline too, if a link leads to it.
    const within = name === path ? '' : relative(dirname(path), name).replaceAll(sep, '/');
    hash.update(JSON.stringify([within, createHash('sha256').update(readFileSync(real)).digest('hex')]));
  }
  return hash.digest('hex').slice(0, 32);
}
