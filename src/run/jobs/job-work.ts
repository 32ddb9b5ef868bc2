import type { Extract } from '../../extract/extract.js';
import type { FileMark } from '../../extract/bytes/file-mark.js';
import type { SourceMark } from '../../extract/bytes/input.js';
import type { KnownSchool, LoadedFile, NumberedSchool } from '../../load/recall.js';
import { RecordedError } from '../../load/runs/runs.js';
import type { SharedLoading } from '../loading.js';
import type { Outcome } from '../outcome.js';
import { placeIn } from '../places.js';
import type { SchoolReport } from '../run-result.js';
import type { BegunWork } from '../work.js';
import type { SchoolInHand } from './messages.js';

/** Loads, and fails a school that another process of the same run has had, as one process does the second time. */
export class JobWork implements Omit<BegunWork, 'end' | 'breakOff'> {
  constructor(
    private readonly loading: SharedLoading,
    private readonly night: {
      readonly all: number;
      readonly nameOf: (place: number) => string;
      readonly begins: (school: SchoolInHand) => void;
    },
  ) {}

  sourceMarks(keys: readonly string[]): Promise<ReadonlyMap<string, SourceMark>> {
    return this.loading.sourceMarks(keys);
  }

  recall(marks: readonly FileMark[]): Promise<readonly (readonly KnownSchool[] | null)[]> {
    return this.loading.recall(marks);
  }

  async takeKnown(known: readonly NumberedSchool[]): Promise<Outcome[]> {
    const [one, ...others] = known;
    if (one === undefined || others.length > 0) return this.loading.takeKnown(known);
    const { school, memory, document } = one;
    const taken = await this.#orSecond({ school, name: memory.name, document }, async () => {
      const [outcome] = await this.loading.takeKnown([one]);
      return outcome ?? null;
    });
    return taken === null ? [] : [taken];
  }

  async take(extract: Extract, digest: string, document: number): Promise<Outcome> {
    const school = { school: extract.school, name: extract.name, document };
    this.night.begins(school);
    return this.#orSecond(school, () => this.loading.take(extract, digest, document));
  }

  failed(report: SchoolReport, document: number): Promise<void> {
    return this.loading.failed(report, document);
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

  async #orSecond<T>(school: SchoolInHand, work: () => Promise<T>): Promise<T | Outcome> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RecordedError)) throw error;
      return this.#second(school);
    }
  }

  async #second({ school, name, document }: SchoolInHand): Promise<Outcome> {
    const from = this.night.nameOf(placeIn(document, this.night.all).input);
    const reason = `${from}: the school appears a second time in this run; what the first did stays.`;
    const outcome = { status: 'failed', reason } as const;
    const nothing = { sections: {}, changes: {}, excluded: {}, warnings: {}, letGo: 0 };
    await this.loading.failed({ school, name, ...outcome, ...nothing }, document);
    return outcome;
  }
}
