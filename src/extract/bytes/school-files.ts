import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { DocumentReader } from '../json/document-reader.js';
import type { ReadingPlan } from '../json/reading.js';
import { readDocuments } from '../json/documents.js';
import { fileInput, findInputs } from './input.js';
import { planReading } from '../plan/reading-plan.js';
import { SyntaxProblem } from '../json/syntax-problem.js';

/** A file as it was when it was looked at. */
export interface SchoolFile {
  readonly path: string;
  /** Changes when the file is written again. */
  readonly stamp: string;
}

/** Bytes at the beginning of a file: they nearly always name its school. */
const beginning = 64 * 1024;

/**
 * Which of many files holds a school's document. It looks for the school's id in the beginning of each file; only if no
 * beginning names the school does it read files to their end, and then only for ids. What is known of a file holds
 * until the file is written again. If two files have a school, the first counts, as in a run.
 */
export class SchoolFiles {
  readonly #ids: ReadingPlan;
  readonly #known = new Map<string, { stamp: string; schools: ReadonlySet<string>; isWhole: boolean }>();
  readonly #found = new Map<string, string>();

  /** @param inputs files, folders or globs, as a run takes them */
  constructor(
    private readonly inputs: readonly string[],
    pipeline: Pipeline,
  ) {
    this.#ids = planReading({ ...pipeline, records: [], links: [] });
  }

  /**
   * @returns null if no file holds the school
   * @throws NoInputError if an input gives no file
   */
  async find(school: string): Promise<SchoolFile | null> {
    const before = this.#found.get(school);
    if (before !== undefined) {
      const stamp = await stampOf(before);
      if (stamp !== null && stamp === this.#known.get(before)?.stamp) return { path: before, stamp };
    }
    const paths = (await findInputs(this.inputs, Readable.from([]))).flatMap(({ path }) => path ?? []);
    const there = new Set(paths);
    for (const path of this.#known.keys()) if (!there.has(path)) this.#known.delete(path);
    for (const isWhole of [false, true]) {
      for (const path of paths) {
        const known = await this.#look(path, isWhole);
        if (known === null || !known.schools.has(school)) continue;
        this.#found.set(school, path);
        return { path, stamp: known.stamp };
      }
    }
    this.#found.delete(school);
    return null;
  }

  async #look(path: string, isWhole: boolean) {
    const stamp = await stampOf(path);
    if (stamp === null) return null;
    const known = this.#known.get(path);
    if (known?.stamp === stamp && (known.isWhole || !isWhole)) return known;
    const schools = isWhole ? await this.#allIn(path) : await this.#firstIn(path);
    const looked = { stamp, schools, isWhole };
    this.#known.set(path, looked);
    return looked;
  }

  /** The schools that the file's beginning names: in an array, other documents may come before the one asked for. */
  async #firstIn(path: string): Promise<ReadonlySet<string>> {
    const reader = new DocumentReader(this.#ids);
    try {
      for await (const bytes of fileInput(path).open()) {
        reader.feed(bytes.subarray(0, beginning));
        break;
      }
    } catch {
      // What is wrong with the file is found, and reported, when it is read.
      return new Set();
    }
    const { school } = reader.broken(new SyntaxProblem('cut-short', 'no more of it was read'));
    return new Set(school === null || reader.isArray ? [] : [school]);
  }

  async #allIn(path: string): Promise<ReadonlySet<string>> {
    const schools = new Set<string>();
    for await (const result of readDocuments(fileInput(path), this.#ids)) {
      const { school } = result.type === 'extract' ? result.extract : result.broken;
      if (school !== null) schools.add(school);
    }
    return schools;
  }
}

async function stampOf(path: string): Promise<string | null> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${String(mtimeMs)} ${String(size)} ${String(ino)}`;
  } catch {
    return null;
  }
}
