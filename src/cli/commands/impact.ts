import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { decide } from '../../decide/decide.js';
import { RuleMemory } from '../../decide/rule-book.js';
import type { DocumentResult, Extract } from '../../extract/extract.js';
import { findInputs } from '../../extract/bytes/input.js';
import { readConfiguration, type Configuration } from '../../pipeline/configuration.js';
import { ConfigurationError, type Problem } from '../../pipeline/problem.js';
import { impactFormats } from '../../report/impact/formats.js';
import {
  impactOnSchool,
  impactOverDays,
  type DecidedVersion,
  type FailedImpact,
  type Impact,
  type ImpactOverDays,
  type LaterImpact,
  type SchoolImpact,
} from '../../report/impact/impact.js';
import { daysOfChange, sayingsOf } from '../../report/impact/rule-sayings.js';
import { chooseFormat } from '../formats.js';
import { prepare, readOptions, type CommonOptions } from '../common-options.js';
import { comparedDocuments, type ReadTwice } from '../compared-documents.js';
import { revisionFolder } from '../git-revision.js';
import { prepareOut } from '../out.js';
import { reasonOf } from '../../run/reason-of.js';
import { exit, type CommandWorld } from '../streams.js';
import { tellPassedOver } from '../tell-passed-over.js';
import { WrongCallError } from '../wrong-call.js';

export interface ImpactOptions extends CommonOptions {
  readonly against: string;
  readonly format?: string;
  readonly out?: string;
}

/** `pullthrough impact`: whose data would change between two versions of the configuration. */
export async function impact(args: readonly string[], options: ImpactOptions, world: CommandWorld): Promise<number> {
  const format = chooseFormat(impactFormats, options);
  const { configuration } = prepare(options, world);
  const out = await prepareOut(options.out, world);
  const other = await otherFolder(options, world);
  try {
    const before = readOther(other, options, configuration, world);
    const { pipeline } = configuration;
    const inputs = await findInputs(
      args.length > 0 ? args : pipeline.source.inputs,
      world.stdin,
      tellPassedOver(world),
    );
    const comparison = new Comparison(before, configuration, options.school);
    for await (const documents of comparedDocuments(inputs, before.pipeline, pipeline, world.now)) {
      await comparison.take(documents);
      // Signals arrive between turns of the event loop, which a batch of small schools may never reach.
      await wait(0);
      if (world.interrupted.aborted) return exit.interrupted;
    }
    const result = comparison.result();
    await out.write(format.write({ against: options.against, pipeline, ...result }));
    return result.failed.length > 0 ? exit.failed : exit.done;
  } finally {
    await other.remove();
  }
}

interface OtherVersion {
  readonly config: string;
  /** The folder that holds all of that configuration. */
  readonly root: string;
  readonly shown: (text: string) => string;
  readonly remove: () => Promise<void>;
}

/** A folder that has a pipeline of the same name, or else a git revision. */
function otherFolder(options: ImpactOptions, world: CommandWorld): Promise<OtherVersion> {
  const { against, config } = options;
  if (against.trim() === '')
    throw new WrongCallError('--against is blank: which version? A git revision, or a folder.');
  const ours = readOptions(options, world).root ?? dirname(config);
  const path = join(against, basename(config));
  if (existsSync(path)) {
    // Its path in its folder is that of ours in ours.
    const root = join(against, relative(resolve(dirname(config)), resolve(ours)));
    return Promise.resolve({ config: path, root, shown: (text) => text, remove: () => Promise.resolve() });
  }
  return revisionFolder(against, config, ours, gitSeconds(world));
}

/** How long to wait for an answer from git, on a slow disk. @throws WrongCallError */
function gitSeconds({ env }: CommandWorld): number {
  const given = env.PULLTHROUGH_GIT_SECONDS;
  if (given === undefined) return 60;
  if (/^[1-9]\d{0,4}$/.test(given)) return Number(given);
  throw new WrongCallError('PULLTHROUGH_GIT_SECONDS takes a number of seconds.');
}

/** @throws ConfigurationError with the file names that a person knows */
function readOther(
  { config, root, shown }: OtherVersion,
  options: ImpactOptions,
  after: Configuration,
  world: CommandWorld,
): Configuration {
  const reading = readOptions(options, world);
  const named = (error: unknown): Error => {
    if (!(error instanceof ConfigurationError)) return error as Error;
    const inWords = ({ file, message, ...problem }: Problem): Problem => {
      return { ...problem, file: shown(file), message: shown(message) };
    };
    return new ConfigurationError(error.problems.map(inWords));
  };
  const read = (set: readonly string[]): Configuration => {
    try {
      return readConfiguration(config, { ...reading, root, set });
    } catch (error) {
      throw named(error);
    }
  };
  // An option that only one of the two declares can be set only in that one.
  const { options: declared } = read([]).pipeline;
  const isOurs = (text: string) => after.pipeline.options.has(nameOf(text)) && !declared.has(nameOf(text));
  const before = read(reading.set.filter((text) => !isOurs(text)));
  const inWords = <T>(ask: () => T): T => {
    try {
      return ask();
    } catch (error) {
      throw named(error);
    }
  };
  return {
    ...before,
    pipeline: { ...before.pipeline, file: shown(before.pipeline.file) },
    forSchool: (school, day) => inWords(() => before.forSchool(school, day)),
    effective: (school, day) => {
      const effective = inWords(() => before.effective(school, day));
      const rules = effective.rules.map((one) => {
        const { rule } = one;
        return { ...one, rule: { ...rule, place: { ...rule.place, file: shown(rule.place.file) } } };
      });
      return { ...effective, rules };
    },
  };
}

