import type { FileMark } from '../extract/bytes/file-mark.js';
import type { Input, SourceMark } from '../extract/bytes/input.js';
import type { Extract } from '../extract/extract.js';
import type { SchoolFault } from '../load/runs/school-fault.js';
import type { SilentRun } from '../load/runs/silent-runs.js';
import type { KnownSchool, LoadedFile, NumberedSchool } from '../load/recall.js';
import type { Outcome } from './outcome.js';
import type { Far } from './passed.js';
import type { Planned, RunResult, SchoolReport } from './run-result.js';
import type { RunTerms } from './terms.js';

/** What is called as a run goes on. */
export interface RunListeners {
  /** Earlier runs did not end: they were killed, and are noted as ended now. */
  readonly silent?: (runs: readonly SilentRun[]) => void;
  /** The run has its row in `runs`, with this id; a plan has none. */
  readonly begun?: (run: string) => void;
  /** What became of a school, and how long it took. */
  readonly school?: (report: SchoolReport, milliseconds: number) => void;
  readonly progress?: (far: Far) => void;
  /** All inputs were gone through: next are the schools that did not arrive, and the purge. */
  readonly taken?: (schools: readonly SchoolReport[]) => void;
  /** What could not be noted beside the schools, each once. The run goes on, and its result is not well. */
  readonly trouble?: (message: string) => void;
}

/** What is to be done with the extracts of a run: `loadInto` and `planFor` make it. */
export interface Work<E extends Ending = Ending> {
  readonly terms: RunTerms;
  /** @throws DatabaseError */
  begin(on: RunListeners): Promise<BegunWork<E>>;
}

/** The work of one run. */
export interface BegunWork<E extends Ending = Ending> {
  /** By the keys of sources, what is remembered of those whose extract was loaded. */
  sourceMarks(keys: readonly string[]): Promise<ReadonlyMap<string, SourceMark>>;
  /** The schools of each file, by its mark, if nothing of them is new. */
  recall(marks: readonly FileMark[]): Promise<readonly (readonly KnownSchool[] | null)[]>;
  /**
   * Takes such schools: all, or none if it fails.
   * @returns what became of the first of them, up to one that turns out to be new after all
   */
  takeKnown(known: readonly NumberedSchool[]): Promise<Outcome[]>;
  /**
   * @param digest of the extract's values
   * @throws DatabaseError
   */
  take(extract: Extract, digest: string, document: number): Promise<Outcome>;
  /**
   * A school whose outcome `take` could not say.
   * @param fault what sort of fault it was
   */
  failed(report: SchoolReport, document: number, fault?: SchoolFault): Promise<void>;
  /** For inputs with several schools in a document: which these were when the input was last read whole. */
  schoolsOf(source: string): Promise<string[]>;
  noteSource(source: string, schools: readonly string[]): Promise<void>;
  /** All schools of a file are loaded or unchanged. */
  finished(file: LoadedFile): Promise<void>;
  end(walk: Walk): Promise<E>;
  /** A fault of the program ends the run: what is done is done, and nobody should think that it goes on. */
  breakOff(schools: readonly SchoolReport[]): Promise<void>;
}

/** Inputs as they were gone through. */
export interface Walk {
  readonly inputs: readonly Input[];
  readonly schools: readonly SchoolReport[];
  /** The schools that a document said, or is remembered to say, whatever became of them. */
  readonly met: ReadonlySet<string>;
  readonly isInterrupted: boolean;
}

/** What is known once all inputs were gone through. */
export type Ending = Omit<RunResult, 'schools' | 'reasons' | 'isInterrupted'>;

export interface PlanEnding extends Ending {
  readonly planned: Planned;
}
