import type { Decision } from '../decide/decision.js';
import { recordKind, type Pipeline } from '../pipeline/pipeline.js';
import { foldCase } from '../pipeline/text.js';
import { recordId, type Row } from './differences.js';
import type { Hold, HoldReason } from './hold.js';
import type { TablePlan } from './table-plan.js';

/** What is known beside the plan, to say what the likely cause is. */
export interface HoldContext {
  readonly pipeline: Pipeline;
  readonly decision: Decision;
  /** Whether the rules are others than at the last load. */
  readonly rulesChanged: boolean;
  /** Whether what is not held is written all the same. */
  readonly writesRest: boolean;
}

/** Why a school is held, in numbers, with the likely cause and the way out. Names no person. */
export function holdInWords(hold: Hold, context: HoldContext): string {
  const { decision, rulesChanged, writesRest } = context;
  const sentences = hold.reasons.map(reasonInWords);
  const causes = new Set(hold.reasons.flatMap((reason) => causesOf(reason, context)));
  const rules = rulesChanged ? ['The rules are not those of the last load.'] : [];
  const done = writesRest
    ? 'What is added and changed was written, and nothing removed but what must not stay.'
    : 'Nothing was changed.';
  const wayOut = `If it is right: pullthrough release ${forShell(decision.school)}`;
  return [...sentences, ...causes, ...rules, done, wayOut].join(' ');
}

function reasonInWords(reason: HoldReason): string {
  const { type, plan, count } = reason;
  const { kind } = plan.table;
  const n = String(count);
  switch (type) {
    case 'section':
      return `The section of ${kind} came empty; the last extract that was loaded had ${n} there.`;
    case 'emptied':
      return `All ${n} ${kind} would go and none be left.`;
    case 'lost':
      return `No ${kind} have ${reason.column} any more; ${n} had it.`;
    case 'removals':
    case 'changes': {
      const what = type === 'removals' ? 'go' : 'change';
      return `${n} of ${String(plan.current)} ${kind} would ${what} (${percent(count / plan.current)}; ${percent(reason.share / 100)} may).`;
    }
  }
}

function percent(share: number): string {
  return `${String(Math.round(share * 1000) / 10)} %`;
}

function causesOf({ type, plan, ...reason }: HoldReason, { pipeline, decision }: HoldContext): string[] {
  if (type === 'section') return [`Is ${plan.table.kind} still granted to the export?`];
  if (type === 'lost') return [`Was ${'column' in reason ? reason.column : 'it'} unticked at the source?`];
  if (type === 'changes') return [];
  const renamed = sameNames(plan, pipeline);
  if (renamed > 0)
    return [`${String(renamed)} gone and ${String(renamed)} new with the same names: has the MIS given new ids?`];
  const [rule, kept] = keptOutBy(plan, decision);
  if (rule !== null) return [`${String(kept)} of these are in the extract and kept out by ${rule}.`];
  return type === 'emptied' ? ['Is the extract complete, and are the rules right?'] : ['Is the extract complete?'];
}

/** How many of the records that go have a new one beside them that is called the same. */
function sameNames({ table, changes }: TablePlan, pipeline: Pipeline): number {
  if (!table.keepsLeft) return 0;
  const { nameFields, fields } = recordKind(pipeline, table.kind);
  const columns = nameFields.map((name) => fields.find((field) => field.name === name)?.column);
  const indexes = columns.map((column) => table.kept.findIndex(({ name }) => name === column));
  if (indexes.length === 0 || indexes.includes(-1)) return 0;
  const nameOf = ({ values }: Row): string =>
    JSON.stringify(indexes.map((index) => foldCase(String(values[index] ?? ''))));
  const added = new Map<string, number>();
  for (const { kind, row } of changes) if (kind === 'added') added.set(nameOf(row), (added.get(nameOf(row)) ?? 0) + 1);
  let same = 0;
  for (const { kind, row } of changes) {
    const left = kind === 'removed' ? (added.get(nameOf(row)) ?? 0) : 0;
    if (left === 0) continue;
    added.set(nameOf(row), left - 1);
    same++;
  }
  return same;
}

/** The rule that keeps most of those out that would go though the extract has them. */
function keptOutBy({ table, changes }: TablePlan, { findings }: Decision): [rule: string | null, count: number] {
  const going = new Set(changes.filter(({ kind }) => kind === 'removed').map(({ row }) => recordId(row)));
  const counts = new Map<string, number>();
  for (const { severity, kind, recordId: id, rule } of findings) {
    if (severity !== 'excluded' || kind !== table.kind || id === null || !going.has(id)) continue;
    counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most ?? [null, 0];
}

/** As a shell takes it for one word. */
function forShell(text: string): string {
  return /^[\w.]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
