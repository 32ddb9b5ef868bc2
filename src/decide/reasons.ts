import { linkId } from '../extract/link-ids.js';
import { byCodeUnit } from '../pipeline/text/text.js';
import { builtInRules, type Rule } from '../pipeline/rules/rule.js';
import { badPathOf } from './bad-marks.js';
import { danglesWithAll } from './all-dangle.js';
import type { Finding } from './decision.js';
import type { ErasedAs } from './erasures.js';
import {
  danglingWords,
  endStaysOutWords,
  erasureWords,
  placeIn,
  plainFinding,
  ruleFinding,
  type Findings,
} from './findings.js';
import { dangling, still } from './fate.js';
import type { Solution } from './solution.js';
import type { End, LinkSet, RecordSet, RowsApart } from './world.js';

interface Cause {
  readonly kind: string;
  readonly id: string;
  readonly among: Among;
}

type Among = 'mistakes' | 'choices';

/** Says for every record and link that stays out which rules took it out, in which round, because of whom. */
export function reasons(findings: Findings, solution: Solution): void {
  new Reasons(solution).addTo(findings);
}

/** Who left in a round, set by set. */
interface Left {
  readonly records: { readonly set: RecordSet; readonly indexes: readonly number[] }[];
  readonly links: { readonly set: LinkSet; readonly indexes: readonly number[] }[];
}

class Reasons {
  /** By index: does its chain end at a mistake? Filled round by round, so causes come first. */
  readonly #among: ReadonlyMap<RecordSet | LinkSet, Map<number, Among>>;

  constructor(private readonly solution: Solution) {
    this.#among = new Map(solution.world.sets.map((set) => [set, new Map<number, Among>()]));
  }

