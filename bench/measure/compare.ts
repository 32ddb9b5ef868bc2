import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertSameRows, countRows, DifferentRowsError } from '../same-rows.js';
import { readRows, type Rows } from '../stores.js';
import { benchTables } from '../tables.js';
import type { Sample } from '../ways/all.js';
import { Databases } from './databases.js';
import { Inputs, type Size } from './inputs.js';
import { judgedRecords, measures, type Measure, type Night } from './measures.js';
import type { Circumstances, Measured, Results } from './results.js';
import { takeSample, type TakeSample } from './take-sample.js';

export interface CompareOptions extends Size {
  readonly repeats: number;
  /** The measures to take, by their names. */
  readonly only: RegExp;
  /** Whether to look for servers. */
  readonly servers: boolean;
}

/**
 * Times every measure in turn, again and again, so that what slows the machine down slows all of them. After the first
 * time it compares what they wrote.
 * @throws DifferentRowsError
 */
export async function compare(
  options: CompareOptions,
  where: Circumstances,
  progress: (text: string) => void,
  take: TakeSample = takeSample,
): Promise<Results> {
  const folder = mkdtempSync(join(tmpdir(), 'pullthrough-bench-'));
  const comparison = new Comparison(folder, options, progress, take);
  try {
    return await comparison.run(where);
  } finally {
    await comparison.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

class Comparison {
  readonly #inputs: Inputs;
  readonly #databases: Databases;
  readonly #expected = new Map<Night, Map<string, Rows>>();
  readonly #found = new Map<string, string | null>();
  readonly #tables = benchTables();

  constructor(
    private readonly folder: string,
    private readonly options: CompareOptions,
    private readonly progress: (text: string) => void,
    private readonly take: TakeSample,
  ) {
    this.#inputs = new Inputs(folder, options);
    this.#databases = new Databases(folder, async (database, night) => {
      await this.take('ours', { input: this.#inputs.of(night), database, rows: '', given: {} });
    });
  }

  end(): Promise<void> {
    return this.#databases.end();
  }

  async run(where: Circumstances): Promise<Results> {
    const { schools, students, repeats } = this.options;
    this.progress('making the schools');
    const first = this.#inputs.of('first');
    const rows = countRows(await this.#expect('first'));
    const { chosen, leftOut } = await this.#choose();
    const samples = new Map<Measure, Sample[]>(chosen.map((measure) => [measure, []]));
    for (let repeat = 1; repeat <= repeats; repeat++) {
      // Backwards every other time, so no measure always follows the same one.
      for (const measure of repeat % 2 === 1 ? chosen : [...chosen].reverse()) {
        this.progress(`${repeat} of ${repeats}: ${measure.name}`);
        samples.get(measure)?.push(await this.#sample(measure, repeat === 1));
      }
    }
    const bytes = readdirSync(first).reduce((total, name) => total + statSync(join(first, name)).size, 0);
    const measured = [...samples].map(([measure, all]) => this.#measured(measure, all));
    return { ...where, schools, students, repeats, megabytes: bytes / 1e6, rows, measured, leftOut };
  }

  async #choose(): Promise<{ chosen: Measure[]; leftOut: Record<string, string> }> {
    const chosen: Measure[] = [];
    const leftOut: Record<string, string> = {};
    for (const measure of measures.filter(({ name }) => this.options.only.test(name))) {
      const backend = measure.into?.backend ?? 'sqlite';
      const isServer = backend === 'postgres' || backend === 'mariadb';
      if (isServer && !this.options.servers) continue;
      const reason = await this.#databases.reasonAgainst(backend);
      if (reason === null) chosen.push(measure);
      else leftOut[measure.name] = `${backend} is not reached (${reason})`;
    }
    return { chosen, leftOut };
  }

  async #sample(measure: Measure, isChecked: boolean): Promise<Sample> {
    const { way, night, into, given, finds } = measure;
    const input = this.#inputs.of(night);
    const rows = await this.#databases.sqliteAfter('first');
    if (into === null) {
      const sample = await this.take(way, { input, database: join(this.folder, 'given'), rows, given });
      if (finds !== null) this.#checkFound(measure.name, finds, sample.found);
      return sample;
    }
    const expected = isChecked && night !== 'nothing' ? await this.#expect(night) : null;
    return this.#databases.use(into, async (database) => {
      const sample = await this.take(way, { input, database, rows, given });
      if (expected !== null) assertSameRows(measure.name, await readRows(database, this.#tables), expected);
      return sample;
    });
  }

  #checkFound(name: string, finds: string, found: string | null): void {
    const before = this.#found.get(finds) ?? found;
    this.#found.set(finds, before);
    if (found !== before) throw new DifferentRowsError(`${name} does not find the same as the other ways.`);
  }

  /** The rows to compare a night's with: for the first night, those that ours wrote; for others, those of DuckDB. */
  async #expect(night: Exclude<Night, 'nothing'>): Promise<Map<string, Rows>> {
    const known = this.#expected.get(night);
    if (known !== undefined) return known;
    const rows =
      night === 'first'
        ? await readRows(await this.#databases.sqliteAfter('first'), this.#tables)
        : await this.#databases.use({ backend: 'duckdb', after: null }, async (database) => {
            await this.take('duckdb', { input: this.#inputs.of(night), database, rows: '', given: {} });
            return readRows(database, this.#tables);
          });
    this.#expected.set(night, rows);
    return rows;
  }

  #measured({ name, group, way }: Measure, samples: readonly Sample[]): Measured {
    const amount =
      way === 'rules'
        ? ({ of: 'records', count: judgedRecords } as const)
        : ({ of: 'schools', count: this.options.schools } as const);
    const kept = samples.map(({ seconds, cpuSeconds, megabytes }) => ({ seconds, cpuSeconds, megabytes }));
    return { name, group, amount, samples: kept };
  }
}
