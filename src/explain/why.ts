import { danglingWords, endStaysOutWords, erasureWords } from '../decide/findings.js';
import type { Solved } from '../decide/solved.js';
import { endIdAt, linkIdsAt, nowhere, setNamed, type CountedLinks, type LinkSet } from '../decide/world.js';
import type { Rule } from '../pipeline/rules/rule.js';
import { builtInRules } from '../pipeline/rules/rule.js';
import { byCodeUnit } from '../pipeline/text/text.js';
import type { Id, Of, Reason, Seen } from './explanation.js';
import type { Node } from './source-id.js';
import type { Standing, WhatIf } from './what-if.js';

/** A tree of more reasons than this is read by nobody; it is cut there, and says so. */
const mostReasons = 10_000;
/** So it is after looking at so many records and links, for which a person waits. */
const mostWork = 3_000_000;

/**
 * The rules that fail for a record or link with it held in, and below each the reasons of those who would have made it
 * hold, found the same way with everything on the way down held in as well. So no reason is circular, and each chain
 * ends at a record's own values, at a reference or at an option.
 */
export class Why {
  #left = mostReasons;
  readonly #end: number;
  private readonly solved: Solved;

  constructor(
    private readonly whatIf: WhatIf,
    private readonly withValues: boolean,
  ) {
    this.solved = whatIf.solved;
    this.#end = whatIf.work + mostWork;
  }

  async of(node: Node): Promise<Reason[]> {
    const links = this.solved.world.links.get(node.kind);
    return links === undefined ? this.#ofRecord(node, []) : this.#ofHeldLink(links, node);
  }

  async #ofRecord(node: Node, way: readonly Node[]): Promise<Reason[]> {
    const erasedAs = this.whatIf.erasedAs(node);
    if (erasedAs !== null) {
      this.#left--;
      return [this.#plain(erasedAs, node, erasureWords[erasedAs])];
    }
    const held = [...way, node];
    const standing = await this.whatIf.solve({ held, mended: new Map() });
    const reasons: Reason[] = [];
    for (const rule of await this.whatIf.failing(standing, node)) {
      this.#left--;
      const cut = this.#left <= 0 || this.whatIf.work > this.#end;
      const why: Reason[] = [];
      if (!cut) {
        for (const counted of this.whatIf.countsIn(rule)) why.push(...(await this.#ofLinks(counted, node, standing)));
      }
      reasons.push({ ...this.#ofRule(rule, node, standing), why, cut });
    }
    return reasons;
  }

  /** Of the links that a count lacks, in the order of the ids at their other ends. */
  async #ofLinks({ count, links, neighbours }: CountedLinks, node: Node, standing: Standing): Promise<Reason[]> {
    const other = count.end === 0 ? 1 : 0;
    const sorted = [...neighbours.of(node.index)].sort((a, b) =>
      byCodeUnit(endIdAt(links, other, a), endIdAt(links, other, b)),
    );
    const reasons: Reason[] = [];
    for (const link of sorted) reasons.push(...(await this.#ofLink(links, link, [other], standing)));
    return reasons;
  }

  /** What keeps a link out: its own rules, a reference to nothing, and the reasons of the ends that are out. */
  async #ofLink(links: LinkSet, link: number, ends: readonly (0 | 1)[], standing: Standing): Promise<Reason[]> {
    const node = { kind: links.kind.name, index: link };
    const { held } = standing.assumptions;
    const reasons: Reason[] = this.whatIf
      .ownFaults(links, link, standing.assumptions)
      .map((rule) => ({ ...this.#ofRule(rule, node, standing), why: [], cut: false }));
    if (this.whatIf.missing(links, link, standing.assumptions) !== null) {
      reasons.push(this.#plain(builtInRules.dangling, node, danglingWords(links, link)));
    }
    this.#left -= reasons.length;
    for (const end of ends) {
      const index = links.ends[end][link];
      const kind = links.kind.ends[end].to;
      if (index === nowhere || this.whatIf.isRecordIn(standing, kind, index)) continue;
      reasons.push(...(await this.#ofRecord({ kind, index }, held)));
    }
    return reasons;
  }

  /** A link that is held in counts at both its ends, so the reasons of either end are its own. */
  async #ofHeldLink(links: LinkSet, node: Node): Promise<Reason[]> {
    const standing = await this.whatIf.solve({ held: [node], mended: new Map() });
    const own = await this.#ofLink(links, node.index, [], standing);
    const isOut = ([0, 1] as const).some((end) => {
      const index = links.ends[end][node.index];
      return index !== nowhere && !this.whatIf.isRecordIn(standing, links.kind.ends[end].to, index);
    });
    if (!isOut) return own;
    const all = await this.#ofLink(links, node.index, [0, 1], standing);
    const why = all.slice(own.length);
    return [...own, { ...this.#plain(builtInRules.endStaysOut, node, endStaysOutWords), why }];
  }

  #ofRule(rule: Rule, node: Node, standing: Standing): Omit<Reason, 'why' | 'cut'> {
    const { because, fix, place } = rule;
    const options = this.solved.book
      .factsAndReferencesOf(rule)
      .filter((fact) => fact.startsWith('option.'))
      .map((fact) => fact.slice('option.'.length));
    return {
      rule: rule.name,
      because,
      fix,
      place,
      of: ofNode(this.solved, node),
      options: [...new Set(options)],
      field: null,
      saw: this.withValues ? this.#saw(rule, node, standing) : null,
    };
  }

  #saw(rule: Rule, { kind, index }: Node, standing: Standing): Seen[] {
    return this.solved.book
      .outcomes(rule, this.whatIf.factsIn(standing, kind), index)
      .map(({ leaf, saw, holds }) => ({ fact: leaf.fact, operator: leaf.operator, value: leaf.value, saw, holds }));
  }

  #plain(rule: string, node: Node, words: Pick<Reason, 'because' | 'fix' | 'field'>): Reason {
    const nothing = { place: null, options: [], why: [], cut: false, saw: this.withValues ? [] : null };
    return { ...nothing, ...words, rule, of: ofNode(this.solved, node) };
  }
}

/** How a record or link is named to people and scripts. */
export function ofNode({ world }: Solved, { kind, index }: Node): Of {
  const links = world.links.get(kind);
  const id: Id = links === undefined ? setNamed(world.records, kind).ids[index] : linkIdsAt(links, index);
  return { kind, id };
}
