import { passedOverInWords, type PassedOverFiles } from '../extract/bytes/files-of.js';
import { printable } from '../words/words.js';
import type { CommandWorld } from './streams.js';

/** A line on standard error for what is beside the inputs and is not read. */
export function tellPassedOver({ stderr }: CommandWorld): (files: PassedOverFiles) => void {
  return (files) => {
    for (const words of passedOverInWords([files])) stderr.write(`${printable(words)}\n`);
  };
}
