import type { Value } from '../table/value.js';
import type { RecordKind } from '../pipeline/pipeline.js';
import type { Rule } from '../pipeline/rules/rule.js';
import { blankOf } from './blank.js';
import { dimensionOf, put, type Chosen } from './choices.js';
import type { Perhaps } from './judge.js';
import { changed } from './made.js';
import type { MakingTools } from './making-tools.js';

/** Values that make the rules about values of a made-up record hold; null if none are known. */
export function passingValues({ judge, search }: MakingTools, kind: RecordKind): readonly Value[] | null {
  let values = blankOf(kind);
  const done: Rule[] = [];
  for (const rule of judge.valueRules(kind.name)) {
    done.push(rule);
    const before = values;
    const fields = new Set(done.flatMap((one) => judge.fieldsOf(kind, one)));
    const dimensions = [...fields].map((field) => dimensionOf(judge, kind, field, before));
    const fails = (chosen: Chosen): boolean =>
      done.some((one) => judge.fails(one, kind, { id: '', values: put<Perhaps>(before, dimensions, chosen) }));
    const [changes] = search.changes(dimensions, fails, { fewest: 0 });
    if (changes === undefined) return null;
    values = changed(before, changes);
  }
  return values;
}
