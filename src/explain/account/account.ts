import type { Node } from '../../decide/given.js';
import { recordFacts } from '../../decide/facts.js';
import { placeIn } from '../../decide/findings.js';
import { factsAfterwards } from '../../decide/warn.js';
import { LinkSet, type RecordSet } from '../../decide/world.js';
import { wantedBy } from '../../pipeline/rules/rule.js';
import type { WhatIf } from '../what-if.js';
import { ask, factsIn, replay, type Asked, type AskedBefore, type Replayed } from './replay.js';
import { valuesOf, type GivenValue } from './given-value.js';

/** What a rule did with a record or link; `none`: nothing, by its conditions. */
export type Deed = 'through' | 'out' | 'split' | 'set' | 'warned' | 'none';

/** A rule that was asked about a record or link, and what it did. */
export interface AskedRule extends AskedBefore {
  readonly deed: Deed;
  /** Index in the section of the row that it was asked about, of links whose rows are kept apart. */
  readonly position: number | null;
  /** That section, if the links are read from several. */
  readonly section: string | null;
}

/** Which rules were asked about a record or link, and what gave each of its values. */
export interface Account {
  /** In the order in which they were asked: those that split, set, judge, and warn. */
  readonly rules: readonly AskedRule[];
  /** In the order of the fields that are kept. */
  readonly values: readonly GivenValue[];
}

/** What is so of one that was erased on request: no rule is asked, and nothing of it or of its links is shown. */
const nothing: Account = { rules: [], values: [] };

/**
 * Of one that stays out, the rules see what they would with it held in, as its reasons have it.
 * @throws Error if the node is of another school
 */
export async function accountOf(whatIf: WhatIf, node: Node): Promise<Account> {
  const { set, index } = node;
  if (set instanceof LinkSet) return accountOfLink(whatIf, set, index);
  if (set.erased.has(index)) return nothing;
  const { solved } = whatIf;
  const replayed = await replay(solved, set.kind.name, index);
  const { solution, book } = solved;
  const standing = solution.comesThrough(node) ? solution : await whatIf.solve({ held: [node], mended: [] });
  const facts = recordFacts(replayed.set as RecordSet, standing.countFacts(set));
  const judging: AskedRule[] = [];
  for (const rule of book.rulesThatJudge(set.kind.name))
    judging.push(judged(await ask(book, rule, facts, index), nowhere));
  const rules = [...replayed.asked.map((one) => before(one, nowhere)), ...judging, ...(await warning(whatIf, node))];
  return { rules, values: await valuesOf(solved, node, replayed) };
}

/** Rows that are kept apart are judged one by one; the values are those of the link that they make. */
async function accountOfLink(whatIf: WhatIf, set: LinkSet, index: number): Promise<Account> {
  const { solved } = whatIf;
  if (set.ends.some(({ at, records }) => records.erased.has(at[index]))) return nothing;
  const rows = set.apart === null ? [index] : [...set.apart.of(index)];
  const all: { readonly row: number; readonly replayed: Replayed }[] = [];
  for (const row of rows) all.push({ row, replayed: await replay(solved, set.kind.name, row) });
  const rules: AskedRule[] = [];
  for (const { row, replayed } of all) {
    const place = set.apart === null ? nowhere : placeIn(replayed.set.rows, row);
    rules.push(...replayed.asked.map((one) => before(one, place)));
    for (const rule of solved.book.rulesThatJudge(set.kind.name))
      rules.push(judged(await ask(solved.book, rule, factsIn(replayed.set), row), place));
  }
  const node = { set, index };
  rules.push(...(await warning(whatIf, node)));
  const counting = set.apart === null || set.apart.holdingOf(index).length === 0 ? rows : set.apart.holdingOf(index);
  const givers = all.filter(({ row }) => counting.includes(row)).map(({ replayed }) => replayed);
  return { rules, values: await valuesOf(solved, node, givers[0], givers.slice(1)) };
}

type Place = Pick<AskedRule, 'position' | 'section'>;

const nowhere: Place = { position: null, section: null };

function before(asked: AskedBefore, place: Place): AskedRule {
  const { rule, fields } = asked;
  return { ...asked, ...place, deed: fields.length === 0 ? 'none' : 'by' in rule.effect ? 'split' : 'set' };
}

function judged(asked: Asked, place: Place): AskedRule {
  return { ...asked, ...place, fields: [], deed: asked.holds === wantedBy(asked.rule) ? 'through' : 'out' };
}

/** They see what is filled in, and the final counts. */
async function warning({ solved }: WhatIf, node: Node): Promise<AskedRule[]> {
  const { set, index } = node;
  const { book, solution, configuration } = solved;
  const source =
    set instanceof LinkSet ? factsIn(set) : recordFacts(set, factsAfterwards(set, solution, configuration.pipeline));
  const isThrough = solution.comesThrough(node);
  const rules: AskedRule[] = [];
  for (const rule of book.rulesThatWarn(set.kind.name)) {
    if (rule.for !== 'all' && !isThrough) continue;
    const asked = await ask(book, rule, source, index);
    rules.push({ ...asked, ...nowhere, fields: [], deed: asked.holds ? 'warned' : 'none' });
  }
  return rules;
}
