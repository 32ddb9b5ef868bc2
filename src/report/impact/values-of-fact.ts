import type { Extract } from '../../extract/extract.js';
import { isPeriodSide } from '../../pipeline/kinds/period.js';
import { recordKind, type LinkKind, type Pipeline, type RecordKind } from '../../pipeline/pipeline.js';
import { valuesSetBy, type Rule } from '../../pipeline/rules/rule.js';
import { valueChange } from '../../pipeline/text/text-functions.js';

type Kind = RecordKind | LinkKind;

/** One version's extract, how it is read, and the rules that may set its fields. */
export interface Seen {
  readonly extract: Extract;
  readonly pipeline: Pipeline;
  readonly rules: readonly Rule[];
}

/** The different values that rules of a kind may see in a field, of themselves or of an end: as read, and as any rule sets it. */
export function valuesOfFact(seen: Seen, kind: Kind, fact: string): Set<unknown> {
  const dot = fact.indexOf('.');
  if (kind.type === 'record' || dot < 0 || isPeriodSide(kind, fact)) return valuesOfField(seen, kind, fact);
  const end = kind.ends.find(({ name }) => name === fact.slice(0, dot));
  return end === undefined ? new Set() : valuesOfField(seen, recordKind(seen.pipeline, end.to), fact.slice(dot + 1));
}

/** Rules that set a field see the values as read; those of a link what was set of the records at its ends. */
function valuesOfField(seen: Seen, kind: Kind, field: string): Set<unknown> {
  const found = valuesRead(seen, kind, field);
  for (const rule of seen.rules) {
    const set = rule.kind === kind.name ? valuesSetBy(rule).get(field) : undefined;
    if (set === undefined) continue;
    if ('constant' in set) {
      found.add(set.constant);
      continue;
    }
    const isOwn = !set.field.includes('.');
    const from = isOwn ? valuesRead(seen, kind, set.field) : valuesOfFact(seen, kind, set.field);
    const change = valueChange(set.text);
    for (const value of from) found.add(change(value));
  }
  return found;
}

function valuesRead({ extract }: Seen, kind: Kind, field: string): Set<unknown> {
  const column = kind.fields.findIndex(({ name }) => name === field);
  const found = new Set<unknown>();
  if (column < 0) return found;
  const table = extract.tables.of(kind.name);
  for (let row = 0; row < table.length; row++) found.add(table.at(row, column));
  return found;
}
