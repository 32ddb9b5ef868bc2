import { createHash } from 'node:crypto';
import { addTables } from '../../table/digest.js';
import type { Extract } from '../extract.js';

/** A digest of all that was kept of an extract, except when it was made: the usual night brings the same. */
export function valuesDigest({ school, name, tables, rejected, outside, findings }: Extract): string {
  const hash = createHash('sha256').update(
    JSON.stringify([school, name, [...rejected], ...(outside.size === 0 ? [] : [[...outside]])]),
  );
  addTables(hash, tables);
  return hash.update(JSON.stringify(findings)).digest('hex');
}
