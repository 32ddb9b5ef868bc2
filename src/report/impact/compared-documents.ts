import { documentsAt } from '../../extract/documents-at.js';
import type { DocumentResult } from '../../extract/extract.js';
import type { Input } from '../../extract/bytes/input.js';
import type { ReadingPlan } from '../../extract/json/reading.js';
import { planReading } from '../../extract/plan/reading-plan.js';
import { WatchedLookups } from '../../extract/plan/watched-lookups.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { chooseDays, daysFrom, type FoundTurn } from './days-to-decide.js';
import { asPlain } from './rule-changes.js';

/** One document as each of two pipelines reads it. */
export type ReadTwice = readonly [before: DocumentResult, after: DocumentResult];

/** A document, and what look-ups that compare with the day make of it on later days. */
export interface ComparedDocument {
  readonly read: ReadTwice;
  /** In the order of the days. */
  readonly later: readonly { readonly day: string; readonly read: ReadTwice }[];
  /** The days on which some entry of its input begins or no longer fits. */
  readonly turns: readonly FoundTurn[];
}

/** Whether two versions of a pipeline read extracts in the same way. */
export function readAlike(before: Pipeline, after: Pipeline): boolean {
  return mapping(before) === mapping(after);
}

type Pipelines = readonly [before: Pipeline, after: Pipeline];

/** Reads documents for two versions of a pipeline, as often as they are read differently: by the versions, or on later days. */
export class ComparedDocuments {
  readonly #isReadAlike: boolean;
  readonly #plans = new Map<string, readonly [ReadingPlan, ReadingPlan]>();
  readonly #readOnOneDay = new Set<string>();
  readonly #days: readonly string[];

  /**
   * @param most how many later days to read
   * @param now the time of each document, as a run asks for it
   */
  constructor(
    private readonly pipelines: Pipelines,
    private readonly most: number,
    private readonly now: () => Date,
  ) {
    this.#isReadAlike = readAlike(...pipelines);
    this.#days = daysFrom(pipelines[1].today);
  }

  /** Fields whose look-ups depend on the day, of inputs that can be read only once. */
  get readOnOneDay(): string[] {
    return [...this.#readOnOneDay].sort();
  }

  async *of(input: Input): AsyncGenerator<ComparedDocument> {
    const turns = await this.#turnsOf(input);
    const days = chooseDays(turns, this.most).days.map(({ day }) => day);
    const others = days.map((day) => ({ day, documents: this.#on(day, input) }));
    for await (const read of this.#on(this.#days[0], input)) {
      const later: { day: string; read: ReadTwice }[] = [];
      for (const { day, documents } of others) {
        const next = await documents.next();
        if (next.done !== true) later.push({ day, read: next.value });
      }
      yield { read, later, turns };
    }
    for (const { documents } of others) await documents.return(undefined);
  }

  /** If both versions read it in the same way, it is read once. */
  async *#on(day: string, input: Input): AsyncGenerator<ReadTwice, void> {
    const [before, after] = this.pipelines;
    const [other, plan] = this.#plansOn(day);
    if (this.#isReadAlike) {
      for await (const result of documentsAt(input, plan, after, this.now)) yield [result, result];
      return;
    }
    const old = documentsAt(input, other, before, this.now);
    for await (const result of documentsAt(input, plan, after, this.now)) {
      const next = await old.next();
      yield [next.done === true ? result : next.value, result];
    }
    await old.return(undefined);
  }

  #plansOn(today: string): readonly [ReadingPlan, ReadingPlan] {
    const known = this.#plans.get(today);
    if (known !== undefined) return known;
    const [before, after] = this.pipelines;
    const plan = planReading({ ...after, today });
    const plans = [this.#isReadAlike ? plan : planReading({ ...before, today }), plan] as const;
    this.#plans.set(today, plans);
    return plans;
  }

  /** The days on which look-ups of an input find something else; it is read through to know the days that entries have. */
  async #turnsOf(input: Input): Promise<FoundTurn[]> {
    const watched = this.pipelines.map(() => new WatchedLookups()) as [WatchedLookups, WatchedLookups];
    const plans = this.pipelines.map((pipeline, at) => planReading(pipeline, undefined, watched[at]));
    const lookups = watched.map((one) => one.lookups);
    const fields = [...new Set(lookups.flatMap((one) => [...one.keys()]))];
    if (fields.length === 0) return [];
    if (!input.reopens) {
      for (const field of fields) this.#readOnOneDay.add(field);
      return [];
    }
    for (const [at, pipeline] of this.pipelines.entries()) {
      if (lookups[at].size === 0 || (at === 0 && this.#isReadAlike)) continue;
      const documents = documentsAt(input, plans[at], pipeline, this.now);
      while ((await documents.next()).done !== true);
    }
    const days = watched.map((one) => one.daysOf(this.#days));
    const [was, is] = this.#isReadAlike ? [days[1], days[1]] : days;
    return fields.flatMap((rule) => {
      const [before, after] = lookups.map((one) => JSON.stringify(asPlain(one.get(rule))));
      const kind = rule.slice(0, rule.indexOf('.'));
      const all = new Set([...(was.get(rule) ?? []), ...(is.get(rule) ?? [])]);
      return [...all].map((day) => ({
        ...{ day, rule, kind, turn: 'finds' as const, isChanged: before !== after },
        isIn: [was.get(rule)?.has(day) === true, is.get(rule)?.has(day) === true] as const,
      }));
    });
  }
}

/** What a pipeline says that does not change how an extract is read. */
const afterReading = [
  'label',
  'one',
  'singular',
  'nameFields',
  'local',
  'table',
  'column',
  'store',
  'otherwise',
  'else',
  'kept',
  'count',
];

function mapping({ source, limits, records, links }: Pipeline): string {
  return JSON.stringify(asPlain({ school: source.school, limits, records, links }), (key, value: unknown) =>
    afterReading.includes(key) ? undefined : value,
  );
}
