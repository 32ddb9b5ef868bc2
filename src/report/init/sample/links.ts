import type { LikelyLabel, LikelyWords } from '../likely-words.js';
import type { Guess, GuessedKind } from './kinds.js';
import { Names } from './names.js';
import { certaintyOf, namesSeveral, type Reference } from './references.js';
import type { InnerList, SampleSection } from './sections.js';

/** One end of a guessed link; without references it is the record that holds the links. */
export interface GuessedEnd {
  readonly name: string;
  readonly to: string;
  readonly references: readonly Reference[];
}

export interface GuessedLink {
  readonly name: string;
  readonly one: string;
  readonly label: LikelyLabel | null;
  readonly isKnown: boolean;
  /** The section of links, or null if records hold them. */
  readonly section: SampleSection | null;
  readonly within: GuessedKind | null;
  readonly ends: readonly [GuessedEnd, GuessedEnd];
  /** The list whose entries name the links, if these are objects with values of their own. */
  readonly entries: InnerList | null;
}

/** The links between the kinds, by the references. Where two places name the same pairs, the first is taken. */
export function guessLinks(
  { kinds, linkSections, references }: Guess,
  words: LikelyWords,
): {
  readonly links: readonly GuessedLink[];
  readonly left: readonly Reference[];
} {
  const kindOf = (section: SampleSection): GuessedKind | undefined => kinds.find((kind) => kind.section === section);
  const naming = new Naming(kinds, words);
  const links: GuessedLink[] = [];
  const left: Reference[] = [];
  for (const { section, references: own } of linkSections) {
    const [first, second] = bestPerKind(own);
    const [a, b] = [first && kindOf(first.to), second && kindOf(second.to)];
    if (first === undefined || second === undefined || a === undefined || b === undefined) continue;
    left.push(...own.filter((one) => one !== first && one !== second));
    const named = naming.name([a, [first]], [b, [second]]);
    if (named === null) left.push(first, second);
    else links.push({ ...named, section, within: null, entries: null });
  }
  for (const all of perPair(references)) {
    // What changes a text, and the key that it is compared with, are those of the whole end.
    const group = all.filter(
      ({ behind, split, by }) => behind === all[0]?.behind && split === all[0].split && by === all[0].by,
    );
    left.push(...all.filter((one) => !group.includes(one)));
    const [holder, to] = [group[0] && kindOf(group[0].from), group[0] && kindOf(group[0].to)];
    if (holder === undefined || to === undefined) continue;
    const objects = group.filter(({ inList }) => inList !== null);
    const named = naming.name([holder, []], [to, group]);
    if (named === null) left.push(...group);
    else
      links.push({
        ...named,
        section: null,
        within: holder,
        entries: objects.length === 1 ? (objects[0]?.list ?? null) : null,
      });
  }
  return { links, left };
}

/** For each kind, the single id that is found most often. */
function bestPerKind(references: readonly Reference[]): Reference[] {
  const best = new Map<SampleSection, Reference>();
  for (const one of references) {
    const other = best.get(one.to);
    if (namesSeveral(one)) continue;
    if (other === undefined || certaintyOf(one) > certaintyOf(other)) best.set(one.to, one);
  }
  return [...best.values()];
}

/** References between the same two sections are one link: several fields may name one end. */
function perPair(references: readonly Reference[]): Reference[][] {
  const groups: Reference[][] = [];
  for (const one of references) {
    const group = groups.find(([first]) => first?.from === one.from && first.to === one.to);
    if (group === undefined) groups.push([one]);
    else group.push(one);
  }
  return groups;
}

type Side = readonly [kind: GuessedKind, references: readonly Reference[]];

/** Gives each link the name that the product has for it, or one made of its kinds. */
class Naming {
  readonly #names: Names;
  readonly #pairs = new Set<string>();

  constructor(
    kinds: readonly GuessedKind[],
    private readonly words: LikelyWords,
  ) {
    this.#names = new Names(kinds.map(({ name }) => name));
  }

  /** Null if these two kinds have links already. */
  name(a: Side, b: Side): Pick<GuessedLink, 'name' | 'one' | 'label' | 'isKnown' | 'ends'> | null {
    const pair = [a[0].name, b[0].name].sort().join(' ');
    if (this.#pairs.has(pair)) return null;
    this.#pairs.add(pair);
    for (const [name, { one, label, ends }] of Object.entries(this.words.links)) {
      const sides = Object.entries(ends).map(([end, kind]) => {
        const side = [a, b].find(([{ name: of }]) => of === kind);
        return side === undefined ? null : endOf(end, side);
      });
      const [first, second] = sides;
      if (first && second && this.#names.take(name)) return { name, one, label, isKnown: true, ends: [first, second] };
    }
    const name = this.#names.nameOf(`${a[0].one} ${b[0].name}`);
    const [first, second] = a[0].one === b[0].one ? [a[0].one, `other${b[0].one}`] : [a[0].one, b[0].one];
    return { name, one: `${name}Link`, label: null, isKnown: false, ends: [endOf(first, a), endOf(second, b)] };
  }
}

function endOf(name: string, [kind, references]: Side): GuessedEnd {
  return { name, to: kind.name, references };
}
