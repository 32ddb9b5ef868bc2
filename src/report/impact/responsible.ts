import { linkIdsIn } from '../../extract/link-ids.js';
import type { Decision, Finding } from '../../decide/decision.js';
import { factsReadBy, leavesOf } from '../../pipeline/rules/evaluate.js';
import { builtInRules, splitOf, valuesSetBy, wantedBy } from '../../pipeline/rules/rule.js';
import { kindsOf, type LinkKind, type Pipeline } from '../../pipeline/pipeline.js';
import { keyOf, type Subject } from '../findings/chains.js';
import type { RuleChange, RuleChanges } from './rule-changes.js';
import { kindNamed } from '../../words/words.js';

/** What comes through in one version and not in the other: kind, id. */
export type LostSubjects = readonly Subject[];

/**
 * Takes each record and link that comes through in only one version, and finds what is responsible in the decision that
 * keeps it out.
 *
 * If a record fails a rule that differs between the versions, that rule is responsible. If it fails a rule about counts
 * that is the same in both, what it lost is responsible: a link, or the record at its other end, that comes through in
 * one version only. Of several, the one that left last is followed, then the one whose id comes first, as a finding's
 * cause is chosen. So every chain ends at something that differs.
 *
 * @param out the decision in which they are out
 */
export function responsibleFor(
  lost: LostSubjects,
  out: Decision,
  pipelines: readonly Pipeline[],
  changes: RuleChanges,
): ReadonlyMap<string, RuleChange> {
  const findings = excludedBy(out.findings);
  const roundOf = (one: Subject): number => findings.get(keyOf(one))?.[0]?.round ?? 0;
  const linksOf = new LostLinks(lost, pipelines);
  const behind = new ChangesBehind(changes, pipelines);
  const found = new Map<string, RuleChange>();
  const order = lost
    .map((one) => ({ one, round: roundOf(one), isLater: isOutWithItsEnd(findings.get(keyOf(one)), linksOf.is(one)) }))
    // Within a round: links that fail rules of their own, then records, then links that go with an end.
    .sort(
      (a, b) =>
        a.round - b.round ||
        Number(a.isLater) - Number(b.isLater) ||
        Number(linksOf.is(b.one)) - Number(linksOf.is(a.one)),
    );
  for (const { one, round } of order) {
    const own = findings.get(keyOf(one)) ?? [];
    const change =
      firstOf(own, ({ rule }) => changes.of(rule)) ??
      inherited(linksOf.is(one) ? linksOf.endsOf(one) : linksOf.of(one), one, round) ??
      firstOf(own, ({ rule }) => behind.facts(one.kind, rule)) ??
      firstOf(linksOf.is(one) ? linksOf.endsOf(one) : [one], ({ kind }) => behind.split(kind)) ??
      (own[0]?.place == null ? changes.ofKind(one.kind) : changes.same(own[0].rule));
    found.set(keyOf(one), change);
  }
  return found;

  function inherited(neighbours: readonly Subject[], one: Subject, round: number): RuleChange | null {
    const isEnd = linksOf.is(one);
    let last: { change: RuleChange; round: number } | null = null;
    for (const neighbour of neighbours) {
      const change = found.get(keyOf(neighbour));
      const left = roundOf(neighbour);
      if (change === undefined || (isEnd ? left > round : left >= Math.max(round, 1))) continue;
      if (last === null || left > last.round) last = { change, round: left };
    }
    return last?.change ?? null;
  }
}

/** Changes to what a rule reads. */
class ChangesBehind {
  constructor(
    private readonly changes: RuleChanges,
    private readonly pipelines: readonly Pipeline[],
  ) {}

  /** A rule that is the same fails because what it reads changed: by a `set`, a `split`, or the way it is read. */
  facts(kind: string, name: string): RuleChange | null {
    const rule = this.changes.rule(name);
    if (rule === undefined) return null;
    const leaves = leavesOf(rule.conditions);
    for (const fact of leaves.flatMap(factsReadBy)) {
      const change = this.#field(...this.#ownerOf(kind, fact));
      if (change !== null) return change;
    }
    return leaves.some((leaf) => leaf.rank !== undefined) ? this.#ofRanks(kind) : null;
  }

