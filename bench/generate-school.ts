import { closeSync, openSync, writeSync } from 'node:fs';
import { SchoolPlan, type SchoolOptions } from './schools/plan.js';
import { sections } from './schools/sections.js';

export type { SchoolOptions };

/** About how many characters a piece has. */
const pieceLength = 65_536;

/** One extract on one line, in pieces; 1,000 students make 1.3 MB and about 10,000 rows, list members included. */
export function* schoolPieces(options: SchoolOptions): Generator<string> {
  const { id, extractedAt = '2026-11-20T02:00:00Z' } = options;
  const plan = new SchoolPlan(options);
  const head = JSON.stringify({ SchoolID: id, SchoolName: `School ${id}`, ExtractedAt: extractedAt });
  let piece = head.slice(0, -1);
  for (const [name, rows] of Object.entries(sections)) {
    piece += `,${JSON.stringify(name)}:[`;
    let comma = '';
    for (const row of rows(plan)) {
      piece += comma + JSON.stringify(row);
      comma = ',';
      if (piece.length < pieceLength) continue;
      yield piece;
      piece = '';
    }
    piece += ']';
  }
  yield `${piece}}`;
}

export function generateSchool(options: SchoolOptions): string {
  return [...schoolPieces(options)].join('');
}

/** Writes schools to a file, one a line; only a piece of one is in memory. */
export function writeSchools(path: string, schools: Iterable<SchoolOptions>): void {
  const file = openSync(path, 'w');
  try {
    for (const school of schools) {
      for (const piece of schoolPieces(school)) writeSync(file, piece);
      writeSync(file, '\n');
    }
  } finally {
    closeSync(file);
  }
}
