import { linkId } from '../extract/items/section-reader.js';
import { byCodeUnit } from '../pipeline/text/text.js';
import { builtInRules, type Rule } from '../pipeline/rules/rule.js';
import { danglesWithAll } from './all-dangle.js';
import type { Finding } from './decision.js';
import type { ErasedAs } from './erasures.js';
import { danglingWords, endStaysOutWords, erasureWords, plainFinding, ruleFinding, type Findings } from './findings.js';
import type { Solution } from './fixpoint.js';
import type { RuleBook } from './rule-book.js';
import { dangling, linkIdsAt, nowhere, setNamed, still, type LinkSet, type RecordSet, type World } from './world.js';

interface Cause {
  readonly kind: string;
  readonly id: string;
  readonly among: Among;
}

type Among = 'mistakes' | 'choices';

/** Says of every record and link that does not come through which rules took it out, in which round, because of whom. */
export function reasons(findings: Findings, world: World, solution: Solution, book: RuleBook): void {
  new Reasons(world, solution, book).addTo(findings);
}

/** Who left in a round, set by set. */
interface Left {
  readonly records: { readonly set: RecordSet; readonly indexes: readonly number[] }[];
  readonly links: { readonly set: LinkSet; readonly indexes: readonly number[] }[];
}

class Reasons {
  /** By kind and index: does a mistake stand at the end of its chain? Filled round by round, so causes come first. */
  readonly #among = new Map<string, Map<number, Among>>();

  constructor(
    private readonly world: World,
    private readonly solution: Solution,
    private readonly book: RuleBook,
  ) {}

