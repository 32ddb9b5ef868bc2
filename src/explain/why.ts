import { danglingWords, endStaysOutWords, erasureWords, placeIn } from '../decide/findings.js';
import type { Given, Node } from '../decide/given.js';
import type { Solution } from '../decide/solution.js';
import { LinkSet, nowhere, type End, type RecordSet, type RowsApart } from '../decide/world.js';
import type { Rank, Rule } from '../pipeline/rules/rule.js';
import { builtInRules } from '../pipeline/rules/rule.js';
import { rankFact } from '../pipeline/rules/rank.js';
import type { Of, RankSeen, Reason, Seen } from './explanation.js';
import type { WhatIf } from './what-if.js';

/** Nobody reads a tree of more reasons than this; it is cut there, and says so. */
const mostReasons = 10_000;
/** It is also cut after looking at this many records and links, because a person is waiting. */
const mostWork = 3_000_000;

/**
 * The rules that fail for a record or link while it is held, and below each the reasons of those who would have made
 * the rule hold, found the same way with everything on the way down held too. So no reason is circular, and each chain
 * ends at a record's own values, at a reference or at an option.
 */
export class Why {
  #left = mostReasons;
  readonly #end: number;

  constructor(
    private readonly whatIf: WhatIf,
    private readonly withValues: boolean,
  ) {
    this.#end = whatIf.work + mostWork;
  }

  async of(node: Node): Promise<Reason[]> {
    const { set, index } = node;
    return set instanceof LinkSet ? this.#ofHeldLink(set, index) : this.#ofRecord(set, index, []);
  }

  async #ofRecord(set: RecordSet, index: number, way: Given['held']): Promise<Reason[]> {
    const node = { set, index };
    const erasedAs = set.erased.get(index);
    if (erasedAs !== undefined) {
      this.#left--;
      return [this.#plain(erasedAs, node, erasureWords[erasedAs])];
    }
    const standing = await this.whatIf.solve({ held: [...way, node], mended: [] });
    const reasons: Reason[] = [];
    for (const rule of await standing.failing(node)) {
      this.#left--;
      const cut = this.#left <= 0 || this.whatIf.work > this.#end;
      const why: Reason[] = [];
      if (!cut) {
        for (const end of standing.book.endsCountedBy(rule, set))
          why.push(...(await this.#ofLinks(end, index, standing)));
      }
      reasons.push({ ...this.#ofRule(rule, node, standing), why, cut });
    }
    return reasons;
  }

  /** Reasons of the links that a count lacks, in the order of the ids at their other ends. */
  async #ofLinks(end: End, record: number, standing: Solution): Promise<Reason[]> {
    const { links, other } = end;
    const reasons: Reason[] = [];
    for (const link of other.inOrder(end.linksOf(record)))
      reasons.push(...(await this.#ofLink(links, link, [other], standing)));
    return reasons;
  }

  /** What keeps a link out: its own rules, a reference to nothing, and the reasons of the ends that are out. */
  async #ofLink(links: LinkSet, link: number, ends: readonly End[], standing: Solution): Promise<Reason[]> {
    const node = { set: links, index: link };
    const faults = standing.faultsOf(links, link);
    const reasons: Reason[] =
      links.apart?.failingPairs.has(link) === true && faults.length > 0
        ? this.#ofRows(links.apart, node, standing)
        : faults.map((rule) => ({ ...this.#ofRule(rule, node, standing), why: [], cut: false }));
    if (standing.missingAt(links, link) !== null) {
      const { rule, ...words } = danglingWords(links, link);
      reasons.push(this.#plain(rule, node, words));
    }
    this.#left -= reasons.length;
    for (const end of ends) {
      if (isOut(end, link, standing))
        reasons.push(...(await this.#ofRecord(end.records, end.at[link], standing.given.given.held)));
    }
    return reasons;
  }

  /** Row by row: each fails by rules of its own, and any of them would be enough. */
  #ofRows(apart: RowsApart, node: Node, standing: Solution): Reason[] {
    return apart.failingOf(node.index).flatMap((row) =>
      (apart.failing.get(row) ?? []).map((rule) => ({
        ...this.#ofRule(rule, { set: apart.rows, index: row }, standing),
        of: ofNode(node),
        ...placeIn(apart.rows.rows, row),
        why: [],
        cut: false,
      })),
    );
  }

  /** A link that is held counts at both its ends, so the reasons of either end are its own. */
  async #ofHeldLink(links: LinkSet, link: number): Promise<Reason[]> {
    const node = { set: links, index: link };
    const standing = await this.whatIf.solve({ held: [node], mended: [] });
    const own = await this.#ofLink(links, link, [], standing);
    if (!links.ends.some((end) => isOut(end, link, standing))) return own;
    const all = await this.#ofLink(links, link, links.ends, standing);
    const why = all.slice(own.length);
    return [...own, { ...this.#plain(builtInRules.endStaysOut, node, endStaysOutWords), why }];
  }

  #ofRule(rule: Rule, node: Node, standing: Solution): Omit<Reason, 'why' | 'cut'> {
    const { because, fix, place } = rule;
    const options = standing.book
      .factsAndReferencesOf(rule)
      .filter((fact) => fact.startsWith('option.'))
      .map((fact) => fact.slice('option.'.length));
    return {
      rule: rule.name,
      because,
      fix,
      place,
      of: ofNode(node),
      options: [...new Set(options)],
      field: null,
      ...ranksSeen(standing.book.ranksOf(rule), node),
      saw: this.withValues ? this.#saw(rule, node, standing) : null,
    };
  }

  #saw(rule: Rule, { set, index }: Node, standing: Solution): Seen[] {
    return standing.book
      .outcomes(rule, standing.factsOf(set), index)
      .map(({ leaf, saw, holds }) => ({ ...leaf, saw, holds }));
  }

  #plain(rule: string, node: Node, words: Pick<Reason, 'because' | 'fix' | 'field'>): Reason {
    const nothing = { place: null, options: [], why: [], cut: false, saw: this.withValues ? [] : null };
    return { ...nothing, ...words, rule, of: ofNode(node) };
  }
}

/** What people and scripts call a record or link. */
export function ofNode({ set, index }: Node): Of {
  return { kind: set.kind.name, id: set instanceof LinkSet ? set.idsAt(index) : set.ids[index] };
}

function ranksSeen(ranks: readonly Rank[], { set, index }: Node): Pick<Reason, 'ranks'> {
  if (ranks.length === 0 || !(set instanceof LinkSet)) return {};
  const seen = ranks.flatMap(({ of, by }): RankSeen[] => {
    const places = set.ranks.get(rankFact({ of, by }));
    const within = set.kind.ends.find(({ name }) => name !== of)?.name ?? of;
    return places === undefined ? [] : [{ of, within, by, rank: places.at[index], among: places.among[index] }];
  });
  return { ranks: seen };
}

/** Whether a link's end is a record of the extract that stays out. */
function isOut({ records, at }: End, link: number, standing: Solution): boolean {
  return at[link] !== nowhere && !standing.comesThrough({ set: records, index: at[link] });
}
