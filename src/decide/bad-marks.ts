import type { LinkKind, RecordKind } from '../pipeline/pipeline.js';
import { leavesOf } from '../pipeline/rules/evaluate.js';
import { isOfBadValues } from '../pipeline/rules/bad-value-rules.js';
import type { Rule } from '../pipeline/rules/rule.js';
import type { Table } from '../table/table.js';
import { fieldIndex } from './facts.js';

/** Takes back the marks of bad values in whose place a good one was found, in the record or in a repeat of it. */
export function settleBadMarks({ name, fields }: RecordKind | LinkKind, rows: Table): void {
  fields.forEach(({ marks }, mark) => {
    if (marks === null) return;
    const field = fieldIndex(fields, marks, name);
    for (let row = 0; row < rows.length; row++) if (rows.at(row, field) !== null) rows.put(row, mark, null);
  });
}

/** The path whose bad values a rule keeps out; null for any other rule. */
export function badPathOf(rule: Rule, { fields }: RecordKind | LinkKind): string | null {
  if (!isOfBadValues(rule)) return null;
  const facts = leavesOf(rule.conditions).map(({ fact }) => fact);
  return fields.find(({ name }) => facts.includes(name))?.from ?? null;
}
