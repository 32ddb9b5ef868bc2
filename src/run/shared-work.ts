import type { FileMark } from '../extract/bytes/file-mark.js';
import type { SourceMark } from '../extract/bytes/input.js';
import type { DocumentFault, Extract } from '../extract/extract.js';
import type { KnownSchool, LoadedFile, NumberedSchool } from '../load/recall.js';
import type { SharedLoading } from './loading.js';
import type { Outcome } from './outcome.js';
import type { SchoolReport } from './run-result.js';
import type { BegunWork } from './work.js';

/** The work of one process among several that load one night: it loads, and whoever extends it says what differs. */
export class SharedWork implements Omit<BegunWork, 'end' | 'breakOff'> {
  constructor(protected readonly loading: SharedLoading) {}

  sourceMarks(keys: readonly string[]): Promise<ReadonlyMap<string, SourceMark>> {
    return this.loading.sourceMarks(keys);
  }

  recall(marks: readonly FileMark[]): Promise<readonly (readonly KnownSchool[] | null)[]> {
    return this.loading.recall(marks);
  }

  takeKnown(known: readonly NumberedSchool[]): Promise<Outcome[]> {
    return this.loading.takeKnown(known);
  }

  take(extract: Extract, digest: string, document: number): Promise<Outcome> {
    return this.loading.take(extract, digest, document);
  }

  failed(report: SchoolReport, document: number, fault?: DocumentFault): Promise<void> {
    return this.loading.failed(report, document, fault);
  }

  schoolsOf(source: string): Promise<string[]> {
    return this.loading.schoolsOf(source);
  }

  noteSource(source: string, schools: readonly string[]): Promise<void> {
    return this.loading.noteSource(source, schools);
  }

  finished(file: LoadedFile): Promise<void> {
    return this.loading.finished(file);
  }
}