  addTo(findings: Findings): void {
    const byRound = this.#byRound();
    for (let round = 1; round <= this.solution.rounds; round++) {
      const { records, links } = byRound[round] ?? { records: [], links: [] };
      const fails = (set: LinkSet, index: number) => this.solution.of(set).failed.has(index);
      // A link that fails its own rules may be a record's cause; one whose end is out has a record as its cause.
      for (const { set, indexes } of links)
        for (const index of indexes) if (fails(set, index)) findings.push(...this.#ofLink(set, index, round));
      for (const { set, indexes } of records)
        for (const index of indexes) findings.push(...this.#ofRecord(set, index, round));
      for (const { set, indexes } of links)
        for (const index of indexes) if (!fails(set, index)) findings.push(this.#ofEnds(set, index, round));
    }
    for (const set of this.solution.world.links) {
      this.#addDangling(findings, set);
      if (set.apart !== null) this.#addRows(findings, set, set.apart);
    }
  }

  #byRound(): Left[] {
    const rounds: Left[] = [];
    const at = (round: number) => (rounds[round] ??= { records: [], links: [] });
    for (const set of this.solution.world.records)
      for (const [round, indexes] of this.#leftBy(set)) at(round).records.push({ set, indexes });
    for (const set of this.solution.world.links)
      for (const [round, indexes] of this.#leftBy(set)) at(round).links.push({ set, indexes });
    return rounds;
  }

  /** By round, the indexes of those that it took out. */
  #leftBy(set: RecordSet | LinkSet): Map<number, number[]> {
    const left = new Map<number, number[]>();
    const fate = this.solution.of(set);
    for (let index = 0; index < set.size; index++) {
      const round = fate.roundOf(index);
      if (round <= still) continue;
      const indexes = left.get(round);
      if (indexes === undefined) left.set(round, [index]);
      else indexes.push(index);
    }
    return left;
  }

  #ofRecord(set: RecordSet, index: number, round: number): Finding[] {
    const kind = set.kind.name;
    const erasedAs = set.erased.get(index);
    if (erasedAs !== undefined) return [this.#ofErased(set, index, round, erasedAs)];
    const failed = this.solution.of(set).failed.get(index) ?? [];
    // In the first round each is judged by its own values and full counts; later, one fails only because others left.
    const causes = failed.map((rule) => (round === 1 ? [] : this.#causes(set, index, rule, round)));
    const mistake = round === 1 ? failed.every(isMistake) : causes.flat().some((cause) => cause.among === 'mistakes');
    const among = mistake ? 'mistakes' : 'choices';
    this.#among.get(set)?.set(index, among);
    return failed.map((rule, at) => {
      const last = causes[at]?.filter((cause) => cause.round === round - 1) ?? [];
      const cause = first(last);
      return ruleFinding('excluded', rule, {
        kind,
        recordId: set.ids[index] ?? null,
        position: set.rows.position(index),
        section: set.rows.section(index),
        field: badPathOf(rule, set.kind),
        causeKind: cause?.kind ?? null,
        causeId: cause?.id ?? null,
        among,
        round,
      });
    });
  }

  /** Everyone who depends on them stays out by a mistake: the extract still has them. */
  #ofErased(set: RecordSet, index: number, round: number, as: ErasedAs): Finding {
    const kind = set.kind.name;
    this.#among.get(set)?.set(index, 'mistakes');
    const about = { kind, recordId: set.ids[index] ?? null, ...placeIn(set.rows, index) };
    return plainFinding('warning', as, { ...about, ...erasureWords[as], among: 'mistakes', round });
  }

  /** The records and links whose leaving lowered the counts that a rule reads, with the round in which they left. */
  #causes(set: RecordSet, index: number, rule: Rule, before: number): (Cause & { round: number })[] {
    const causes: (Cause & { round: number })[] = [];
    for (const end of this.solution.book.endsCountedBy(rule, set)) {
      const { links, other } = end;
      const fate = this.solution.of(links);
      const { out } = this.solution.ofRecords(other.records);
      for (const link of end.linksOf(index)) {
        const round = fate.roundOf(link);
        if (round <= still || round >= before) continue;
        if (fate.failed.has(link)) {
          const id = linkId(links.idsAt(link));
          causes.push({ kind: links.kind.name, id, among: this.#amongOf(links, link), round });
        }
        const record = other.at[link];
        if (out.at(record) === round) causes.push({ ...this.#causeAt(other, record), round });
      }
    }
    return causes;
  }

  #causeAt({ kind, records }: End, record: number): Cause {
    return { kind: kind.to, id: records.ids[record], among: this.#amongOf(records, record) };
  }

  #amongOf(set: RecordSet | LinkSet, index: number): Among {
    return this.#among.get(set)?.get(index) ?? 'choices';
  }

  #ofLink(set: LinkSet, index: number, round: number): Finding[] {
    const failed = this.solution.of(set).failed.get(index) ?? [];
    const among = failed.every(isMistake) ? 'mistakes' : 'choices';
    this.#among.get(set)?.set(index, among);
    // The rows of a pair that hold have nothing to say of its rank.
    if (set.apart?.failingPairs.has(index) === true)
      return set.apart.of(index).flatMap((row) => this.#ofRow(set, index, row, round));
    return failed.map((rule) => {
      const field = badPathOf(rule, set.kind);
      return ruleFinding('excluded', rule, { ...this.#about(set, index), field, among, round });
    });
  }

  /** What a row that was kept apart fails by, at its own place. */
  #ofRow(set: LinkSet, link: number, row: number, round: number | null): Finding[] {
    const failed = set.apart?.failing.get(row) ?? [];
    const among = failed.every(isMistake) ? 'mistakes' : 'choices';
    const place = set.apart === null ? null : placeIn(set.apart.rows.rows, row);
    return failed.map((rule) => {
      const field = badPathOf(rule, set.kind);
      return ruleFinding('excluded', rule, { ...this.#about(set, link), field, ...place, among, round });
    });
  }

  /** Rows that fail beside others that hold, or whose link names a record that is not there: never in themselves. */
  #addRows(findings: Findings, set: LinkSet, apart: RowsApart): void {
    for (let link = 0; link < set.size; link++) {
      const isSaid = apart.failingPairs.has(link) && this.solution.of(set).roundOf(link) !== dangling;
      if (isSaid) continue;
      const rows = apart.failingOf(link);
      // The finding that it dangles is about the first.
      for (const row of apart.failingPairs.has(link) ? rows.slice(1) : rows)
        findings.push(...this.#ofRow(set, link, row, null));
    }
  }

  #ofEnds(set: LinkSet, index: number, round: number): Finding {
    const causes: Cause[] = [];
    for (const end of set.ends) {
      const record = end.at[index];
      if (this.solution.ofRecords(end.records).out.at(record) === round) causes.push(this.#causeAt(end, record));
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
    const fate = this.solution.of(set);
    for (const index of set.toNothing) {
      if (fate.roundOf(index) !== dangling) continue;
      const { rule, ...words } = danglingWords(set, index);
      findings.push(
        plainFinding('excluded', rule, {
          ...this.#about(set, index),
          ...words,
          ...(danglesWithAll(set, index) ? { fix: null } : {}),
          among: 'mistakes',
        }),
      );
    }
  }

  #about(set: LinkSet, index: number) {
    return {
      kind: set.kind.name,
      recordId: linkId(set.idsAt(index)),
      ...placeIn(set.rows, index),
    };
  }
}

/** Mending what one rule asks for does not bring through what another keeps out as a choice of the school. */
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
