import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { filesOf, type Way } from './way.js';

/** JSON.parse of the bytes, school by school, and nothing else. */
export const parse: Way = ({ input }) => {
  const files = filesOf(input);
  return () => Promise.resolve(files.forEach((file) => void JSON.parse(readFileSync(file, 'utf8'))));
};

/** Reads and hashes the bytes: what it takes to know that they are the same. */
export const hash: Way = ({ input }) => {
  const files = filesOf(input);
  return () =>
    Promise.resolve(files.forEach((file) => void createHash('sha256').update(readFileSync(file)).digest('hex')));
};