  addTo(findings: Findings): void {
    for (const kind of [...this.world.records.keys(), ...this.world.links.keys()]) this.#among.set(kind, new Map());
    const byRound = this.#byRound();
    for (let round = 1; round <= this.solution.rounds; round++) {
      const { records, links } = byRound[round] ?? { records: [], links: [] };
      const fails = (set: LinkSet, index: number) => setNamed(this.solution.fates, set.kind.name).failed.has(index);
      // A link that fails its own rules may be the cause of records, one whose end is out has a record for its cause.
      for (const { set, indexes } of links)
        for (const index of indexes) if (fails(set, index)) findings.push(...this.#ofLink(set, index, round));
      for (const { set, indexes } of records)
        for (const index of indexes) findings.push(...this.#ofRecord(set, index, round));
      for (const { set, indexes } of links)
        for (const index of indexes) if (!fails(set, index)) findings.push(this.#ofEnds(set, index, round));
    }
    for (const set of this.world.links.values()) this.#addDangling(findings, set);
  }

  #byRound(): Left[] {
    const rounds: Left[] = [];
    const at = (round: number) => (rounds[round] ??= { records: [], links: [] });
    for (const set of this.world.records.values())
      for (const [round, indexes] of this.#leftBy(set)) at(round).records.push({ set, indexes });
    for (const set of this.world.links.values())
      for (const [round, indexes] of this.#leftBy(set)) at(round).links.push({ set, indexes });
    return rounds;
  }

  /** By round, the indexes of those that it took out. */
  #leftBy(set: RecordSet | LinkSet): Map<number, number[]> {
    const left = new Map<number, number[]>();
    setNamed(this.solution.fates, set.kind.name).out.forEach((round, index) => {
      if (round <= still) return;
      const indexes = left.get(round);
      if (indexes === undefined) left.set(round, [index]);
      else indexes.push(index);
    });
    return left;
  }

  #ofRecord(set: RecordSet, index: number, round: number): Finding[] {
    const kind = set.kind.name;
    const erasedAs = setNamed(this.solution.fates, kind).erased.get(index);
    if (erasedAs !== undefined) return [this.#ofErased(set, index, round, erasedAs)];
    const failed = setNamed(this.solution.fates, kind).failed.get(index) ?? [];
    // In the first round all are judged by what they themselves are; later ones can only have failed because others left.
    const causes = failed.map((rule) => (round === 1 ? [] : this.#causes(set, index, rule, round)));
    const mistake = round === 1 ? failed.every(isMistake) : causes.flat().some((cause) => cause.among === 'mistakes');
    const among = mistake ? 'mistakes' : 'choices';
    this.#among.get(kind)?.set(index, among);
    return failed.map((rule, at) => {
      const last = causes[at]?.filter((cause) => cause.round === round - 1) ?? [];
      const cause = first(last);
      return ruleFinding('excluded', rule, {
        kind,
        recordId: set.ids[index] ?? null,
        position: set.positions[index] ?? null,
        causeKind: cause?.kind ?? null,
        causeId: cause?.id ?? null,
        among,
        round,
      });
    });
  }

  /** Whoever hangs on them stays out by a mistake: an extract that still has them. */
  #ofErased(set: RecordSet, index: number, round: number, as: ErasedAs): Finding {
    const kind = set.kind.name;
    this.#among.get(kind)?.set(index, 'mistakes');
    const about = { kind, recordId: set.ids[index] ?? null, position: set.positions[index] ?? null };
    return plainFinding('warning', as, { ...about, ...erasureWords[as], among: 'mistakes', round });
  }

  /** The records and links that took from the counts which a rule reads, with the round in which they left. */
  #causes(set: RecordSet, index: number, rule: Rule, before: number): (Cause & { round: number })[] {
    const facts = new Set(this.book.factsOf(rule));
    const causes: (Cause & { round: number })[] = [];
    for (const { count, links, neighbours } of this.solution.counted.get(set.kind.name) ?? []) {
      if (!facts.has(count.fact)) continue;
      const fate = setNamed(this.solution.fates, links.kind.name);
      const other = links.kind.ends[count.end === 0 ? 1 : 0].to;
      const others = setNamed(this.world.records, other);
      const otherOut = setNamed(this.solution.fates, other).out;
      for (const link of neighbours.of(index)) {
        const round = fate.out[link] ?? still;
        if (round <= still || round >= before) continue;
        if (fate.failed.has(link)) {
          const id = linkId(linkIdsAt(links, link));
          causes.push({ kind: links.kind.name, id, among: this.#amongOf(links.kind.name, link), round });
        }
        const end = links.ends[count.end === 0 ? 1 : 0][link] ?? nowhere;
        if (otherOut[end] === round) {
          causes.push({ kind: other, id: others.ids[end] ?? '', among: this.#amongOf(other, end), round });
        }
      }
    }
    return causes;
  }

  #amongOf(kind: string, index: number): Among {
    return this.#among.get(kind)?.get(index) ?? 'choices';
  }

  #ofLink(set: LinkSet, index: number, round: number): Finding[] {
    const failed = setNamed(this.solution.fates, set.kind.name).failed.get(index) ?? [];
    const among = failed.every(isMistake) ? 'mistakes' : 'choices';
    this.#among.get(set.kind.name)?.set(index, among);
    return failed.map((rule) => ruleFinding('excluded', rule, { ...this.#about(set, index), among, round }));
  }

  #ofEnds(set: LinkSet, index: number, round: number): Finding {
    const causes: Cause[] = [];
    for (const end of [0, 1] as const) {
      const kind = set.kind.ends[end].to;
      const record = set.ends[end][index];
      if (setNamed(this.solution.fates, kind).out[record] === round)
        causes.push({ kind, id: set.joins[end].ids[record], among: this.#amongOf(kind, record) });
    }
    const cause = first(causes);
    return plainFinding('excluded', builtInRules.endStaysOut, {
      ...this.#about(set, index),
      because: endStaysOutWords.because,
      causeKind: cause?.kind ?? null,
      causeId: cause?.id ?? null,
      among: causes.some((one) => one.among === 'mistakes') ? 'mistakes' : 'choices',
      round,
    });
  }

  #addDangling(findings: Findings, set: LinkSet): void {
    setNamed(this.solution.fates, set.kind.name).out.forEach((round, index) => {
      if (round !== dangling) return;
      findings.push(
        plainFinding('excluded', builtInRules.dangling, {
          ...this.#about(set, index),
          ...danglingWords(set, index),
          ...(danglesWithAll(set, index) ? { fix: null } : {}),
          among: 'mistakes',
        }),
      );
    });
  }

  #about(set: LinkSet, index: number) {
    return {
      kind: set.kind.name,
      recordId: linkId(linkIdsAt(set, index)),
      position: set.positions[index] ?? null,
    };
  }
}

/** What one rule asks for as a choice of the school is not brought through by mending what another speaks of. */
function isMistake(rule: Rule): boolean {
  return rule.fix !== null;
}

function first<T extends Cause>(causes: readonly T[]): T | undefined {
  let least = causes[0] as T | undefined;
  for (const cause of causes)
    if (least === undefined || (byCodeUnit(cause.id, least.id) || byCodeUnit(cause.kind, least.kind)) < 0)
      least = cause;
  return least;
}
