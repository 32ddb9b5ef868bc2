import { solve, type HeldIn } from './fixpoint.js';
import type { Link } from './read.js';
import type { LinkKind, Options, RecordKind, School, State } from './rules.js';
import { ENDS, LINK_KINDS, RECORD_KINDS, failingLinkRules, failingRecordRules, linkComesThrough } from './rules.js';

export interface Failing {
  kind: RecordKind | LinkKind;
  /** A link's is the JSON list of its ids, as in the findings table. */
  id: string;
  rules: string[];
}

/**
 * Why each record and link that is out is out. Judged with the record held in, so that what it brings along itself is
 * no reason ("the teacher is out because the class is out because the teacher is out").
 */
export function whyOut(school: School, state: State, options: Options): Failing[] {
  const failing: Failing[] = [];
  for (const kind of RECORD_KINDS) {
    for (const item of school[kind]) {
      if (state[kind].has(item.id)) continue;
      failing.push({ kind, id: item.id, rules: failingWithHeldIn(kind, item.id, school, options) });
    }
  }
  for (const kind of LINK_KINDS) {
    for (const link of school[kind]) {
      if (linkComesThrough(kind, link, state, options)) continue;
      failing.push({ kind, id: JSON.stringify(link.ends), rules: failingOfHeldLink(kind, link, school, options) });
    }
  }
  return failing;
}

/** The rules of a record that fail when it is held in, and those on the way to it. */
export function failingWithHeldIn(
  kind: RecordKind,
  id: string,
  school: School,
  options: Options,
  way: readonly HeldIn[] = [],
): string[] {
  const { state } = solve(school, options, [...way, { kind, id }]);
  const item = school[kind].find((one) => one.id === id);
  if (item === undefined) throw new Error(`no ${kind} ${id}`);
  return failingRecordRules(kind, item, school, state, options);
}

function failingOfHeldLink(kind: LinkKind, link: Link, school: School, options: Options): string[] {
  const { state } = solve(holdingIn(school, kind, link), options);
  const isOut = ([0, 1] as const).some((end) => {
    const to = ENDS[kind][end];
    const item = school[to].find(({ id }) => id === link.ends[end]);
    const isNamed = item !== undefined && (item.isSecondHalf !== true || link.isOfSecondHalf === true);
    return isNamed && !state[to].has(link.ends[end]);
  });
  return [...failingLinkRules(kind, link, options), ...(isOut ? ['end-stays-out'] : [])];
}

export function holdingIn(school: School, kind: LinkKind, link: Link): School {
  return { ...school, [kind]: school[kind].map((one) => (one === link ? { ...one, heldIn: true } : one)) };
}
