import { foldName } from './duplicates.js';
import type { Item, Link } from './read.js';
import { ENDS, failingLinkRules, type LinkKind, type Options, type RecordKind, type School } from './rules.js';

export type Comparison = '<' | '<=' | '>' | '>=';

/** How many links a record may have as the extract names them. */
export interface CountAsRead {
  readonly counts: 'links';
  readonly name: string;
  readonly kind: RecordKind;
  readonly links: LinkKind;
  readonly is: Comparison;
  readonly value: number;
}

/** Which place a link may have among those of the record at its other end. */
export interface RankOfLink {
  readonly counts: 'places';
  readonly name: string;
  readonly kind: LinkKind;
  /** The end whose records are ranked. */
  readonly of: 0 | 1;
  /** A field of the link, or of that end. */
  readonly by: readonly { readonly isOfEnd: boolean; readonly field: string }[];
  readonly is: Comparison;
  readonly value: number;
}

/** Rules that a school adds: each must hold. */
export type AddedRule = CountAsRead | RankOfLink;

export function compares(one: number, is: Comparison, other: number): boolean {
  if (is === '<') return one < other;
  if (is === '<=') return one <= other;
  if (is === '>') return one > other;
  return one >= other;
}

/** A reference to a record that the extract does not have counts too: it is read. */
export function linksAsRead(school: School, { kind, links }: CountAsRead, record: Item): number {
  const end = ENDS[links].indexOf(kind);
  const isNamed = (link: Link) => record.isSecondHalf !== true || link.isOfSecondHalf === true;
  return school[links].filter((link) => link.ends[end] === record.id && isNamed(link)).length;
}

/** Notes on each link which rules about its place keep it out: before anything is decided. */
export function judgePlaces(school: School, options: Options): void {
  for (const rule of options.added ?? []) {
    if (rule.counts !== 'places') continue;
    const all = school[rule.kind].filter((link) => hasPlace(rule.kind, link, options));
    const failing = all.filter((link) => !compares(placeOf(school, rule, link, all), rule.is, rule.value));
    for (const link of failing) link.outByPlace = [...(link.outByPlace ?? []), rule.name];
  }
}

function hasPlace(kind: LinkKind, link: Link, options: Options): boolean {
  const rules = failingLinkRules(kind, { ...link, outByPlace: [] }, options);
  const isErased = ENDS[kind].some((to, end) => options.forgotten?.has(`${to} ${link.ends[end]}`) === true);
  return rules.length === 0 && !isErased;
}

/** One more than those of the same record that come before it. */
function placeOf(school: School, rule: RankOfLink, link: Link, all: readonly Link[]): number {
  const within = rule.of === 0 ? 1 : 0;
  const beside = all.filter((other) => other.ends[within] === link.ends[within]);
  return 1 + beside.filter((other) => comesBefore(school, rule, other, link)).length;
}

function comesBefore(school: School, rule: RankOfLink, one: Link, other: Link): boolean {
  for (const { isOfEnd, field } of rule.by) {
    const valueOf = (link: Link): string | null => {
      const record = school[ENDS[rule.kind][rule.of]].find(({ id }) => id === link.ends[rule.of]);
      return (isOfEnd ? record?.values[field] : link.values[field]) ?? null;
    };
    const [a, b] = [valueOf(one), valueOf(other)];
    if (a === null || b === null) {
      if (a === b) continue;
      return b === null;
    }
    const [first, second] = [inOrder(field, a), inOrder(field, b)];
    if (first !== second) return first < second;
  }
  return one.ends[rule.of] < other.ends[rule.of];
}

/** What is compared: yes comes before no. */
function inOrder(field: string, value: string): string {
  if (field === 'parentalResponsibility') return value === 'yes' ? '0' : '1';
  return field === 'dateOfBirth' ? value : foldName(value);
}
