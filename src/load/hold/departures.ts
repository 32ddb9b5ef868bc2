import type { Decision, Finding } from '../../decide/decision.js';
import { builtInRules } from '../../pipeline/rules/rule.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { recordId } from '../compare/differences.js';
import type { TablePlan } from '../compare/table-plan.js';

interface Subject {
  readonly kind: string;
  readonly id: string;
}

export interface Departure extends Subject {
  /** Of a link: the two records that it joins. */
  readonly ends: readonly Subject[];
}

/** What a chain of departures ends at: records and links that the extract lacks, or the finding of a rule. */
export type EndOfChain =
  { readonly type: 'missing'; readonly lacks: readonly Departure[] } | { readonly type: 'rule'; readonly by: Finding };

/**
 * All that a load would remove, each followed to the end of its chain. A rule that counts links says nothing of its own
 * about a record where the extract lacks what these led to.
 */
export class Departures {
  readonly #removed = new Map<string, Departure>();
  /** By the key of a record, its links that are removed. */
  readonly #linksOf = new Map<string, Departure[]>();
  readonly #excluded = new Map<string, Finding[]>();
  readonly #counting: Decision['countingRules'];
  readonly #ends = new Map<string, EndOfChain>();

  constructor(plans: readonly TablePlan[], pipeline: Pipeline, { findings, countingRules }: Decision) {
    this.#counting = countingRules;
    for (const one of plans.flatMap((plan) => departuresOf(plan, pipeline))) {
      this.#removed.set(keyOf(one), one);
      for (const end of one.ends) put(this.#linksOf, keyOf(end), one);
    }
    for (const finding of findings) {
      const { severity, kind, recordId: id } = finding;
      if (severity === 'excluded' && kind !== null && id !== null) put(this.#excluded, keyOf({ kind, id }), finding);
    }
  }

  get all(): readonly Departure[] {
    return [...this.#removed.values()];
  }

  endOf(departure: Departure): EndOfChain {
    const passed: string[] = [];
    let at: Subject = departure;
    for (;;) {
      const key = keyOf(at);
      passed.push(key);
      const found = this.#ends.get(key) ?? this.#next(at);
      if ('type' in found) {
        for (const one of passed) this.#ends.set(one, found);
        return found;
      }
      at = found;
    }
  }

  /** What the extract lacks, and not only because it lacks something else. */
  isRoot(departure: Departure): boolean {
    return this.#isMissing(departure) && !departure.ends.some((end) => this.#isMissing(end));
  }

  /** In itself, and not because others are out. */
  isKeptOutBy(departure: Departure, rule: string): boolean {
    return this.#findingsOf(departure).some((finding) => finding.rule === rule && finding.causeKind === null);
  }

  /** The end of a chain, or what comes next in it. */
  #next(at: Subject): EndOfChain | Subject {
    const found = this.#findingsOf(at);
    const own = found.find((finding) => finding.causeKind === null && !this.#isOfLinks(at, finding));
    if (own !== undefined) return { type: 'rule', by: own };
    const lacks = this.#lackedBy(at);
    if (lacks.length > 0 || found.length === 0) return { type: 'missing', lacks };
    const [first] = found;
    const { causeKind: kind, causeId: id } = first;
    const isCauseKnown =
      kind !== null &&
      id !== null &&
      (this.#findingsOf({ kind, id }).length > 0 || this.#removed.has(keyOf({ kind, id })));
    // No finding keeps out who was erased on request: what waits for them stands for them.
    return isCauseKnown ? { kind, id } : { type: 'rule', by: first };
  }

  #findingsOf(subject: Subject): readonly Finding[] {
    return this.#excluded.get(keyOf(subject)) ?? [];
  }

  #isOfLinks({ kind }: Subject, { rule }: Finding): boolean {
    return rule === builtInRules.dangling || this.#counting.get(kind)?.has(rule) === true;
  }

  #isMissing(subject: Subject): boolean {
    return this.#removed.has(keyOf(subject)) && this.#findingsOf(subject).length === 0;
  }

  #lackedBy(subject: Subject): readonly Departure[] {
    const departure = this.#removed.get(keyOf(subject));
    if (departure === undefined) return [];
    const isInExtract = this.#findingsOf(subject).length > 0;
    const missingEnds = departure.ends
      .filter((end) => this.#isMissing(end))
      .flatMap((end) => this.#removed.get(keyOf(end)) ?? []);
    if (missingEnds.length > 0) return missingEnds;
    if (!isInExtract) return [departure];
    if (this.#findingsOf(subject).some(({ causeKind }) => causeKind !== null)) return [];
    const links = this.#linksOf.get(keyOf(subject)) ?? [];
    return links.flatMap((link) => (this.#isCut(link) ? this.#lackedBy(link) : []));
  }

  /** A link that the extract does not have, or that leads to nothing. */
  #isCut(link: Departure): boolean {
    const found = this.#findingsOf(link);
    return found.every(({ rule }) => rule === builtInRules.dangling);
  }
}

function departuresOf({ table, changes }: TablePlan, { links }: Pipeline): Departure[] {
  const { kind } = table;
  const ends = links.find(({ name }) => name === kind)?.ends ?? [];
  return Array.from(changes.of('removed'), ({ row }) => {
    return { kind, id: recordId(row), ends: ends.map(({ to }, at) => ({ kind: to, id: row.key[at] ?? '' })) };
  });
}

function put<T>(lists: Map<string, T[]>, key: string, one: T): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [one]);
  else known.push(one);
}

function keyOf({ kind, id }: Subject): string {
  return `${kind}\0${id}`;
}