function nameOf(setting: string): string {
  return setting.split('=')[0] ?? '';
}

class Comparison {
  readonly #memory = new RuleMemory();
  readonly #seen = new Set<string>();
  readonly #schools: ImpactOverDays[] = [];
  /** Days of a school without a file of its own in either version. */
  #commonDays: readonly string[] | null = null;
  readonly #failed: FailedImpact[] = [];
  #unchanged = 0;

  constructor(
    private readonly before: Configuration,
    private readonly after: Configuration,
    private readonly asked: readonly string[],
  ) {}

  async take([before, after]: ReadTwice): Promise<void> {
    const { school, name } = about(after);
    if (school !== null && this.asked.length > 0 && !this.asked.includes(school)) return;
    const fail = (reason: string) => this.#failed.push({ school, name, reason });
    if (school !== null && this.#seen.has(school)) {
      fail(`${after.from}: the school appears a second time; the first is compared.`);
      return;
    }
    if (school !== null) this.#seen.add(school);
    if (after.type === 'broken') fail(after.broken.reason);
    else if (before.type === 'broken') fail(`In the other version: ${before.broken.reason}`);
    else if (before.extract.school !== after.extract.school)
      fail('The two versions read different ids for the school.');
    else {
      try {
        const impact = await this.#compare(before.extract, after.extract);
        if (impact === null) this.#unchanged++;
        else this.#schools.push(impact);
      } catch (error) {
        fail(reasonOf(error));
      }
    }
  }

  async #compare(before: Extract, after: Extract): Promise<ImpactOverDays | null> {
    const on = async (day: string): Promise<SchoolImpact | null> =>
      impactOnSchool(await this.#decided(this.before, before, day), await this.#decided(this.after, after, day));
    const now = await on(this.after.today);
    const later: LaterImpact[] = [];
    for (const day of this.#daysOf(after.school)) later.push({ day, impact: await on(day) });
    return impactOverDays(now, later);
  }

  #daysOf(school: string): readonly string[] {
    const days = (of: string | null) =>
      daysOfChange(this.before.effective(of), this.after.effective(of), this.after.today);
    if (this.before.files.has(school) || this.after.files.has(school)) return days(school);
    return (this.#commonDays ??= days(null));
  }

  async #decided(configuration: Configuration, extract: Extract, day: string): Promise<DecidedVersion> {
    const { school } = extract;
    const decision = await decide(extract, configuration.forSchool(school, day), day, this.#memory);
    return { pipeline: configuration.pipeline, decision, effective: () => configuration.effective(school, day) };
  }

  /** If what all schools share differs, all of them change: only those whose own files differ are named. */
  #withoutExtract(): string[] {
    const versions = [this.before, this.after] as const;
    const [was, is] = versions.map((version) => sayingsOf(version.effective(null)));
    const named = new Set(versions.flatMap(({ files }) => [...files.keys()]));
    const missing = [...named].filter((school) => !this.#seen.has(school) && this.asked.length === 0);
    return missing.filter((school) => isChanged(versions, school, was === is)).sort();
  }

  /** A requested school that no input has is a failure, not a success with nothing done. */
  result(): Pick<Impact, 'schools' | 'unchanged' | 'failed' | 'withoutExtract'> {
    const missing = this.asked.filter((school) => !this.#seen.has(school));
    const reason = 'None of the inputs has this school.';
    const failed = [...this.#failed, ...missing.map((school) => ({ school, name: null, reason }))];
    return { schools: this.#schools, unchanged: this.#unchanged, failed, withoutExtract: this.#withoutExtract() };
  }
}

/** Whether a school's own files say something else in the two versions; nobody knows what a wrong file says. */
function isChanged(versions: readonly [Configuration, Configuration], school: string, isBaseSame: boolean): boolean {
  try {
    const [before, after] = versions.map((version) => version.effective(school)) as [Effective, Effective];
    if (sayingsOf(before) === sayingsOf(after)) return false;
    return isBaseSame || textsOf(before) !== textsOf(after);
  } catch (error) {
    if (error instanceof ConfigurationError) return true;
    throw error;
  }
}

type Effective = ReturnType<Configuration['effective']>;

function textsOf({ files }: Effective): string {
  return JSON.stringify(files.map((file) => readFileSync(file, 'utf8')));
}

function about(result: DocumentResult): { readonly school: string | null; readonly name: string | null } {
  return result.type === 'extract' ? result.extract : result.broken;
}
