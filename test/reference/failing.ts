import { solve } from './fixpoint.js';
import type { LinkKind, Options, RecordKind, School, State } from './rules.js';
import { LINK_KINDS, RECORD_KINDS, failingLinkRules, failingRecordRules, linkComesThrough } from './rules.js';

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
      const withIt = solve(school, options, { kind, id: item.id }).state;
      failing.push({ kind, id: item.id, rules: failingRecordRules(kind, item, school, withIt, options) });
    }
  }
  for (const kind of LINK_KINDS) {
    for (const link of school[kind]) {
      if (linkComesThrough(kind, link, state, options)) continue;
      const own = failingLinkRules(kind, link, options);
      failing.push({ kind, id: JSON.stringify(link.ends), rules: own.length > 0 ? own : ['end-stays-out'] });
    }
  }
  return failing;
}
