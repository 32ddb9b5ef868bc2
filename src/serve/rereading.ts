import type { Configuration } from '../pipeline/configuration.js';
import { lookAt, changesBetween, type FileMarks } from '../pipeline/files/file-marks.js';
import { ConfigurationError, inOneLine, type Problem } from '../pipeline/problem.js';
import { counted, joined } from '../pipeline/text/counted.js';
import { faultInWords } from '../words/fault-in-words.js';
import { needsRestart, type Placed } from './needs-restart.js';

/** The configuration as the pages show it. */
export interface Current {
  readonly configuration: Configuration;
  /** When it was read. */
  readonly readAt: Date;
  /** Null if the files are still the ones that were read. */
  readonly behind: Behind | null;
}

export type HowOld = Pick<Current, 'readAt' | 'behind'>;

/** Why the pages do not show the files as they are now, and since when they know. */
export type Behind = { readonly since: Date } & WhyBehind;

type WhyBehind =
  | { readonly why: 'faulty'; readonly problems: readonly Problem[] }
  /** By the keys of the pipeline, of what the pages have from their start on. */
  | { readonly why: 'restart'; readonly differing: readonly string[] };

export interface ReadAnew {
  readonly configuration: Configuration;
  /** Where the tables are, by this configuration. */
  readonly database: string;
}

export interface RereadingTerms {
  /** The path of the pipeline. */
  readonly config: string;
  /** The folder that holds all of the configuration; null for that of the pipeline. */
  readonly root: string | null;
  /** @throws ConfigurationError */
  readonly read: () => ReadAnew;
  /** The day (YYYY-MM-DD) in a time zone. */
  readonly today: (timezone: string) => string;
  readonly now: () => Date;
  /** Hears, once each time, that the pages fall behind the files, and that they no longer do. */
  readonly complain: (line: string) => void;
}

/** So long the files are not looked at again: a look at 1,000 schools' files takes some milliseconds. */
const lookEveryMs = 2000;
/** What could not be read for a reason that no look sees, such as too many open files, is tried again after so long. */
const retryEveryMs = 60_000;

/**
 * Keeps the configuration that of now, as long as somebody asks for it: of today, and read anew when its files have
 * changed. If these cannot be read, or differ in what needs a restart, the last ones that could be shown stay.
 */
export class Rereading {
  /** As it was at the start. */
  readonly database: string;
  readonly #terms: RereadingTerms;
  /** Extended files that are not under `rules/`, as far as they were ever read. */
  readonly #further = new Set<string>();
  #marks: FileMarks;
  #lookedAt: Date;
  /** When the files were last read, or could not be. */
  #triedAt: Date;
  #current: Current;

  /** @throws ConfigurationError */
  constructor(terms: RereadingTerms) {
    this.#terms = terms;
    this.#lookedAt = this.#triedAt = terms.now();
    // Before anything is read: what changes meanwhile is seen by the next look.
    this.#marks = lookAt(terms.config, [], terms.root).marks;
    const { configuration, database } = terms.read();
    this.database = database;
    this.#current = { configuration, readAt: this.#lookedAt, behind: null };
  }

  current(): Current {
    if (this.#isOver(lookEveryMs, this.#lookedAt)) this.#look();
    const { configuration } = this.#current;
    const today = this.#terms.today(configuration.pipeline.timezone);
    if (today !== configuration.today)
      this.#current = { ...this.#current, configuration: this.#onDay(configuration, today) };
    return this.#current;
  }

  #isOver(ms: number, since: Date): boolean {
    // A clock that was put back must not make the pages wait for its old time.
    return Math.abs(this.#terms.now().getTime() - since.getTime()) >= ms;
  }

  #look(): void {
    const { config, root, now } = this.#terms;
    this.#lookedAt = now();
    this.#remember(this.#current.configuration);
    const { marks } = lookAt(config, this.#further, root);
    const hasChanged = changesBetween(this.#marks, marks).length > 0;
    this.#marks = marks;
    const isRetried = this.#current.behind?.why === 'faulty' && this.#isOver(retryEveryMs, this.#triedAt);
    if (hasChanged || isRetried) this.#read();
  }

  #onDay(configuration: Configuration, today: string): Configuration {
    this.#remember(configuration);
    return configuration.onDay(today);
  }

  #remember({ laid }: Configuration): void {
    for (const path of laid) this.#further.add(path);
  }

  #read(): void {
    this.#triedAt = this.#lookedAt;
    try {
      const { configuration, database } = this.#terms.read();
      const { pipeline } = this.#current.configuration;
      const before: Placed = { pipeline, database: this.database };
      const differing = needsRestart(before, { pipeline: configuration.pipeline, database });
      if (differing.length > 0) this.#fallBehind({ why: 'restart', differing });
      else this.#goOn(configuration);
    } catch (error) {
      this.#fallBehind({ why: 'faulty', problems: problemsOf(error, this.#terms.config) });
    }
  }

  #goOn(configuration: Configuration): void {
    if (this.#current.behind !== null) this.#terms.complain('The pages show the configuration as it is now again.');
    this.#current = { configuration, readAt: this.#lookedAt, behind: null };
  }

  #fallBehind(why: WhyBehind): void {
    const { behind: before, readAt } = this.#current;
    this.#current = { ...this.#current, behind: { since: before?.since ?? this.#lookedAt, ...why } };
    const line = behindInWords(why, readAt);
    if (before === null || behindInWords(before, readAt) !== line) this.#terms.complain(line);
  }
}

/** More problems than this are only counted: they nearly always have one cause. */
export const mostProblems = 10;

/** For the person who runs the program. */
function behindInWords(behind: WhyBehind, readAt: Date): string {
  const goOn = `The pages go on with the configuration of ${readAt.toISOString()}`;
  if (behind.why === 'restart')
    return `${goOn}, because the new one differs in what they have from their start on: ${joined(behind.differing)}. Restart serve.`;
  const { problems } = behind;
  const more = problems.length - mostProblems;
  const others = more <= 0 ? '' : ` And ${counted(more, 'more problem')}: check shows all.`;
  return `${goOn}, because the new one cannot be read, and no run begins until it is mended: ${inOneLine(problems.slice(0, mostProblems))}${others}`;
}

function problemsOf(error: unknown, config: string): readonly Problem[] {
  if (error instanceof ConfigurationError) return error.problems;
  const place = { file: config, line: 1, column: 1, source: '', length: 1 };
  return [{ ...place, code: 'cannot-read', message: faultInWords(error), hint: null }];
}
