import type { RecordSet } from '../decide/world.js';
import type { Rule } from '../pipeline/rules/rule.js';
import { inTurn } from './change-search.js';
import { dimensionOf, put, type Chosen } from './choices.js';
import type { Mend } from './corrections.js';
import type { Owner } from './edited-source.js';
import type { Perhaps } from './judge.js';
import { named, sources, written, type Made } from './made.js';
import type { MakingTools } from './making-tools.js';
import { openLinks } from './open-links.js';

/** Ways to make a rule of a record hold by changing its own values. */
export function* recordWays(tools: MakingTools, set: RecordSet, mend: Mend, rule: Rule, made: Made): Generator<Made> {
  const { source, judge, search } = tools;
  const owner = source.record(set, mend.node.index, made.edits);
  const { kind } = set;
  const counts = countsNow(tools, owner);
  const isMet = (one: Rule, values: readonly Perhaps[]) => !judge.fails(one, kind, { ...owner, values }, counts);
  if (isMet(rule, owner.values)) {
    yield made;
    return;
  }
  const valueRules = judge.valueRules(kind.name);
  const kept = valueRules.filter((one) => isMet(one, owner.values));
  const own = judge.fieldsOf(kind, rule);
  const all = [...new Set(valueRules.flatMap((one) => judge.fieldsOf(kind, one)))];
  const ways = inTurn([own, all], (fields) => {
    const dimensions = fields.map((field) => dimensionOf(judge, kind, field, owner.values));
    const fails = (chosen: Chosen) => {
      const values = put<Perhaps>(owner.values, dimensions, chosen);
      return [rule, ...kept].some((one) => !isMet(one, values));
    };
    return search.changes(dimensions, fails, {
      worth: (chosen) => openLinks(tools, owner, put(owner.values, dimensions, chosen), made.edits),
    });
  });
  for (const changes of ways) {
    const keys = sources(
      kind,
      changes.map(([field]) => field),
    );
    yield {
      edits: [...made.edits, ...written(kind.name, owner.id, changes)],
      corrections: [...made.corrections, named(mend.said, rule, { kind: kind.name, id: owner.id }, keys)],
    };
  }
}

function countsNow({ source }: MakingTools, { set, index }: Owner): ReadonlyMap<string, number> {
  return new Map(set.ends.map((end) => [end.fact, source.solved.solution.countAt(end).at(index)]));
}