  /** A link's rank follows from the rules that keep out others. */
  #ofRanks(kind: string): RuleChange | null {
    return this.changes.differing(kind, (rule) => wantedBy(rule) !== null)[0] ?? null;
  }

  split(kind: string): RuleChange | null {
    return this.changes.differing(kind, (rule) => splitOf(rule) !== null)[0] ?? null;
  }

  #field(kind: string, field: string): RuleChange | null {
    return (
      this.changes.differing(kind, setsOrShares(field))[0] ?? this.split(kind) ?? this.changes.ofField(kind, field)
    );
  }

  #ownerOf(kind: string, fact: string): [kind: string, field: string] {
    const [end, field] = fact.split('.');
    const link = this.pipelines.map((pipeline) => kindNamed(pipeline, kind)).find((one) => one?.type === 'link');
    const to = link?.type === 'link' ? link.ends.find(({ name }) => name === end)?.to : undefined;
    return field === undefined || to === undefined ? [kind, fact] : [to, field];
  }
}

/** Whether a rule gives a field of its kind its value. */
export function setsOrShares(field: string): (rule: Parameters<Parameters<RuleChanges['differing']>[1]>[0]) => boolean {
  return (rule) => {
    const split = splitOf(rule);
    if (split === null) return valuesSetBy(rule).has(field);
    return split.by === field || split.share.some((share) => share.link === null && share.field === field);
  };
}

function firstOf<T, R>(all: readonly T[], ask: (one: T) => R | null): R | null {
  for (const one of all) {
    const answer = ask(one);
    if (answer !== null) return answer;
  }
  return null;
}

function isOutWithItsEnd(findings: readonly Finding[] | undefined, isLink: boolean): boolean {
  return isLink && (findings ?? []).every(({ rule }) => ofEnds.has(rule));
}

const ofEnds: ReadonlySet<string> = new Set([
  builtInRules.endStaysOut,
  builtInRules.dangling,
  builtInRules.ambiguousKey,
]);

function excludedBy(findings: readonly Finding[]): ReadonlyMap<string, Finding[]> {
  const found = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { severity, kind, recordId } = finding;
    if (severity !== 'excluded' || kind === null || recordId === null) continue;
    const key = keyOf({ kind, id: recordId });
    const known = found.get(key);
    if (known === undefined) found.set(key, [finding]);
    else known.push(finding);
  }
  return found;
}

/** The links among what was lost, and the records at their ends. */
class LostLinks {
  readonly #kinds: ReadonlyMap<string, LinkKind>;
  readonly #of = new Map<string, Subject[]>();

  constructor(lost: LostSubjects, pipelines: readonly Pipeline[]) {
    const links = pipelines.flatMap(kindsOf).filter((kind) => kind.type === 'link');
    this.#kinds = new Map(links.map((kind) => [kind.name, kind]));
    for (const one of lost) {
      if (!this.is(one)) continue;
      const ends = this.endsOf(one);
      ends.forEach((end, index) => {
        const other = ends[index === 0 ? 1 : 0];
        // The record at a link's end says more than the link, if it is out too.
        const neighbours = other === undefined ? [one] : [one, other];
        const key = keyOf(end);
        const known = this.#of.get(key);
        if (known === undefined) this.#of.set(key, neighbours);
        else for (const neighbour of neighbours) known.push(neighbour);
      });
    }
  }

  is({ kind }: Subject): boolean {
    return this.#kinds.has(kind);
  }

  /** Links of a record that were lost, and the records at their other ends. */
  of(record: Subject): readonly Subject[] {
    return this.#of.get(keyOf(record)) ?? [];
  }

  endsOf({ kind, id }: Subject): Subject[] {
    const ids = linkIdsIn(id);
    return (this.#kinds.get(kind)?.ends ?? []).map((end, index) => ({ kind: end.to, id: ids[index] ?? '' }));
  }
}
